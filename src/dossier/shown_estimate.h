// What of an estimate may leave.
//
// Every table goes through estimate::suppress() (threshold 10, secondary suppression). When nothing
// had to be hidden, the estimate leaves as it is, with the table, and anyone can make it again.
// Otherwise exact results would undo the suppression: whoever tries all small counts finds those
// that give the very same likelihood. So then
//   * numbers of people are rounded (rounded_people), criteria are told as whole distances from the
//     best, weights in twentieths, and the sensitivity curve keeps every fifth point,
//   * technical figures of the runs and the cases of the back-test are left out,
//   * in texts, nobody and counts of people under 10 become "fewer than 10".
// When even the number of people listed is hidden, no number leaves at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dossier/case_estimate.h"
#include "dossier/redactor.h"
#include "estimate/disclosure.h"

namespace depone::dossier {

struct ShownEstimate {
  std::string id;  // "E1", ...
  const CaseEstimate* from = nullptr;
  estimate::SafeTable safe;  // of estimate::count_table()
  bool whole = false;        // nothing is hidden
  bool observed_hidden = false;
  estimate::Report report;  // as it may leave, redacted; empty when observed_hidden
};

// `number` counts from 1. Errors: those of estimate::suppress().
Result<ShownEstimate> show_estimate(const CaseEstimate& from, std::size_t number,
                                    const Redactor& redactor);

// The table as `depone estimate` reads it; empty unless it is whole and the estimate can be made
// again from it, that is, without several linkages.
std::string overlap_csv(const ShownEstimate& shown);
// "estimate-1.csv"
std::string overlap_file_name(std::size_t number);

// Two significant digits and no finer than tens: 1,234 -> 1,200, 47 -> 50. Infinity stays.
double rounded_people(double people);
// A sentence for an edition with hidden counts (see above).
std::string coarse_words(std::string_view sentence);

}  // namespace depone::dossier
