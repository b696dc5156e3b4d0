// What of an estimate may leave: estimate::public_report() and, over it, the redaction of the
// dossier. Where the table hides nothing the estimate leaves as it is, with the table, and anyone
// can make it again. When even the number of people listed is hidden, no number leaves at all.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dossier/case_estimate.h"
#include "dossier/redactor.h"
#include "estimate/report_public.h"

namespace depone::dossier {

struct ShownEstimate {
  std::string id;  // "E1", ...
  const CaseEstimate* from = nullptr;
  estimate::SafeTable safe;  // of estimate::count_table()
  bool whole = false;        // no count is hidden
  bool rounded = false;      // counts are hidden, here or in further linkages
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

}  // namespace depone::dossier
