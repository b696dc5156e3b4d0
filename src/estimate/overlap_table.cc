#include "estimate/overlap_table.h"

#include <cassert>
#include <numeric>

namespace depone::estimate {

std::int64_t OverlapTable::observed() const {
  return std::accumulate(counts.begin() + 1, counts.end(), std::int64_t{0});
}

std::int64_t OverlapTable::on_list(std::size_t i) const {
  std::int64_t sum = 0;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    if (s >> i & 1) sum += counts[s];
  }
  return sum;
}

OverlapTable empty_table(std::vector<std::string> lists) {
  assert(!lists.empty() && lists.size() <= kMaxLists);
  OverlapTable table;
  table.counts.assign(std::size_t{1} << lists.size(), 0);
  table.lists = std::move(lists);
  return table;
}

OverlapTable keep_lists(const OverlapTable& table, Lists kept) {
  std::vector<std::string> names;
  std::vector<std::size_t> old_bits;
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if ((kept >> i & 1) == 0) continue;
    names.push_back(table.lists[i]);
    old_bits.push_back(i);
  }
  OverlapTable result = empty_table(std::move(names));
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    std::size_t to = 0;
    for (std::size_t bit = 0; bit < old_bits.size(); ++bit) to |= (s >> old_bits[bit] & 1) << bit;
    if (to != 0) result.counts[to] += table.counts[s];
  }
  return result;
}

OverlapTable merge_lists(const OverlapTable& table, Lists merged) {
  assert(std::popcount(merged) >= 2);
  const auto first = static_cast<std::size_t>(std::countr_zero(merged));
  std::vector<std::string> names;
  std::vector<std::size_t> new_bit(table.list_count());
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if (i != first && (merged >> i & 1) != 0) {
      names[new_bit[first]] += "+" + table.lists[i];
      new_bit[i] = new_bit[first];
    } else {
      new_bit[i] = names.size();
      names.push_back(table.lists[i]);
    }
  }
  OverlapTable result = empty_table(std::move(names));
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      if (s >> i & 1) to |= std::size_t{1} << new_bit[i];
    }
    result.counts[to] += table.counts[s];
  }
  return result;
}

std::string names_of(const OverlapTable& table, Lists lists) {
  std::string names;
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if ((lists >> i & 1) == 0) continue;
    if (!names.empty()) names += ",";
    names += table.lists[i];
  }
  return names;
}

}  // namespace depone::estimate
