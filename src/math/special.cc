#include "math/special.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace depone::math {
namespace {

constexpr double kSmallestForSeries = 10;

// What Stirling's formula lacks, for x >= kSmallestForSeries.
double stirling_rest(double x) {
  const double r = 1 / x;
  const double s = r * r;
  return r * (1.0 / 12 -
              s * (1.0 / 360 -
                   s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360360))))));
}

}  // namespace

double log_gamma(double x) {
  assert(x > 0);
  double product = 1;
  while (x < kSmallestForSeries) product *= x++;
  constexpr double kHalfLogTwoPi = 0.918938533204672741780329736406;
  return (x - 0.5) * std::log(x) - x + kHalfLogTwoPi + stirling_rest(x) -
         (product == 1 ? 0 : std::log(product));
}

double log_gamma_ratio(double x, double d) {
  const double y = x + d;
  assert(x > 0 && y > 0);
  if (x < kSmallestForSeries || y < kSmallestForSeries) return log_gamma(y) - log_gamma(x);
  return d * (std::log(x) - 1) + (y - 0.5) * std::log1p(d / x) + stirling_rest(y) -
         stirling_rest(x);
}

double log_sum_exp(std::span<const double> values) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const double value : values) largest = std::max(largest, value);
  if (!std::isfinite(largest)) return largest;
  double sum = 0;
  for (const double value : values) sum += std::exp(value - largest);
  return largest + std::log(sum);
}

double normal_quantile(double p) {
  assert(p > 0 && p < 1);
  if (p > 0.5) return -normal_quantile(1 - p);
  constexpr double kTail = 0.02425;
  double z = 0;
  if (p < kTail) {
    const double q = std::sqrt(-2 * std::log(p));
    z = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q -
           2.549732539343734) *
              q +
          4.374664141464968) *
             q +
         2.938163982698783) /
        ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q +
          3.754408661907416) *
             q +
         1);
  } else {
    const double q = p - 0.5;
    const double r = q * q;
    z = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
           1.383577518672690e+02) *
              r -
          3.066479806614716e+01) *
             r +
         2.506628277459239) *
        q /
        (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
           6.680131188771972e+01) *
              r -
          1.328068155288572e+01) *
             r +
         1);
  }
  const double excess = 0.5 * std::erfc(-z / std::numbers::sqrt2) - p;
  const double step = excess * std::sqrt(2 * std::numbers::pi) * std::exp(z * z / 2);
  return z - step / (1 + z * step / 2);
}

double quantile_of_sorted(std::span<const double> sorted, double p) {
  assert(!sorted.empty() && p >= 0 && p <= 1);
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

}  // namespace depone::math
