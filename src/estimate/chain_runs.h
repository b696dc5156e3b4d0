// Several Markov chains run side by side until they agree, and what they say together. Used by the
// Bayesian methods; each chain draws from a random stream of its own, so the outcome does not
// depend on threads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "model/estimate.h"

namespace depone::estimate {

struct ChainSettings {
  std::size_t chains = 8;
  std::size_t round = 150;          // draws a chain before the first look; then a third more
  std::size_t most_draws = 20'000;  // a chain; then an answer is refused,
  std::size_t patience = 1'000;     // or after these, when R-hat is still above 1.1
  double wanted_size = 1'000;       // effective draws of all chains together, to stop early
  std::size_t threads = 0;          // 0: all cores
};

// The gate: beyond these there is no answer.
inline constexpr double kMostRHat = 1.05;
inline constexpr double kLeastEffectiveSize = 400;

struct ChainRuns {
  std::vector<std::vector<double>> draws;  // by chain, all equally long
  double r_hat = 0;
  double bulk_size = 0;
  double tail_size = 0;

  bool converged() const;
  std::vector<double> sorted() const;
};

// `draw(chain)` makes chain number `chain` (0 to chains - 1) go on and returns its next value; only
// one thread calls it for one chain at a time. Stops when the gate holds and `wanted_size` is
// reached, or at `most_draws`. Cancelled.
Result<ChainRuns> run_chains(const ChainSettings& settings,
                             const std::function<double(std::size_t chain)>& draw,
                             Progress& progress, const Cancellation& cancellation);

// Median and interval of the draws into the estimate, or, when the gate does not hold, a refusal
// that tells where the chains stayed. Figures and traces in both cases.
void conclude(const ChainRuns& runs, double level, Estimate& estimate);

}  // namespace depone::estimate
