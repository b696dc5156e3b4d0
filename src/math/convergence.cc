#include "math/convergence.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "math/special.h"

namespace depone::math {
namespace {

using Halves = std::vector<std::vector<double>>;

// Each chain as two of equal length; the middle draw of an odd number falls out.
Halves split(Chains chains) {
  Halves halves;
  for (const std::vector<double>& chain : chains) {
    assert(chain.size() >= 4 && chain.size() == chains.front().size());
    const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
    halves.emplace_back(chain.begin(), chain.begin() + half);
    halves.emplace_back(chain.end() - half, chain.end());
  }
  return halves;
}

std::vector<double> sorted_draws(Chains chains) {
  std::vector<double> all;
  for (const auto& chain : chains) all.insert(all.end(), chain.begin(), chain.end());
  std::sort(all.begin(), all.end());
  return all;
}

// Draws replaced by normal scores of their ranks; equal draws share their mean rank.
Halves rank_normalised(Halves chains) {
  const std::vector<double> sorted = sorted_draws(chains);
  const auto count = static_cast<double>(sorted.size());
  for (auto& chain : chains) {
    for (double& draw : chain) {
      const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), draw);
      const double rank =
          static_cast<double>((first - sorted.begin()) + (last - sorted.begin()) + 1) / 2;
      draw = normal_quantile((rank - 0.375) / (count + 0.25));
    }
  }
  return chains;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  // Exactly 0 for a chain that stands still, whatever its mean is rounded to.
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) return 0;
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

struct Spread {
  double within = 0;
  double total = 0;  // the pooled estimate of the variance
};

Spread spread_of(const Halves& chains) {
  Spread spread;
  std::vector<double> means;
  for (const auto& chain : chains) {
    means.push_back(mean_of(chain));
    spread.within += variance_of(chain) / static_cast<double>(chains.size());
  }
  const auto length = static_cast<double>(chains.front().size());
  spread.total = spread.within * (length - 1) / length + variance_of(means);
  return spread;
}

double r_hat_of(const Halves& chains) {
  const Spread spread = spread_of(chains);
  if (spread.total == 0) return 1;
  return spread.within > 0 ? std::sqrt(spread.total / spread.within)
                           : std::numeric_limits<double>::infinity();
}

double autocovariance(const std::vector<double>& chain, double mean, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = 0; i + lag < chain.size(); ++i) {
    sum += (chain[i] - mean) * (chain[i + lag] - mean);
  }
  return sum / static_cast<double>(chain.size());
}

// Geyer's initial monotone sequence over the mean autocorrelation (the paper's section 3.2).
double effective_size_of(const Halves& chains) {
  const Spread spread = spread_of(chains);
  const std::size_t length = chains.front().size();
  const double all = static_cast<double>(chains.size() * length);
  if (!(spread.total > 0)) return all;
  std::vector<double> means;
  for (const auto& chain : chains) means.push_back(mean_of(chain));
  const auto correlation = [&](std::size_t lag) {
    double covariance = 0;
    for (std::size_t c = 0; c < chains.size(); ++c) {
      covariance += autocovariance(chains[c], means[c], lag);
    }
    covariance *= static_cast<double>(length) / static_cast<double>(length - 1);
    return 1 - (spread.within - covariance / static_cast<double>(chains.size())) / spread.total;
  };
  double sum = 0;
  double previous = std::numeric_limits<double>::infinity();
  for (std::size_t lag = 0; lag + 1 < length; lag += 2) {
    const double pair = (lag == 0 ? 1 : correlation(lag)) + correlation(lag + 1);
    if (!(pair > 0)) break;
    previous = std::min(previous, pair);
    sum += previous;
  }
  // Chains that swing from side to side may beat independent draws, but not without limit.
  const double time = std::max(2 * sum - 1, 1 / std::log10(std::max(all, 10.0)));
  return all / time;
}

double quantile_effective_size(Chains chains, double p) {
  const double quantile = quantile_of_sorted(sorted_draws(chains), p);
  Halves below = split(chains);
  for (auto& half : below) {
    for (double& draw : half) draw = draw <= quantile ? 1 : 0;
  }
  return effective_size_of(below);
}

}  // namespace

double split_r_hat(Chains chains) {
  const Halves halves = split(chains);
  const double median = quantile_of_sorted(sorted_draws(halves), 0.5);
  Halves folded = halves;
  for (auto& half : folded) {
    for (double& draw : half) draw = std::abs(draw - median);
  }
  return std::max(r_hat_of(rank_normalised(halves)), r_hat_of(rank_normalised(folded)));
}

double bulk_effective_size(Chains chains) {
  return effective_size_of(rank_normalised(split(chains)));
}

double tail_effective_size(Chains chains) {
  return std::min(quantile_effective_size(chains, 0.05), quantile_effective_size(chains, 0.95));
}

}  // namespace depone::math
