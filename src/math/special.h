// Special functions and order statistics, the same on every machine and safe on every thread.
//
// std::lgamma writes a global sign and differs between libraries, hence our own. Pure functions;
// thread-safe.
#pragma once

#include <span>

namespace depone::math {

// The logarithm of the gamma function for x > 0, to about 1e-14 of max(1, |result|): Stirling's
// series from 10 on (Abramowitz and Stegun 1964, 6.1.40), the recurrence below.
double log_gamma(double x);

// log_gamma(x + d) - log_gamma(x) for x > 0, x + d > 0, without the loss of digits that the
// difference of two large numbers brings: exact to about 1e-15 |d| log(x) even at x = 1e15.
double log_gamma_ratio(double x, double d);

// The logarithm of the sum of the exponentials; minus infinity for an empty span.
double log_sum_exp(std::span<const double> values);

// The p-quantile, p in [0, 1], of values in ascending order (at least one), between neighbours by
// straight lines: type 7 of Hyndman and Fan 1996, the default of R's quantile().
double quantile_of_sorted(std::span<const double> sorted, double p);

}  // namespace depone::math
