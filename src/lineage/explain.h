// Why two documents are held to share an origin, in words a reader can check against both.
#pragma once

#include <cstddef>
#include <vector>

#include "lineage/evidence.h"
#include "model/lineage.h"

namespace depone::lineage {

// Reasons for the edge from `child` to `parent`, the weightiest first; quotes come from the child.
std::vector<LineageReason> explain(const Corpus& corpus, const Evidence& evidence,
                                   std::size_t child, std::size_t parent);

}  // namespace depone::lineage
