// Literal twin of agreement: the largest set of figures that can be true together, found by trying
// every subset. For a handful of figures; linked by tests only.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace depone::reference {

// A figure as its widened interval in whole numbers; an unset end is open.
struct Figure {
  std::string origin;
  std::optional<long> low;
  std::optional<long> high;
};

// Whether one number lies in every interval chosen.
inline bool together(const std::vector<Figure>& figures, unsigned chosen) {
  std::optional<long> low;
  std::optional<long> high;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if ((chosen >> i & 1U) == 0) continue;
    if (figures[i].low && (!low || *figures[i].low > *low)) low = figures[i].low;
    if (figures[i].high && (!high || *figures[i].high < *high)) high = figures[i].high;
  }
  return !low || !high || *low <= *high;
}

// How many origins agree at most.
inline std::size_t most_agreeing(const std::vector<Figure>& figures) {
  std::size_t most = 0;
  for (unsigned chosen = 0; chosen < (1U << figures.size()); ++chosen) {
    if (!together(figures, chosen)) continue;
    std::set<std::string> origins;
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if ((chosen >> i & 1U) != 0) origins.insert(figures[i].origin);
    }
    if (origins.size() > most) most = origins.size();
  }
  return most;
}

}  // namespace depone::reference
