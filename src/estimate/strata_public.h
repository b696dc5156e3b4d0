// What of a table split into groups may leave: the counts of all groups and of everybody,
// suppressed together (estimate/disclosure.h).
//
// Each table by itself being safe is not enough: everybody less the other groups is the group that
// was hidden. So the groups' counts are the cells of one system whose sums are the totals of each
// group, the same combination over all groups, the totals of everybody. A combination with a list
// that was not kept in a group has no cell there: that nobody is on it is known and hides nothing.
#pragma once

#include <span>

#include "estimate/disclosure.h"
#include "estimate/read_table.h"

namespace depone::estimate {

struct SafeStrata {
  // As of count_table() of each group's table; combinations and lists that were not kept are unset.
  std::vector<SafeTable> groups;
  SafeTable all;       // of everybody
  bool whole = false;  // nothing had to be hidden
};

// `strata` are all the groups of everybody; groups called alike and an empty span are the caller's
// bugs. Errors are those of suppress(): Unsupported when there are too many counts in all.
Result<SafeStrata> suppress_strata(std::span<const Stratum> strata,
                                   std::int64_t threshold = kSmallestPublished);

// {"stratum","rows","totals","observed"} a group, hidden counts as null, lists that were not kept
// left out.
OrderedJson to_json(std::span<const Stratum> strata, const SafeStrata& safe);

}  // namespace depone::estimate
