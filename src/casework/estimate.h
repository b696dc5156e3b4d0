// The use case of `depone estimate`: a table of lists in, one answer a method out.
//
// Beside it: casework/estimate_report.h puts all methods on one page, casework/estimate_files.h
// writes figures and the table that may leave.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/progress.h"
#include "base/result.h"
#include "estimate/loglinear.h"
#include "estimate/method.h"
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
  // The two lists of doubly-robust; empty: the two that share the most people.
  std::vector<std::string> pair;
  bool pool = false;  // groups lean on one another (estimate/strata.h)
};

// One way to an estimate.
struct EstimateMethod {
  const char* word;  // on the command line
  const char* what;  // in a line
  // Answers for one table of two lists or more that check_table() accepts. Empty for methods that
  // need more than a table: doubly-robust (covariates) and partial-lists (groups).
  std::function<Result<Estimate>(const estimate::OverlapTable&, const EstimateOptions&, Progress&,
                                 const Cancellation&)>
      estimate;
};

// All of them, in the order in which "all" goes through them.
std::span<const EstimateMethod> estimate_methods();
// NotFound, naming those there are.
Result<const EstimateMethod*> estimate_method(std::string_view word);
// Those meant by the words of a person, without repeats. "all": every method of a table, and
// doubly-robust where the people have covariates. No words: `all` when wanted, else partial-lists
// when a list was not kept in some group, doubly-robust with covariates, or loglinear.
Result<std::vector<const EstimateMethod*>> methods_meant(const std::vector<std::string>& words,
                                                         const estimate::ReadTable& read,
                                                         bool all_by_default);

// Reads a CSV file of lists (estimate/read_table.h) of at most 256 MB.
Result<estimate::ReadTable> read_lists(Disk& disk, const std::string& path,
                                       const estimate::ReadTableOptions& options);

// What one method says of the table. A table or a method that does not go together (Unsupported)
// becomes a refusal, so that the other methods can still speak; other errors are passed on.
Result<Estimate> estimate_by(const EstimateMethod& method, const estimate::OverlapTable& table,
                             const EstimateOptions& options, Progress& progress,
                             const Cancellation& cancellation);

// The method with its options bound, for those who run it on several tables. What it refers to must
// live as long; its progress is shown within the item that is being worked on.
estimate::Method bound(const EstimateMethod& method, const EstimateOptions& options,
                       Progress& progress, const Cancellation& cancellation);

// The people by doubly-robust; InvalidInput and NotFound for options, Unsupported for a table
// without covariates.
Result<Estimate> estimate_people(const estimate::ReadTable& read, const EstimateOptions& options,
                                 Progress& progress, const Cancellation& cancellation);

// A group within an answer about everybody.
struct GroupFigures {
  std::string name;
  std::int64_t observed = 0;
  double estimate = 0;
  double lower = 0;
  double upper = 0;
  std::optional<double> own_weight;  // of pooled groups: how far its own data speak
  std::optional<Estimate> own;       // and what they alone say
  std::string not_kept;              // lists that were not kept here: "B,C"
};

// What is printed as one object.
struct Answer {
  Estimate estimate;
  std::optional<std::string> group;  // the answer is about this group alone
  std::vector<GroupFigures> groups;  // of partial-lists and of pooled groups
};

// The answers of one method, each handed to `each` as soon as it is there: one for everybody, and
// one for each group unless they are pooled. Several linkages give one answer over all of them.
// InvalidInput for wishes that do not go together, such as pooling groups with different lists.
Result<> answer_by(const EstimateMethod& method, const estimate::ReadTable& read,
                   const EstimateOptions& options, const std::function<void(const Answer&)>& each,
                   Progress& progress, const Cancellation& cancellation);

// Groups whose names are all years or other whole numbers, in their order; else empty.
std::vector<double> years_of(const std::vector<GroupFigures>& groups);

// to_json(Estimate), and "stratum" or "strata" where there are any.
OrderedJson to_json(const Answer& answer);

// In words for people: the assumption first, then the number with its interval, then what it may
// and may not be used for. Ends with a line end.
std::string describe(const Estimate& estimate);
std::string describe(const Answer& answer);

}  // namespace depone::casework
