// Retelling: which claim of an earlier document a later one repeats, and how it changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "findings/origins.h"
#include "findings/settings.h"
#include "model/finding.h"

namespace depone::findings {

struct Retelling {
  ClaimRef from;  // in the nearest ancestor that states it
  ClaimRef to;
  std::string what;  // how it changed; empty when it did not
};

// Whether a claim takes part in findings: numeric kinds with a rule and a value, and indicators;
// what the law says or what might happen takes no part.
bool takes_part(const Claim& claim, const Settings& settings);

// Each claim of a document is matched with the claim it repeats: the same figure first, in the
// nearest ancestor; then the same figure in a farther one; then a changed one. Changes are told
// apart: bound ("over" lost or turned round), measure (a plan told as a stock), unit or currency,
// value. A claim an ancestor makes and the retelling leaves out is no drift; a figure the ancestors
// do not have is new, not drifted. Keyed by Retelling::to.
std::map<ClaimRef, Retelling> retellings(const Case& the_case, const Origins& origins,
                                         const Settings& settings);

// The first claim of the chain that ends in `claim`.
ClaimRef first_told(const std::map<ClaimRef, Retelling>& retold, ClaimRef claim);

}  // namespace depone::findings
