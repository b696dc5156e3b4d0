// The counts of an overlap as CSV: whole for those who may see them, safe for everybody.
#pragma once

#include "overlap/ring.h"

namespace depone::casework {

// Small cells hidden, with as many others as it takes that they cannot be computed back by anyone
// who knows how long each list is, as all parties do (estimate/disclosure.h). When no choice is
// safe, or the table is too large to be sure, every cell is hidden. `counts` is whole.
Result<std::vector<std::optional<std::int64_t>>> safe_counts(
    const overlap::Protocol& protocol, const std::vector<std::optional<std::int64_t>>& counts);

// One 0/1 column a party and `count`, as `depone estimate` reads it; a hidden count is "hidden".
std::string counts_csv(const overlap::Protocol& protocol,
                       const std::vector<std::optional<std::int64_t>>& counts);

}  // namespace depone::casework
