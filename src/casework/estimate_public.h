// Answers as they may leave: `depone estimate --safe`, with groups or without.
#pragma once

#include "casework/estimate.h"
#include "estimate/report_public.h"
#include "estimate/strata_public.h"

namespace depone::casework {

// What is published of the counts.
struct PublicCounts {
  estimate::SafeTable all;
  std::vector<estimate::SafeTable> groups;  // one each of the table's groups
  bool rounded = false;                     // something had to be hidden, here or in other linkages
};

// Groups and everybody are suppressed together. Errors of estimate::suppress().
Result<PublicCounts> public_counts(const estimate::ReadTable& read, std::int64_t threshold);

// The answer rounded as estimate::public_estimate() does, or as it is where nothing had to be
// hidden. Of a group whose number of people is hidden nothing is told. Counts of other tables than
// the published one stay inside.
Answer public_answer(const Answer& answer, const estimate::ReadTable& read,
                     const PublicCounts& counts);

// to_json() without what is hidden.
OrderedJson public_json(const Answer& answer);

}  // namespace depone::casework
