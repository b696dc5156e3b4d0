// Literal twin of secondary suppression: what a reader of the published figures can work out, by
// trying every table of whole numbers. For a handful of cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace depone::reference {

struct Reach {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

struct Published {
  std::vector<std::optional<std::int64_t>> cells;
  std::vector<std::vector<std::size_t>> members;  // of each sum
  std::vector<std::optional<std::int64_t>> sums;
};

// The smallest and largest sum over `wanted` among all tables with cells of at most `limit` that
// have the published figures. The limit stands for "without end". Stops looking when 0 and `enough`
// are within reach.
inline Reach reach_of(const Published& published, const std::vector<std::size_t>& wanted,
                      std::int64_t limit, std::int64_t enough) {
  Reach reach{limit * 100, -1};
  std::vector<std::int64_t> cells(published.cells.size(), 0);
  const auto fits = [&](std::size_t filled) {
    for (std::size_t i = 0; i < published.sums.size(); ++i) {
      if (!published.sums[i]) continue;
      std::int64_t sum = 0;
      bool whole = true;
      for (const std::size_t cell : published.members[i]) {
        if (cell < filled) sum += cells[cell];
        whole = whole && cell < filled;
      }
      if (sum > *published.sums[i] || (whole && sum != *published.sums[i])) return false;
    }
    return true;
  };
  const auto try_from = [&](const auto& self, std::size_t at) -> void {
    if ((reach.least == 0 && reach.most >= enough) || !fits(at)) return;
    if (at == cells.size()) {
      std::int64_t sum = 0;
      for (const std::size_t cell : wanted) sum += cells[cell];
      if (sum < reach.least) reach.least = sum;
      if (sum > reach.most) reach.most = sum;
      return;
    }
    if (published.cells[at]) {
      cells[at] = *published.cells[at];
      self(self, at + 1);
      return;
    }
    for (cells[at] = 0; cells[at] <= limit; ++cells[at]) self(self, at + 1);
    cells[at] = 0;
  };
  try_from(try_from, 0);
  return reach;
}

}  // namespace depone::reference
