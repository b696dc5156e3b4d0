// Bayesian latent classes (Manrique-Vallier 2016, Biometrics 72:1246; the R package LCMCR).
//
// People fall into classes that nobody sees; within a class, being on one list says nothing about
// another. How many classes matter is left to a Dirichlet process (stick-breaking, cut at
// `classes`). Where others sample everybody's class and the unlisted along with them, and get
// stuck, both are summed over here and the rest is sampled by Hamiltonian Monte Carlo
// (docs/methods-estimate-bayes.md). Chains that do not agree give no number.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "estimate/chain_runs.h"
#include "estimate/overlap_table.h"
#include "model/estimate.h"

namespace depone::estimate {

struct LatentClassOptions {
  std::size_t classes = 10;  // at most so many matter; 2 to 50
  // Of the gamma prior of the concentration; small: few classes.
  double concentration_shape = 0.25;
  double concentration_rate = 0.25;
  std::uint64_t seed = 1;
  std::size_t warm_up = 400;    // steps of each chain before its first draw
  std::size_t most_leaps = 32;  // of a trajectory
  double level = 0.95;
  ChainSettings chains;
};

struct LatentClassDraws {
  ChainRuns people;                          // of all people, listed or not
  std::vector<std::vector<double>> classes;  // those with 1% of people or more, by chain
  std::size_t temperatures = 1;
};

// The draws themselves, converged or not: the chains go on until the gate holds (chain_runs.h);
// when it does not, they are run again with tempering (Geyer 1991): five temperatures, from the
// posterior to 0.4 of its likelihood under a prior that keeps many classes, a quarter as long at
// most. At least 2 lists. InvalidInput for options out of range; Cancelled. Deterministic
// for a seed.
Result<LatentClassDraws> latent_class_draws(const OverlapTable& table,
                                            const LatentClassOptions& options, Progress& progress,
                                            const Cancellation& cancellation);

// Median and interval of all people. Refuses fewer than 3 lists, tables in which nobody is on two
// lists, and chains that have not converged. Errors as of latent_class_draws.
Result<Estimate> estimate_latent_class(const OverlapTable& table, const LatentClassOptions& options,
                                       Progress& progress, const Cancellation& cancellation);

}  // namespace depone::estimate
