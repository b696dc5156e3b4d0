#include "math/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace depone::math {
namespace {

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double sum = 0;
  for (std::size_t i = N; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// Stirling's series, after the recurrence has carried x to 10; std::lgamma writes a global.
double log_gamma_of(double x) {
  double shift = 0;
  for (; x < 10; x += 1) shift -= std::log(x);
  const double y = 1 / (x * x);
  const double series =
      (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188))))) / x;
  return shift + (x - 0.5) * std::log(x) - x + 0.91893853320467274178 + series;
}

// From here on the expansion below is exact to rounding, and the series would be long: 8 sqrt(a)
// terms, and without end where a + 1 is a.
constexpr double kLargeShape = 2e4;

// The same for large a: Temme's uniform expansion, its first two terms (1979, SIAM J. Math. Anal.
// 10:757).
double incomplete_gamma_of_large(double a, double x, bool lower) {
  const double away = (x - a) / a;
  // away - log(1 + away), whose parts cancel for small ones.
  double half_square = 0;
  if (std::abs(away) < 0.01) {
    double power = away * away;
    for (int k = 2; k < 12; ++k, power *= -away) half_square += power / k;
  } else {
    half_square = away - std::log1p(away);
  }
  const double eta = std::copysign(std::sqrt(2 * half_square), away);
  double first = -1.0 / 3 + eta / 12 - 2 * eta * eta / 135 + eta * eta * eta / 864;
  double second = -1.0 / 540 - eta / 288 + eta * eta / 378;
  if (std::abs(away) >= 0.01) {
    first = 1 / away - 1 / eta;
    second = 1 / (eta * eta * eta) - 1 / (away * away * away) - 1 / (away * away) - 1 / (12 * away);
  }
  constexpr double kTwoPi = 6.283185307179586476925;
  const double rest = std::exp(-a * half_square) / std::sqrt(kTwoPi * a) * (first + second / a);
  const double half = 0.5 * std::erfc((lower ? -eta : eta) * std::sqrt(a / 2));
  return std::clamp(lower ? half - rest : half + rest, 0.0, 1.0);
}

// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, a > 0, x >= 0, whichever
// is wanted, without cancellation: series below a + 1, Lentz's continued fraction above.
double incomplete_gamma(double a, double x, bool lower) {
  if (x <= 0) return lower ? 0 : 1;
  if (a >= kLargeShape) return incomplete_gamma_of_large(a, x, lower);
  const double front = std::exp(a * std::log(x) - x - log_gamma_of(a));
  if (x < a + 1) {
    double term = 1 / a;
    double sum = term;
    for (double n = a + 1; term > sum * 1e-17; n += 1) {
      term *= x / n;
      sum += term;
    }
    const double p = std::min(1.0, front * sum);
    return lower ? p : 1 - p;
  }
  constexpr double kTiny = 1e-300;
  double b = x + 1 - a;
  double c = 1 / kTiny;
  double d = 1 / b;
  double h = d;
  for (int i = 1; i < 100'000; ++i) {
    const double an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + an / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    h *= d * c;
    if (std::abs(d * c - 1) < 1e-16) break;
  }
  const double q = std::min(1.0, front * h);
  return lower ? 1 - q : q;
}

}  // namespace

double normal_probability(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752440); }

double normal_inverse(double p) {
  assert(p >= 0 && p <= 1);
  if (p == 0 || p == 1) return (p == 0 ? -1 : 1) * std::numeric_limits<double>::infinity();
  static constexpr double kA[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                  1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                  4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                  3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double kB[] = {1.0,
                                  4.2313330701600911252e+1,
                                  6.8718700749205790830e+2,
                                  5.3941960214247511077e+3,
                                  2.1213794301586595867e+4,
                                  3.9307895800092710610e+4,
                                  2.8729085735721942674e+4,
                                  5.2264952788528545610e+3};
  static constexpr double kC[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                  5.76949722146069140550e0,  3.64784832476320460504e0,
                                  1.27045825245236838258e0,  2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double kD[] = {1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
  static constexpr double kE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                  1.78482653991729133580e0,  2.96560571828504891230e-1,
                                  2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double kF[] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  double z = 0;
  if (r <= 5) {
    r -= 1.6;
    z = polynomial(kC, r) / polynomial(kD, r);
  } else {
    r -= 5;
    z = polynomial(kE, r) / polynomial(kF, r);
  }
  return q < 0 ? -z : z;
}

double log_factorial(double x) {
  assert(x >= 0);
  return log_gamma_of(x + 1);
}

double poisson_at_most(std::int64_t n, double mean) {
  assert(mean >= 0);
  if (n < 0) return 0;
  return incomplete_gamma(static_cast<double>(n) + 1, mean, false);
}

double poisson_at_least(std::int64_t n, double mean) {
  assert(mean >= 0);
  if (n <= 0) return 1;
  return incomplete_gamma(static_cast<double>(n), mean, true);
}

double chi_square_probability(double x, double degrees) {
  assert(degrees > 0);
  return incomplete_gamma(degrees / 2, x / 2, true);
}

double chi_square_inverse(double p, double degrees) {
  assert(p >= 0 && p < 1);
  double low = 0;
  double high = degrees + 1;
  while (chi_square_probability(high, degrees) < p) high *= 2;
  while (high - low > 1e-13 * high) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (chi_square_probability(middle, degrees) < p ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

double quantile_type_8(std::span<const double> sorted, double p) {
  assert(!sorted.empty() && p >= 0 && p <= 1);
  const auto n = static_cast<double>(sorted.size());
  // The fuzz is R's: a place that rounding put just below a whole number counts as that number.
  const double fuzz = 4 * std::numeric_limits<double>::epsilon();
  const double place = 1.0 / 3 + p * (n + 1 - 2.0 / 3);
  const double whole = std::floor(place + fuzz);
  double part = place - whole;
  if (std::abs(part) < fuzz) part = 0;
  const auto value_at = [&](double rank) {  // ranks from 1, clamped to those there are
    return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1];
  };
  const double below = value_at(whole);
  const double above = value_at(whole + 1);
  return part == 0 || below == above ? below : (1 - part) * below + part * above;
}

}  // namespace depone::math
