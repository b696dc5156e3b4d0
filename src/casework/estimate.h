// The use case of `depone estimate`: a table of lists in, one estimate a method out.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/progress.h"
#include "base/result.h"
#include "estimate/loglinear.h"
#include "estimate/read_table.h"
#include "model/estimate.h"

namespace depone::casework {

// What a person asks for; each method takes what concerns it.
struct EstimateOptions {
  estimate::LoglinearOptions loglinear;
  // Of every method; they override those in `loglinear`.
  double level = 0.95;
  std::uint64_t seed = 1;
  std::size_t threads = 0;  // 0: all cores
};

// One way to an estimate. `estimate` answers for one table of two lists or more that check_table()
// accepts.
struct EstimateMethod {
  const char* word;  // on the command line
  const char* what;  // in a line
  std::function<Result<Estimate>(const estimate::OverlapTable&, const EstimateOptions&, Progress&,
                                 const Cancellation&)>
      estimate;
};

// All of them, in the order in which "all" goes through them.
std::span<const EstimateMethod> estimate_methods();
// NotFound, naming those there are.
Result<const EstimateMethod*> estimate_method(std::string_view word);

// Reads a CSV file of lists (estimate/read_table.h) of at most 256 MB.
Result<estimate::ReadTable> read_lists(Disk& disk, const std::string& path,
                                       const estimate::ReadTableOptions& options);

// What one method says of the table. A table or a method that does not go together (Unsupported)
// becomes a refusal, so that the other methods can still speak; other errors are passed on.
Result<Estimate> estimate_by(const EstimateMethod& method, const estimate::OverlapTable& table,
                             const EstimateOptions& options, Progress& progress,
                             const Cancellation& cancellation);

// In words for people: the assumption first, then the number with its interval, then what it may
// and may not be used for. Ends with a line end.
std::string describe(const Estimate& estimate);

}  // namespace depone::casework
