// Corroborate: from a case's claims and lineage to findings.
//
// Claims that speak of the same thing form a proposition; each origin speaks once, through its
// claim nearest to the first-hand account; origins agree when the intervals their words allow
// meet. Documents are never counted as witnesses. docs/methods-findings.md states every rule; the
// literal twin is reference/corroborate_reference.h.
#pragma once

#include <functional>
#include <vector>

#include "findings/settings.h"
#include "model/finding.h"

namespace depone::findings {

// Whether a claim's words may appear in an explanation; where not, its value is described instead.
// A dossier passes what consent and redaction allow.
using MayQuote = std::function<bool(ClaimRef)>;

// Needs `documents` with claims and sources, and `lineage` with one node a document; a document
// without a node counts as its own origin. The order of documents changes nothing but the indexes
// in ClaimRef. Findings are in a fixed order (kind, measure, place, time, value) and carry
// propositions "P01", "P02", ... Pure: no disk, no clock. An empty `may_quote` quotes everything.
std::vector<Finding> corroborate(const Case& the_case, const Settings& settings,
                                 const MayQuote& may_quote = {});

}  // namespace depone::findings
