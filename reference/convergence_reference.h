// The literal twin of src/math/convergence: Vehtari et al. 2021, equations (1) to (4) and (10) to
// (14), with ranks by counting and all autocorrelations computed. Tests only.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "math/special.h"

namespace depone::reference {

using Draws = std::vector<std::vector<double>>;

inline Draws halves(const Draws& chains) {
  Draws result;
  for (const auto& chain : chains) {
    const std::size_t n = chain.size() / 2;
    std::vector<double> first;
    std::vector<double> second;
    for (std::size_t i = 0; i < n; ++i) {
      first.push_back(chain[i]);
      second.push_back(chain[chain.size() - n + i]);
    }
    result.push_back(first);
    result.push_back(second);
  }
  return result;
}

inline Draws normal_scores(const Draws& chains) {
  Draws result = chains;
  for (auto& chain : result) {
    for (double& draw : chain) {
      double below = 0;
      double equal = 0;
      double all = 0;
      for (const auto& other : chains) {
        for (const double value : other) {
          below += value < draw;
          equal += value == draw;
          all += 1;
        }
      }
      draw = math::normal_quantile((below + (equal + 1) / 2 - 0.375) / (all + 0.25));
    }
  }
  return result;
}

struct Variances {
  double within = 0;
  double marginal = 0;
};

inline Variances variances(const Draws& chains) {
  const auto m = static_cast<double>(chains.size());
  const auto n = static_cast<double>(chains.front().size());
  std::vector<double> means;
  double grand = 0;
  for (const auto& chain : chains) {
    double sum = 0;
    for (const double draw : chain) sum += draw;
    means.push_back(sum / n);
    grand += sum / n / m;
  }
  double between = 0;
  double within = 0;
  for (std::size_t j = 0; j < chains.size(); ++j) {
    between += n / (m - 1) * (means[j] - grand) * (means[j] - grand);
    for (const double draw : chains[j])
      within += (draw - means[j]) * (draw - means[j]) / (n - 1) / m;
  }
  return {within, (n - 1) / n * within + between / n};
}

inline double r_hat(const Draws& chains) {
  const Draws split = halves(chains);
  std::vector<double> all;
  for (const auto& chain : split) all.insert(all.end(), chain.begin(), chain.end());
  std::sort(all.begin(), all.end());
  const double median = math::quantile_of_sorted(all, 0.5);
  Draws folded = split;
  for (auto& chain : folded) {
    for (double& draw : chain) draw = std::abs(draw - median);
  }
  const Variances plain = variances(normal_scores(split));
  const Variances far = variances(normal_scores(folded));
  return std::max(std::sqrt(plain.marginal / plain.within), std::sqrt(far.marginal / far.within));
}

inline double bulk_size(const Draws& chains) {
  const Draws scores = normal_scores(halves(chains));
  const Variances spread = variances(scores);
  const std::size_t n = scores.front().size();
  std::vector<double> correlation;
  for (std::size_t lag = 0; lag < n; ++lag) {
    double covariance = 0;
    for (const auto& chain : scores) {
      double mean = 0;
      for (const double draw : chain) mean += draw / static_cast<double>(n);
      double sum = 0;
      for (std::size_t i = 0; i + lag < n; ++i) sum += (chain[i] - mean) * (chain[i + lag] - mean);
      covariance += sum / static_cast<double>(n - 1) / static_cast<double>(scores.size());
    }
    correlation.push_back(lag == 0 ? 1 : 1 - (spread.within - covariance) / spread.marginal);
  }
  std::vector<double> pairs;
  for (std::size_t t = 0; t + 1 < n; t += 2) {
    const double pair = correlation[t] + correlation[t + 1];
    if (pair <= 0) break;
    pairs.push_back(pairs.empty() ? pair : std::min(pair, pairs.back()));
  }
  double time = -1;
  for (const double pair : pairs) time += 2 * pair;
  const auto all = static_cast<double>(n * scores.size());
  return all / std::max(time, 1 / std::log10(std::max(all, 10.0)));
}

}  // namespace depone::reference
