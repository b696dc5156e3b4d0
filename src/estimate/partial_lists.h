// Strata or years in which not all lists were kept.
//
// One log-linear model holds for all strata: log mean(stratum, s) = stratum + sum of the lists of s
// + interactions of lists, the same in every stratum; the first may vary by stratum for chosen
// lists. Where a list was not kept, the cells that differ in it alone are seen as one; the EM
// algorithm shares each such count out in proportion to the fitted means and fits the model to the
// shared-out table, again and again (Zwane, van der Pal-de Bruin and van der Heijden 2004, Stat.
// Med. 23:2267). Those missing are the cells without any list that was kept. Errors come from the
// information of the counts as seen (a composite link; Thompson and Baker 1981).
#pragma once

#include <span>

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

struct PartialStratum {
  std::string name;
  Lists kept = 0;      // lists that were kept in this stratum
  OverlapTable table;  // over all lists; counts with a list that was not kept must be 0
};

struct PartialModel {
  std::vector<Lists> interactions;  // each two lists or more; all their subsets are meant too
  Lists varying = 0;                // lists whose reach differs by stratum
};

struct PartialOptions {
  // Unset: interactions of two lists are added one by one while BIC falls, with the lists kept in
  // every stratum varying or not, whichever is better.
  std::optional<PartialModel> model;
  double level = 0.95;
};

struct PartialStratumEstimate {
  std::string name;
  std::int64_t observed = 0;
  double estimate = 0;
  double lower = 0;
  double upper = 0;
};

struct PartialEstimate {
  Estimate total;
  std::vector<PartialStratumEstimate> strata;  // empty when refused
};

// One fit, for those who compare models. Unset estimate: not identified; `why_none` says why.
struct PartialFit {
  std::vector<double> missing;     // a stratum each
  std::vector<double> covariance;  // of `missing`, row by row, Poisson variation included
  double log_likelihood = 0;       // of the counts as seen, factorials left out
  std::size_t parameters = 0;
  double bic = 0;  // with the logarithm of the number of people
  std::string why_none;
};
PartialFit fit_partial(std::span<const PartialStratum> strata, const PartialModel& model);

// InvalidInput for no strata, lists that differ, a stratum with fewer than two lists kept, counts
// on lists that were not kept, a list never kept, or an interaction of lists never kept together.
// Refused when the chosen model is not identified.
Result<PartialEstimate> estimate_partial(std::span<const PartialStratum> strata,
                                         const PartialOptions& options, Progress& progress,
                                         const Cancellation& cancellation);

OrderedJson to_json(const PartialEstimate& estimate);

}  // namespace depone::estimate
