// A report as it may leave the organisation: what `depone estimate --safe` prints and what a
// dossier holds.
//
// A report is for inside use. It holds counts that give small cells away: people seen without list
// A are everybody less those on A alone; of a list, those seen on another are the list less those
// on it alone. And a number to fifteen digits is a fingerprint of the table: whoever tries all
// small counts finds those that give the very same one. What is made here has
//   * the table with small counts suppressed (estimate/disclosure.h), and no count that is not in
//     it;
//   * estimates, interval ends and curves rounded to two digits and never finer than 10, interval
//     ends outwards, and of the curve every fifth point;
//   * instead of BIC or AIC the whole distance from the best model, weights in twentieths;
//   * of the back-test how often the interval held and the middle error in tenths, no cases;
//   * of figures only the settings of a run; no trace of a chain;
//   * warnings and refusals that are known to tell nothing of small counts, numbers of 100 and more
//     in them rounded.
// Where nothing had to be hidden the report leaves as it is: anyone can make it again of the table.
// Rounding is a guard and no proof: whoever publishes many estimates of one small table publishes
// much of the table. Suppression is exact for the table alone.
#pragma once

#include "estimate/disclosure.h"
#include "estimate/report.h"

namespace depone::estimate {

struct PublicReport {
  // Shaped as it was, for those who draw and print reports. `observed` is kHiddenCount where the
  // table hides it, here and in `estimates`; always in the variants. The reading is made anew from
  // the rounded numbers, and so is how far methods disagree.
  Report report;
  OverlapTable lists;  // their names; the counts are all 0
  SafeTable table;
  std::int64_t threshold = kSmallestPublished;
  bool rounded = false;  // something had to be hidden, here or in other tables
};

struct PublicOptions {
  std::int64_t threshold = kSmallestPublished;
  // The report was made of other tables, too, such as further linkages, which stay inside: then it
  // is rounded even where this table hides nothing.
  bool of_other_tables = false;
};

// `table` is what the report was made of. Errors are those of suppress().
Result<PublicReport> public_report(const Report& report, const OverlapTable& table,
                                   const PublicOptions& options = {});

// One estimate, likewise. `observed` is what is published of its count, unset: hidden.
Estimate public_estimate(const Estimate& estimate, std::optional<std::int64_t> observed);

// Whether no count had to be hidden.
bool is_whole(const SafeTable& table);

// A number of people to two digits and never finer than 10; infinite stays so.
double public_number(double people);

// That of the report without hidden counts, and "table" (estimate/disclosure.h) and "threshold".
OrderedJson to_json(const PublicReport& report);
// Parts of it, without the counts that are hidden.
OrderedJson public_json(const Report& report);
OrderedJson public_json(const Estimate& estimate);

}  // namespace depone::estimate
