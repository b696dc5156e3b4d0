#include "estimate/bca.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "math/binomial.h"
#include "math/distributions.h"

namespace depone::estimate {
namespace {

// Estimates closer than this, relatively, differ by rounding only.
constexpr double kEqual = 1e-9;

}  // namespace

std::optional<BcaLimits> bca_limits(std::span<const double> replicates, double estimate,
                                    double acceleration, double level) {
  std::vector<double> sorted;
  sorted.reserve(replicates.size());
  for (const double value : replicates) {
    if (!std::isnan(value)) sorted.push_back(value);
  }
  if (sorted.size() < 2) return std::nullopt;
  std::ranges::sort(sorted);
  BcaLimits limits;
  limits.used = sorted.size();
  limits.acceleration = acceleration;
  const auto below = std::ranges::lower_bound(sorted, estimate * (1 - kEqual)) - sorted.begin();
  const auto up_to = std::ranges::upper_bound(sorted, estimate * (1 + kEqual)) - sorted.begin();
  const double share = static_cast<double>(below + up_to) / 2 / static_cast<double>(sorted.size());
  limits.plain_percentiles = share == 0 || share == 1;
  limits.bias = limits.plain_percentiles ? 0 : math::normal_inverse(share);
  const auto limit_at = [&](double tail) {
    if (limits.plain_percentiles) return math::quantile_type_8(sorted, tail);
    const double z = limits.bias + math::normal_inverse(tail);
    const double shrink = 1 - acceleration * z;
    // Past the pole the transformation has run off its end.
    const double p =
        shrink <= 0 ? (z > 0 ? 1.0 : 0.0) : math::normal_probability(limits.bias + z / shrink);
    return math::quantile_type_8(sorted, p);
  };
  limits.lower = limit_at((1 - level) / 2);
  limits.upper = limit_at((1 + level) / 2);
  return limits;
}

std::optional<double> acceleration_of(std::span<const double> estimates,
                                      std::span<const double> weights) {
  assert(estimates.size() == weights.size());
  double people = 0;
  double mean = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    if (std::isnan(estimates[i])) return std::nullopt;
    people += weights[i];
    mean += weights[i] * estimates[i];
  }
  if (people <= 0) return std::nullopt;
  mean /= people;
  double squares = 0;
  double cubes = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    const double away = mean - estimates[i];
    squares += weights[i] * away * away;
    cubes += weights[i] * away * away * away;
  }
  if (squares <= 0) return 0.0;
  return cubes / (6 * squares * std::sqrt(squares));
}

std::vector<Counts> resamples(const Counts& counts, std::size_t count, std::uint64_t seed) {
  std::vector<double> weights(counts.size(), 0);
  std::int64_t people = 0;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    weights[s] = static_cast<double>(counts[s]);
    people += counts[s];
  }
  std::vector<Counts> tables(count, Counts(counts.size()));
  for (std::size_t i = 0; i < count; ++i) {
    math::Random random(seed, i);
    math::quick_multinomial(random, people, weights, tables[i]);
  }
  return tables;
}

Jackknife delete_one(const Counts& counts) {
  Jackknife jackknife;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    if (counts[s] == 0) continue;
    jackknife.tables.push_back(counts);
    --jackknife.tables.back()[s];
    jackknife.weights.push_back(static_cast<double>(counts[s]));
  }
  return jackknife;
}

}  // namespace depone::estimate
