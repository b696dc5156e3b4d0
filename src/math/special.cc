#include "math/special.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

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

double quantile_of_sorted(std::span<const double> sorted, double p) {
  assert(!sorted.empty() && p >= 0 && p <= 1);
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

}  // namespace depone::math
