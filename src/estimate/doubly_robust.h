// Two lists that are independent among people of the same covariates, with two chances to be right.
//
// Let p1(x) be the chance to be on list 1 of a person with covariates x who is on list 2, and p2(x)
// the other way round. If the lists are independent given x, these are the chances of everybody
// with x, and
//   N = sum over the people on either list of  Y1 / p1 + Y2 / p2 - Y1 Y2 / (p1 p2).
// The sum is right when either p1 or p2 is, because its expectation is N times the mean of
// 1 - (1 - p1/p1^)(1 - p2/p2^): doubly robust, and efficient when both are right. It is the
// one-step estimator of Das, Kennedy and Jewell (2023, J. Am. Stat. Assoc. 118, "Doubly robust
// capture-recapture methods for estimating population size"), written with the two conditional
// chances in place of q1, q2, q12 = p1 q2 = p2 q1, which makes the robustness exact.
#pragma once

#include <cstdint>
#include <span>

#include "base/progress.h"
#include "estimate/method.h"
#include "math/matrix.h"

namespace depone::estimate {

// One row a person who is on at least one list.
struct PeopleWithCovariates {
  std::vector<std::string> lists;
  std::vector<Lists> on;                // a person each
  std::vector<std::string> covariates;  // names of the columns below
  math::Matrix values;                  // people by covariates
};

// Columns of text as numbers: a column of which every field is a number stays one; any other gets a
// 0/1 column, "name=value", for each of its values but the first in byte order. Each of `columns`
// has one field a person. InvalidInput when columns differ in length, a number is not finite, or a
// column of words has over 50 values.
Result<PeopleWithCovariates> with_covariates(std::vector<std::string> lists, std::vector<Lists> on,
                                             const std::vector<std::string>& names,
                                             const std::vector<std::vector<std::string>>& columns);

enum class Surface {
  Linear,     // log odds linear in the covariates
  Quadratic,  // squares and products too
};

struct DoublyRobustOptions {
  std::size_t first = 0;  // the two lists, by index; people on neither are left out
  std::size_t second = 1;
  Surface surface = Surface::Linear;
  int folds = 5;           // chances of a fold's people come from a fit to the others; at least 2
  double ridge = 1;        // on coefficients of covariates scaled to variance 1
  double least = 0.01;     // smaller chances are raised to this, in (0, 0.5)
  std::uint64_t seed = 1;  // of the division into folds
  double level = 0.95;
};

// The sum above, for given chances (each in (0, 1], a person each), by person and in all.
struct DoublyRobustTotal {
  double total = 0;
  double standard_error = 0;  // as if the chances were known
  std::vector<double> parts;
};
DoublyRobustTotal doubly_robust_total(std::span<const char> on_first,
                                      std::span<const char> on_second,
                                      std::span<const double> chance_first,
                                      std::span<const double> chance_second);

// The root of sum of (part - mean)^2 over the people + N (N / n - 1), by the influence function and
// the binomial number of people seen (n). With what each person moves through the fits of the
// chances added to its part, the error counts that the chances are estimated, and holds when only
// one of the two is right (stacked estimating equations; Stefanski and Boos 2002, Am. Stat. 56:29).
double doubly_robust_error(double total, std::span<const double> parts);

// Chances by ridge logistic regression, cross-fitted. `figures` has the estimate without covariates
// and the plug-in one (sum of 1 / (p1 + p2 - p1 p2)). Refused when fewer than 5 people a fold are
// on both lists, or when the sum is not above the people seen. InvalidInput for options out of
// range.
Result<Estimate> estimate_doubly_robust(const PeopleWithCovariates& people,
                                        const DoublyRobustOptions& options, Progress& progress,
                                        const Cancellation& cancellation);

}  // namespace depone::estimate
