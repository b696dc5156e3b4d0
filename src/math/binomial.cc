#include "math/binomial.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace depone::math {
namespace {

// log(k!) less Stirling's leading terms for k + 1.
double stirling_rest(double k) {
  static constexpr double kTable[] = {0.0810614667953272,  0.0413406959554092, 0.0276779256849983,
                                      0.02079067210376509, 0.0166446911898211, 0.0138761288230707,
                                      0.0118967099458917,  0.0104112652619720, 0.00925546218271273,
                                      0.00833056343336287};
  if (k <= 9) return kTable[static_cast<std::size_t>(k)];
  const double square = (k + 1) * (k + 1);
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}

// p <= 1/2, n p >= 10.
std::int64_t by_rejection(Random& random, std::int64_t count, double p) {
  const auto n = static_cast<double>(count);
  const double odds = p / (1 - p);
  const double deviation = std::sqrt(n * p * (1 - p));
  const double b = 1.15 + 2.53 * deviation;
  const double a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double c = n * p + 0.5;
  const double v_r = 0.92 - 4.2 / b;
  const double alpha = (2.83 + 5.1 / b) * deviation;
  const double mode = std::floor((n + 1) * p);
  while (true) {
    const double u = random.uniform() - 0.5;
    double v = random.uniform();
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= v_r) return static_cast<std::int64_t>(k);
    if (k < 0 || k > n) continue;
    v = std::log(v * alpha / (a / (us * us) + b));
    const double bound = (mode + 0.5) * std::log((mode + 1) / (odds * (n - mode + 1))) +
                         stirling_rest(mode) + stirling_rest(n - mode) +
                         (n + 1) * std::log((n - mode + 1) / (n - k + 1)) +
                         (k + 0.5) * std::log(odds * (n - k + 1) / (k + 1)) - stirling_rest(k) -
                         stirling_rest(n - k);
    if (v <= bound) return static_cast<std::int64_t>(k);
  }
}

// p <= 1/2, n p < 10.
std::int64_t by_inversion(Random& random, std::int64_t n, double p) {
  const double odds = p / (1 - p);
  double probability = std::exp(static_cast<double>(n) * std::log1p(-p));
  double u = random.uniform();
  std::int64_t k = 0;
  while (u > probability && k < n) {
    u -= probability;
    ++k;
    probability *= odds * static_cast<double>(n - k + 1) / static_cast<double>(k);
    if (probability == 0) break;  // past every number that a double can tell
  }
  return k;
}

}  // namespace

std::int64_t quick_binomial(Random& random, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (p > 0.5) return n - quick_binomial(random, n, 1 - p);
  if (p == 0 || n == 0) return 0;
  if (static_cast<double>(n) * p >= 10) return by_rejection(random, n, p);
  return by_inversion(random, n, p);
}

void quick_multinomial(Random& random, std::int64_t n, std::span<const double> weights,
                       std::span<std::int64_t> counts) {
  assert(weights.size() == counts.size());
  double left = 0;
  std::size_t last = 0;  // one past the last cell of positive weight
  for (std::size_t i = 0; i < weights.size(); ++i) {
    left += weights[i];
    if (weights[i] > 0) last = i + 1;
  }
  assert(last > 0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0 || n == 0) {
      counts[i] = 0;
      continue;
    }
    const double p = i + 1 == last ? 1.0 : std::clamp(weights[i] / left, 0.0, 1.0);
    counts[i] = quick_binomial(random, n, p);
    n -= counts[i];
    left = std::max(left - weights[i], 0x1p-1000);
  }
}

}  // namespace depone::math
