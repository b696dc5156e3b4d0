// Whether Markov chains have told enough: split R-hat and effective sample size, both on ranks
// (Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021, Bayesian Analysis 16:667).
//
// Pure functions of chains of equal length, at least 4 draws each; thread-safe.
#pragma once

#include <span>
#include <vector>

namespace depone::math {

using Chains = std::span<const std::vector<double>>;

// The larger of the R-hat of ranks and that of distances from the median, each chain cut in two:
// close to 1 when all halves wander over the same ground. Infinity when a half stands still and
// another does not; 1 when all draws are equal.
double split_r_hat(Chains chains);

// As many independent draws would tell the middle of the distribution as well.
double bulk_effective_size(Chains chains);

// As many independent draws would tell the 5% and the 95% quantile as well (the worse of the two).
double tail_effective_size(Chains chains);

}  // namespace depone::math
