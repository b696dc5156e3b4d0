// Many groups, each with its own overlap, sparse ones leaning on the rest.
//
// What is pooled is the log odds of being missed, t = log(missing / seen): each stratum's own
// estimate of it is taken as normal about the truth with the error its interval shows, and the
// truths as normal about a common mean with deviation tau. tau is not chosen but integrated over
// (prior: half normal with deviation 1, that is, strata of odds three times the middle are common
// and thirty times are not; the mean has a flat prior), so a stratum leans on the rest by as much
// as the strata are alike, and the doubt about that is in the intervals. A stratum without an
// estimate of its own takes the common mean and its spread. (Rubin 1981; Gelman 2006, Bayesian
// Anal. 1:515, on tau.)
#pragma once

#include <span>

#include "base/progress.h"
#include "estimate/method.h"
#include "estimate/read_table.h"

namespace depone::estimate {

// The two-level normal model by itself. errors[i] > 0 is the standard error of values[i]; infinite:
// no value of its own (values[i] is not looked at then).
struct Pooled {
  std::vector<double> means;       // of the truths
  std::vector<double> covariance;  // row by row, values x values
  double common = 0;               // posterior mean of the common mean
  double tau = 0;                  // posterior mean
};
Pooled pool(std::span<const double> values, std::span<const double> errors);

struct StratumEstimate {
  std::string name;
  std::int64_t observed = 0;
  Estimate own;         // the method on the stratum alone; may be refused
  double estimate = 0;  // pooled
  double lower = 0;
  double upper = 0;
  double own_weight =
      0;  // in [0, 1]: how far the pooled value goes from the common mean to its own
};

struct StrataEstimate {
  Estimate total;
  std::vector<StratumEstimate> strata;  // in the order given; empty when total is refused
};

struct StrataOptions {
  double level = 0.95;
};

// The strata must have the same lists; every person is in one stratum. `total.figures` has the
// common odds, tau, the sum of the strata's own estimates where all have one, and the estimate that
// ignores strata. A stratum nobody was seen in counts as 0, with a warning. Refused when no stratum
// has an estimate with an interval of its own. InvalidInput for no strata or lists that differ.
Result<StrataEstimate> estimate_strata(std::span<const Stratum> strata, const Method& method,
                                       const StrataOptions& options, Progress& progress,
                                       const Cancellation& cancellation);

OrderedJson to_json(const StrataEstimate& estimate);

}  // namespace depone::estimate
