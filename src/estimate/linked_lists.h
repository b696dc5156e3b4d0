// One interval out of several plausible linkages.
//
// Which records are one person is itself uncertain, and that changes the overlaps an estimate is
// made of. Given several linkages drawn from what is plausible, the answer is the mixture of the
// answers under each: by the law of total probability if the linkages are draws from a posterior
// (Sadinle 2018, Ann. Appl. Stat. 12:1013), and the right shape in any case, because the linkages
// differ in the people seen as well as in those missing, so that no single normal curve fits.
// Under one linkage, those on no list have a logarithmic scale on which the interval's ends lie z
// standard deviations below and above (a split normal). As few linkages show too little of their
// own spread, their centres are moved apart by sqrt(1 + 1/m), as in Rubin 1987.
#pragma once

#include <span>

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

struct LinkageOptions {
  double level = 0.95;
};

// Every linkage counts alike; give one that is twice as plausible twice. All must have the same
// lists, two linkages or more: InvalidInput otherwise. `observed` is the smallest; the estimate is
// the mixture's median; `figures` say how many linkages were refused, the smallest and largest
// estimate, and which share of the variance (of the logarithm of those missing) is the linkage's.
// A refused linkage is taken to set no upper limit: its part of the mixture lies at infinity, and
// when that is half or more the whole is refused; so are chains that do not agree under half of the
// linkages. `method` is asked once for each table. Other faults of the method are passed on.
Result<Estimate> estimate_over_linkages(std::span<const OverlapTable> linkages,
                                        const Method& method, const LinkageOptions& options,
                                        Progress& progress, const Cancellation& cancellation);

// The table of one linkage: record r stands on list list_of[r] (an index into `lists`) and is
// person person_of[r]; persons may be numbered in any way. InvalidInput when the spans differ in
// length or a list's number is out of range.
Result<OverlapTable> table_of_linkage(std::vector<std::string> lists,
                                      std::span<const std::size_t> list_of,
                                      std::span<const std::int64_t> person_of);

}  // namespace depone::estimate
