// Bayesian thresholding of a log-linear model (Silverman 2020, J. R. Stat. Soc. A 183:691; the
// function estimate_population_bayesthresh of the R package MultipleSystemsEstimation 1.2.0).
//
// All interactions of two lists are given a prior around nothing and estimated together; those
// whose posterior mean is less than `threshold` posterior standard deviations from 0 are dropped,
// and the rest is estimated again. The posterior is the R package's; the sampler is not (there one
// Metropolis chain, here several Hamiltonian ones that must agree).
#pragma once

#include <cstdint>

#include "base/progress.h"
#include "base/result.h"
#include "estimate/chain_runs.h"
#include "estimate/overlap_table.h"
#include "model/estimate.h"

namespace depone::estimate {

enum class InteractionPrior {
  Normal,  // around 0, with `prior_variance`
  Flat,    // improper; an interaction of lists that share nobody is then minus infinity
};

struct ThresholdOptions {
  InteractionPrior prior = InteractionPrior::Normal;
  double prior_variance = 1;
  double threshold = 2;   // posterior standard deviations
  std::size_t order = 2;  // 3: also interactions of three lists whose three pairs were kept
  std::uint64_t seed = 1;
  double level = 0.95;
  // Interactions are chosen by moments, which want more draws than the answer, which gets a third.
  ChainSettings chains{.round = 800, .wanted_size = 6'000};
};

// Median and interval of all people, listed or not. Refuses tables in which nobody is on two lists,
// chains that have not converged and, under a flat prior, tables in which the model of all pairs
// has no maximum likelihood estimate (existence.h); under a normal prior it warns of that.
// InvalidInput for options out of range; Cancelled. Deterministic for a seed, on any number of
// threads.
Result<Estimate> estimate_bayes_threshold(const OverlapTable& table,
                                          const ThresholdOptions& options, Progress& progress,
                                          const Cancellation& cancellation);

}  // namespace depone::estimate
