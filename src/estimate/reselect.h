// The selection of a model repeated on many tables: bootstrap replicates, jackknife, simulations.
#pragma once

#include <vector>

#include "base/progress.h"
#include "estimate/model_search.h"

namespace depone::estimate {

using Counts = std::vector<std::int64_t>;  // 2^lists; [0] means nothing

// What was chosen on each table.
struct Reselected {
  std::vector<double> totals;         // people, listed or not; NaN where no model has an estimate
  std::vector<std::uint32_t> chosen;  // index of the candidate; UINT32_MAX where there is none
  std::uint64_t fits = 0;             // models fitted in all, table by table
};

// The best of `candidates` on each of `tables` by the criterion. Equally good ones (to 1e-8) go to
// the first. A candidate is passed over where no fit could make it win. Lists up to
// kMaxListsExhaustive. The same for any number of threads. Cancelled.
Result<Reselected> reselect(std::size_t lists, std::span<const Counts> tables,
                            std::span<const TermBits> candidates, Criterion criterion,
                            std::size_t threads, Progress& progress,
                            const Cancellation& cancellation);

}  // namespace depone::estimate
