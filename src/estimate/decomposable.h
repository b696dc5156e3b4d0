// Averaging over all decomposable graphs of dependence between lists (Madigan and York 1997,
// Biometrika 84:19; the R package dga of Johndrow, Lum and Ball).
//
// Given how many are on no list, a graph's probability has a closed form under a hyper-Dirichlet
// prior; so the posterior of that number is a sum over graphs, without any simulation. It is
// computed on a grid of its own that is fine where it matters and goes up to 10^12 people: how far
// one looks must not decide the answer. docs/methods-estimate-bayes.md has the formulas.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "estimate/chordal.h"
#include "estimate/overlap_table.h"
#include "model/estimate.h"

namespace depone::estimate {

// More listed people would need a scan in ever smaller steps; no list of people is as long.
inline constexpr std::int64_t kMostListed = 100'000'000;

// What is believed of the number N of all people before the lists are seen.
enum class CountPrior {
  Reciprocal,  // proportional to 1/N: each order of magnitude is as likely
  Flat,        // every N is as likely; has no posterior without `max_unobserved` in most tables
  Gamma,       // N is Poisson, its mean gamma distributed (Madigan and York's informative prior)
};

struct DecomposableOptions {
  // People whom the prior adds to each of the 2^k cells; unset: 2^-k, one person in all.
  std::optional<double> delta;
  CountPrior prior = CountPrior::Reciprocal;
  double gamma_shape = 1;  // of CountPrior::Gamma
  double gamma_scale = 1;
  // The numbers of unlisted people that are thought possible, ends included. An upper end is an
  // assumption that decides answers; without one all numbers are possible.
  std::int64_t min_unobserved = 0;
  std::optional<std::int64_t> max_unobserved;
  double level = 0.95;
  std::size_t models_shown = 10;
  // Also answer for delta = 2^-k, 1/2 and 1, and say how far that moves the median.
  bool prior_sensitivity = true;
  std::size_t threads = 0;  // 0: all cores; the answer does not depend on it
};

struct GraphWeight {
  std::size_t graph = 0;  // its index
  double weight = 0;      // posterior probability
};

// The posterior of N. Const calls are thread-safe.
class CountPosterior {
 public:
  // The smallest N with P(N or fewer) >= p, 0 < p < 1; infinity when it lies beyond 10^12 unlisted.
  double quantile(double p) const;
  // Unset when the posterior has none because its tail falls off too slowly.
  std::optional<double> mean() const { return mean_; }
  // The posterior of large N falls like N to this power (with an upper end: would fall); -infinity
  // when faster than any.
  double tail_power() const { return tail_power_; }
  // Share of the posterior beyond 10^12 unlisted people.
  double beyond() const { return beyond_; }
  // Most probable first; as many as were asked for.
  const std::vector<GraphWeight>& graphs() const { return graphs_; }

 private:
  friend class PosteriorBuilder;
  struct Grid;
  std::shared_ptr<const Grid> grid_;
  std::optional<double> mean_;
  double tail_power_ = 0;
  double beyond_ = 0;
  std::vector<GraphWeight> graphs_;
};

// The posterior over `graphs` (all of table.list_count() lists, or some of them), each as likely
// beforehand. Needs 1 to 7 lists, at most kMostListed people, delta > 0. InvalidInput when options
// are out of their range or when there is no posterior (a flat prior and a tail that cannot be
// summed); Cancelled.
Result<CountPosterior> count_posterior(const OverlapTable& table,
                                       std::span<const DecomposableGraph> graphs,
                                       const DecomposableOptions& options, Progress& progress,
                                       const Cancellation& cancellation);

// The method as the others: median, interval, graphs, assumptions. Refuses (Estimate::refusal)
// more than 7 lists, fewer than 2, more than kMostListed people, and tables in which nobody is on
// two lists.
Result<Estimate> estimate_decomposable(const OverlapTable& table,
                                       const DecomposableOptions& options, Progress& progress,
                                       const Cancellation& cancellation);

}  // namespace depone::estimate
