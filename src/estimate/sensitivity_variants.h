// The same method on the table with a list left out, or two lists taken as one.
//
// An estimate that one list carries alone, or that changes when two dependent lists become one
// source, is no finding about the population.
#pragma once

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

struct Variant {
  std::string change;  // "without A", "A+B as one"
  Lists lists = 0;     // left out, or taken as one; bits of the original table
  Estimate estimate;   // its `observed` is of the changed table; may be refused
};

// One variant a list; none when the table has two lists or fewer. What the method refuses, or takes
// for invalid or unsupported input, is a refusal; Cancelled and other faults are passed on.
Result<std::vector<Variant>> without_each_list(const OverlapTable& table, const Method& method,
                                               Progress& progress,
                                               const Cancellation& cancellation);

// One variant a pair of lists; otherwise as above.
Result<std::vector<Variant>> merging_each_pair(const OverlapTable& table, const Method& method,
                                               Progress& progress,
                                               const Cancellation& cancellation);

// Runs the method; InvalidInput and Unsupported become a refused Estimate, so that comparisons go
// on.
Result<Estimate> run_or_refuse(const OverlapTable& table, const Method& method);

OrderedJson to_json(const Variant& variant);

}  // namespace depone::estimate
