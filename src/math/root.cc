#include "math/root.h"

#include <cmath>
#include <utility>

namespace depone::math {

std::optional<double> root(const std::function<double(double)>& f, double low, double high,
                           double tolerance) {
  double a = low;
  double b = high;
  double fa = f(a);
  double fb = f(b);
  if (fa == 0) return a;
  if (fb == 0) return b;
  if ((fa > 0) == (fb > 0)) return std::nullopt;
  // c is the end on the other side of the root; d and e are the last two steps.
  double c = a;
  double fc = fa;
  double d = b - a;
  double e = d;
  for (int step = 0; step < 500; ++step) {
    if ((fb > 0) == (fc > 0)) {
      c = a;
      fc = fa;
      d = e = b - a;
    }
    if (std::abs(fc) < std::abs(fb)) {
      a = b;
      b = c;
      c = a;
      fa = fb;
      fb = fc;
      fc = fa;
    }
    const double least = 2e-16 * std::abs(b) + tolerance / 2;
    const double half = (c - b) / 2;
    if (std::abs(half) <= least || fb == 0) return b;
    if (std::abs(e) >= least && std::abs(fa) > std::abs(fb)) {
      const double s = fb / fa;
      double p = 0;
      double q = 0;
      if (a == c) {
        p = 2 * half * s;
        q = 1 - s;
      } else {
        const double r = fb / fc;
        const double t = fa / fc;
        p = s * (2 * half * t * (t - r) - (b - a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      p = std::abs(p);
      if (2 * p < std::min(3 * half * q - std::abs(least * q), std::abs(e * q))) {
        e = d;
        d = p / q;
      } else {
        d = e = half;
      }
    } else {
      d = e = half;
    }
    a = b;
    fa = fb;
    b += std::abs(d) > least ? d : std::copysign(least, half);
    fb = f(b);
  }
  return b;
}

double maximum_at(const std::function<double(double)>& f, double low, double high,
                  double tolerance) {
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double left = high - golden * (high - low);
  double right = low + golden * (high - low);
  double f_left = f(left);
  double f_right = f(right);
  while (high - low > tolerance) {
    if (f_left >= f_right) {
      high = std::exchange(right, left);
      f_right = f_left;
      left = high - golden * (high - low);
      f_left = f(left);
    } else {
      low = std::exchange(left, right);
      f_left = f_right;
      right = low + golden * (high - low);
      f_right = f(right);
    }
  }
  return (low + high) / 2;
}

}  // namespace depone::math
