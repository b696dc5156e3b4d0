// Literal twin of secondary suppression: what a reader of the published figures cannot rule out, by
// trying every table of whole numbers. For a handful of cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace depone::reference {

struct Published {
  std::vector<std::optional<std::int64_t>> cells;
  std::vector<std::vector<std::size_t>> members;  // of each sum
  std::vector<std::optional<std::int64_t>> sums;
};

// Whether the first `filled` cells leave every published sum in reach of cells of at most `limit`.
inline bool in_reach(const Published& published, const std::vector<std::int64_t>& cells,
                     std::size_t filled, std::int64_t limit) {
  for (std::size_t i = 0; i < published.sums.size(); ++i) {
    if (!published.sums[i]) continue;
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (const std::size_t cell : published.members[i]) {
      least += cell < filled ? cells[cell] : 0;
      most += cell < filled ? cells[cell] : limit;
    }
    if (least > *published.sums[i] || most < *published.sums[i]) return false;
  }
  return true;
}

inline bool some_table(const Published& published, std::vector<std::int64_t>& cells, std::size_t at,
                       std::int64_t limit) {
  if (!in_reach(published, cells, at, limit)) return false;
  if (at == cells.size()) return true;
  const std::int64_t from = published.cells[at].value_or(0);
  const std::int64_t to = published.cells[at].value_or(limit);
  for (cells[at] = from; cells[at] <= to; ++cells[at]) {
    if (some_table(published, cells, at + 1, limit)) return true;
  }
  return false;
}

// Whether some table with the published figures, and cells of at most `limit` where they are not
// published, has `value` as the sum of the cells of `wanted`.
inline bool possible(Published published, const std::vector<std::size_t>& wanted,
                     std::int64_t value, std::int64_t limit) {
  published.members.push_back(wanted);
  published.sums.emplace_back(value);
  std::vector<std::int64_t> cells(published.cells.size(), 0);
  return some_table(published, cells, 0, limit);
}

}  // namespace depone::reference
