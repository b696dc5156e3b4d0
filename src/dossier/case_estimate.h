// An estimate of those on no list, as a part of an edition: exact, so for this side of the wall
// only. What of it leaves is decided in shown_estimate.h.
//
// It holds counts and labels. No record of a list, and so no name, ever comes this far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "estimate/report.h"
#include "model/document.h"

namespace depone::dossier {

// A list, or a table of lists, and who keeps it.
struct EstimateList {
  std::string label;  // what everyone may call it; the case's words, redacted when shown
  // Whose consent covers its use: the label, kind and consent of the source named in the case file.
  Source source;
};

struct CaseEstimate {
  std::string of;                   // whom it counts: "workers at the sites in 2025"
  std::vector<EstimateList> lists;  // lists[i] is list i of the table, called by its letter there
  // Lists are called "A", "B", ...: nothing in the report's texts needs redaction.
  estimate::OverlapTable table;  // of the most plausible linkage where records were linked
  estimate::Report report;
  std::size_t linkages = 0;  // plausible linkages carried into the intervals; 0: none were needed
  std::size_t records = 0;   // linked; 0 when a table was given
  std::uint64_t seed = 1;
  double level = 0.95;
};

// "A" for 0; lists.size() <= estimate::kMaxLists, so one letter does.
std::string letter_of(std::size_t list);

// Whether an estimate may rest on the list of `source` when it is published to `audience` on
// `date`. Stricter than consent_covers(): nobody has published a list of people, so whoever keeps
// it, without a consent it is for Audience::Internal only.
bool list_consent_covers(const Source& source, Audience audience, const PartialDate& date);

}  // namespace depone::dossier
