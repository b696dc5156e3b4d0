// Logistic regression with a ridge, by Newton's method.
#pragma once

#include <span>
#include <vector>

#include "math/matrix.h"

namespace depone::math {

struct LogisticFit {
  std::vector<double> coefficients;
  bool converged = false;  // false: 100 steps were not enough; only possible without a ridge
};

// log odds of outcome[i] (0 or 1) = design[i] * coefficients. The first column must be the constant
// 1 and is not penalised; the others by ridge / 2 times the square of their coefficient, so that
// with ridge > 0 a fit exists whenever both outcomes occur. Scale the columns before.
LogisticFit fit_logistic(const Matrix& design, std::span<const char> outcomes, double ridge);

// 1 / (1 + exp(-log_odds)) without overflow.
double logistic(double log_odds);

}  // namespace depone::math
