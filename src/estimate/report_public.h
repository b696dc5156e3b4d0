// A report as it may leave the organisation.
//
// A report is for inside use. It holds counts that give small cells away: people seen without list
// A are everybody less those on A alone; of a list, those seen on another are the list less those
// on it alone; the numbers of a model, to fifteen digits, can be turned back into the counts. What
// is made here has
//   * the table with small counts suppressed (estimate/disclosure.h), and no count that is not in
//   it;
//   * estimates, interval ends and curves rounded to two digits and never finer than 10, interval
//     ends outwards, and of the curve every fifth point;
//   * instead of BIC or AIC the distance from the best model, rounded;
//   * of figures, warnings and refusals those that are known to tell nothing of small counts.
// Where nothing had to be hidden the report leaves as it is: anyone can make it again of the table.
// Rounding is a guard and no proof: whoever publishes many estimates of one small table publishes
// much of the table. Suppression is exact for the table alone.
#pragma once

#include "estimate/disclosure.h"
#include "estimate/report.h"

namespace depone::estimate {

struct PublicReport {
  // Shaped as it was, for those who draw and print reports. `observed` is kHiddenCount where the
  // table hides it, here and in `estimates`. Always kHiddenCount: `observed` of the variants and of
  // the back-test's estimates, `seen`; `size` where the table hides the list's total, and nothing
  // else of that case is told then. The reading is made anew from the rounded numbers.
  Report report;
  OverlapTable lists;  // their names; the counts are all 0
  SafeTable table;
  std::int64_t threshold = kSmallestPublished;
};

// `table` is what the report was made of. Errors are those of suppress().
Result<PublicReport> public_report(const Report& report, const OverlapTable& table,
                                   std::int64_t threshold = kSmallestPublished);

// One estimate, likewise. `observed` is what is published of its count, unset: hidden.
Estimate public_estimate(const Estimate& estimate, std::optional<std::int64_t> observed);

// Whether no count had to be hidden.
bool is_whole(const SafeTable& table);

// A number of people to two digits and never finer than 10; infinite stays so.
double public_number(double people);

// That of the report without hidden counts, and "table" (estimate/disclosure.h) and "threshold".
OrderedJson to_json(const PublicReport& report);
// An estimate from public_estimate(): without "observed" where that is hidden.
OrderedJson public_json(const Estimate& estimate);

}  // namespace depone::estimate
