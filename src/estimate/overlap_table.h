// The overlap table: how many people are on exactly which lists. What every method starts from.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depone::estimate {

// A set of lists as bits: bit i is list i.
using Lists = std::uint32_t;

// More lists than this make tables that no data fill.
inline constexpr std::size_t kMaxLists = 16;

struct OverlapTable {
  std::vector<std::string> lists;  // k names, in the order of the input
  // 2^k counts; counts[s] people are on exactly the lists of s. counts[0] is 0 and means nothing:
  // those on no list are what is looked for. Combinations that the input omits are 0.
  std::vector<std::int64_t> counts;

  std::size_t list_count() const { return lists.size(); }
  Lists all_lists() const { return static_cast<Lists>(counts.size() - 1); }
  // People on at least one list.
  std::int64_t observed() const;
  // People on list i.
  std::int64_t on_list(std::size_t i) const;
};

// A table of zeros for these lists (1 <= lists.size() <= kMaxLists).
OverlapTable empty_table(std::vector<std::string> lists);

// The table with only the lists of `kept`, which keep their order; people on none of them drop out.
OverlapTable keep_lists(const OverlapTable& table, Lists kept);

// The table in which the lists of `merged` (two or more) are one, called by their names joined with
// "+", in the place of the first of them.
OverlapTable merge_lists(const OverlapTable& table, Lists merged);

// "A,B" for the set {0, 1} of lists named A, B, ...
std::string names_of(const OverlapTable& table, Lists lists);

}  // namespace depone::estimate
