// Probabilities and quantiles of the distributions that tests and intervals need. Pure functions;
// thread-safe.
#pragma once

#include <cstdint>
#include <span>

namespace depone::math {

// P(Z <= z) for a standard normal Z.
double normal_probability(double z);
// The z with P(Z <= z) = p, for p in [0, 1]; infinite at the ends (Wichura 1988, AS 241: 1e-16).
double normal_inverse(double p);

// log(x!) for a real x >= 0, to about 1e-15 of max(1, |result|).
double log_factorial(double x);

// P(X <= n) and P(X >= n) for a Poisson X of the given mean >= 0, to about 1e-13 of the result.
// For n < 0 they are 0 and 1.
double poisson_at_most(std::int64_t n, double mean);
double poisson_at_least(std::int64_t n, double mean);

// P(X <= x) for a chi-square X of `degrees` > 0 degrees of freedom; 0 for x <= 0.
double chi_square_probability(double x, double degrees);
// The x with chi_square_probability(x, degrees) = p, for p in [0, 1): by bisection, to 1e-12 of x.
double chi_square_inverse(double p, double degrees);

// The p-quantile of `sorted` (ascending, not empty), type 8 of Hyndman and Fan (1996): unbiased in
// the median whatever the distribution. p in [0, 1].
double quantile_type_8(std::span<const double> sorted, double p);

}  // namespace depone::math
