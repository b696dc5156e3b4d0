// What of a table may leave: small counts hidden so that nobody computes them back.
//
// A count below the threshold, 0 included, may point at a person or say that none was found
// somewhere, and is hidden. As totals leave too, further counts are hidden until what is published
// tells no more of any small count than that it is small: the whole numbers from 0 to threshold - 1
// all remain within reach of the published figures (secondary suppression; Cox 1980, J. Am. Stat.
// Assoc. 75:377; Hundepool et al. 2012, Statistical Disclosure Control, ch. 4). Reach is decided in
// whole numbers, by linear programs with branching; where that takes too long, a count is taken to
// be exposed. The choice of what else to hide is greedy, then thinned: safe, not the fewest.
#pragma once

#include <optional>

#include "estimate/overlap_table.h"
#include "model/estimate.h"

namespace depone::estimate {

// Counts, and the sums over them that would be published too.
struct CountTable {
  std::vector<std::int64_t> cells;             // >= 0
  std::vector<std::vector<std::size_t>> sums;  // each a set of indexes of cells, ascending
};

// Hidden is unset; one mark for both reasons, so that the mark says nothing.
struct SafeTable {
  std::vector<std::optional<std::int64_t>> cells;
  std::vector<std::optional<std::int64_t>> sums;
};

inline constexpr std::int64_t kSmallestPublished = 10;

// InvalidInput for a negative count, a sum with an index out of range, or a threshold below 2.
// Unsupported when the table has over 1024 counts. Nothing is published that could be a sum's
// undoing: a table whose every figure is hidden is a possible answer.
Result<SafeTable> suppress(const CountTable& table, std::int64_t threshold = kSmallestPublished);

// The other way: every cell rounded to the nearest multiple of `base`, halves up, and the sums
// added up from the rounded cells, so that a sum tells nothing that the cells do not. base >= 2.
Result<SafeTable> round_to(const CountTable& table, std::int64_t base = kSmallestPublished);

// The cells 1 to 2^k - 1 in order, as cells[s - 1]; the sums are the lists' totals in order, then
// everybody.
CountTable count_table(const OverlapTable& table);

// Rows of list names and count, hidden ones as null, then "totals" and "observed". `safe` is of
// count_table(table).
OrderedJson to_json(const OverlapTable& table, const SafeTable& safe);

}  // namespace depone::estimate
