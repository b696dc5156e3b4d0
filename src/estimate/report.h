// All methods on the same data, side by side, with what the numbers may and may not be used for.
//
// No method is called the right one and nothing is averaged into a score: where methods disagree,
// how far they do is a finding itself. One method, the first that has an estimate, is put through
// the trials: lists left out and taken together, and the back-test.
#pragma once

#include <span>

#include "estimate/backtest.h"
#include "estimate/method.h"
#include "estimate/sensitivity.h"
#include "estimate/sensitivity_variants.h"

namespace depone::estimate {

// How far the estimates lie from one another; lower bounds ("chao") are left out of the extremes.
struct Disagreement {
  std::string lowest;   // method's word
  std::string highest;  // the same when there is one estimate only
  double from = 0;
  double to = 0;
  // Those on no list, highest over lowest; infinite when one says none, NaN when it may not be
  // told.
  double factor_missing = 1;
  // Pairs of methods whose intervals have no number in common: at least one of the two is wrong.
  std::vector<std::pair<std::string, std::string>> apart;
  // Methods whose interval ends below the estimated lower bound.
  std::vector<std::string> below_bound;
};

// Stands for a count in a report that was made public without it (estimate/report_public.h).
inline constexpr std::int64_t kHiddenCount = -1;

struct Report {
  std::int64_t observed = 0;                 // or kHiddenCount
  std::vector<Estimate> estimates;           // one a method, in the order given; may be refused
  std::optional<Disagreement> disagreement;  // unset: no method has an estimate
  SensitivityCurve sensitivity;              // may be refused
  std::string tried;                         // the method put through the trials; may be empty
  std::vector<Variant> without;              // a list each
  std::vector<Variant> merged;               // a pair of lists each
  BackTest back_test;                        // may be refused
  std::vector<std::string> reading;          // full sentences, in the order to be read
};

struct ReportOptions {
  SensitivityOptions sensitivity;
  // The index of the method to be put through the trials; unset: the first that has an estimate and
  // is no lower bound.
  std::optional<std::size_t> tried;
};

// Cancelled and faults other than InvalidInput of a method are passed on; InvalidInput is a
// refusal. InvalidInput when no method is given or the index is out of range.
Result<Report> make_report(const OverlapTable& table, std::span<const NamedMethod> methods,
                           const ReportOptions& options, Progress& progress,
                           const Cancellation& cancellation);

// Whether the method says of itself that it bounds from below.
bool is_lower_bound(const Estimate& estimate);

Disagreement disagreement_of(std::span<const Estimate> estimates);

// The sentences for a report whose other members are filled in.
std::vector<std::string> reading_of(const Report& report);

OrderedJson to_json(const Report& report);

}  // namespace depone::estimate
