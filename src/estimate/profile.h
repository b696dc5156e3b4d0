// Profile-likelihood limits of the number of people under one model.
#pragma once

#include <optional>

#include "estimate/lanes.h"
#include "estimate/terms.h"

namespace depone::estimate {

struct ProfileLimits {
  double mode = 0;  // the most likely number of people
  double lower = 0;
  double upper = 0;  // infinite when the likelihood never falls far enough
};

// For every number N of people the multinomial likelihood of the table, those on no list being
// N less those listed, is maximised over the other parameters (Cormack 1992; the limits of
// Rcapture's closedpCI.t). The limits are where twice its logarithm is below the mode's by the
// chi-square quantile of one degree of freedom. The mode differs a little from the Poisson estimate
// (10,334.5 against 10,356.5 for the Kosovo killings). `unlisted` is that estimate's, where the
// search begins. Unset when a fit does not converge.
std::optional<ProfileLimits> profile_limits(std::size_t lists, std::span<const std::int64_t> counts,
                                            const Terms& model, double unlisted, double level,
                                            LaneFitter& fitter);

}  // namespace depone::estimate
