// Poisson regression: counts with log means linear in a design, by Newton's method.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "math/matrix.h"

namespace depone::math {

struct PoissonFit {
  std::vector<double> coefficients;
  Matrix covariance;  // the inverse of the information
  std::vector<double> means;
  double deviance = 0;
  double log_likelihood = 0;  // with the factorials, as R's AIC has it
  // False: the information became singular or 200 steps were not enough; nothing above is of use.
  bool converged = false;
};

// log mean[i] = offset[i] + design[i] * coefficients. Counts are >= 0 and need not be whole (EM and
// profile likelihoods use fractions); offsets may be left out. One likelihood, one maximum: the
// start does not matter. Look at `existence` before trusting a fit of sparse counts.
PoissonFit fit_poisson(const Matrix& design, std::span<const double> counts,
                       std::span<const double> offsets = {});

enum class Existence {
  Exists,
  // Counts of 0 pull coefficients to infinity, and the mean wanted goes with them or stays open.
  PulledToInfinity,
  // Even with all coefficients finite the counts do not settle the mean wanted.
  NotIdentified,
};

// Whether the counts settle the mean of a further cell, whose row of the design is `wanted`, when
// coefficients may run to infinity (the extended maximum likelihood of Fienberg and Rinaldo 2012).
// A direction d along which the likelihood never falls has design[i] * d = 0 for counts > 0 and
// <= 0 for counts of 0; cells that some such direction takes to 0 are dropped, by one linear
// program each; the mean exists when `wanted` is a combination of the rows that are left.
Existence existence(const Matrix& design, std::span<const double> counts,
                    std::span<const double> wanted);

}  // namespace depone::math
