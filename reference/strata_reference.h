// Literal twin of the two-level normal model: posterior means by adding up over a grid of tau and
// of the common mean, both of them (estimate/strata.h integrates the second in closed form).
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace depone::reference {

struct PooledTwin {
  std::vector<double> means;
  std::vector<double> variances;
  double tau = 0;
};

// errors[i] infinite: no value of its own.
inline PooledTwin pool_by_grid(const std::vector<double>& values,
                               const std::vector<double>& errors) {
  const std::size_t n = values.size();
  PooledTwin twin{std::vector<double>(n, 0), std::vector<double>(n, 0), 0};
  std::vector<double> squares(n, 0);
  double weight_sum = 0;
  for (double tau = 0.02; tau < 6; tau += 0.04) {
    for (double mean = -12; mean < 12; mean += 0.05) {
      double log_weight = -0.5 * tau * tau;
      for (std::size_t i = 0; i < n; ++i) {
        if (!std::isfinite(errors[i])) continue;
        const double variance = errors[i] * errors[i] + tau * tau;
        log_weight -=
            0.5 * std::log(variance) + 0.5 * (values[i] - mean) * (values[i] - mean) / variance;
      }
      const double weight = std::exp(log_weight);
      weight_sum += weight;
      twin.tau += weight * tau;
      for (std::size_t i = 0; i < n; ++i) {
        const double own = std::isfinite(errors[i]) ? 1 / (errors[i] * errors[i]) : 0;
        const double common = 1 / (tau * tau);
        const double centre = (own * values[i] + common * mean) / (own + common);
        twin.means[i] += weight * centre;
        squares[i] += weight * (centre * centre + 1 / (own + common));
      }
    }
  }
  twin.tau /= weight_sum;
  for (std::size_t i = 0; i < n; ++i) {
    twin.means[i] /= weight_sum;
    twin.variances[i] = squares[i] / weight_sum - twin.means[i] * twin.means[i];
  }
  return twin;
}

}  // namespace depone::reference
