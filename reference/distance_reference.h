// The literal twins of src/linkage/distance: the textbook definitions, letter by letter. Tests and
// fuzz targets only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace depone::reference {

// Levenshtein 1966 by the full table.
inline int levenshtein(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
    }
  }
  return d[a.size()][b.size()];
}

// Whether one edit of `a` gives `b`: all of them are tried.
inline bool one_edit(std::string a, const std::string& b) {
  if (a == b) return true;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (int letter = 0; letter < 256; ++letter) {
      std::string inserted = a;
      inserted.insert(i, 1, static_cast<char>(letter));
      if (inserted == b) return true;
      if (i == a.size()) continue;
      std::string replaced = a;
      replaced[i] = static_cast<char>(letter);
      if (replaced == b) return true;
    }
    if (i < a.size()) {
      std::string removed = a;
      removed.erase(i, 1);
      if (removed == b) return true;
    }
    if (i + 1 < a.size()) {
      std::string exchanged = a;
      std::swap(exchanged[i], exchanged[i + 1]);
      if (exchanged == b) return true;
    }
  }
  return false;
}

struct Jaro {
  int common = 0;
  int exchanged = 0;
  int prefix = 0;
};

// Jaro 1989: each letter of `a` takes the first free equal letter of `b` within the window.
inline Jaro jaro(std::string_view a, std::string_view b) {
  const int longer = static_cast<int>(std::max(a.size(), b.size()));
  const int window = std::max(longer / 2 - 1, 0);
  std::vector<bool> taken(b.size(), false);
  std::string from_a;
  for (int i = 0; i < static_cast<int>(a.size()); ++i) {
    for (int j = 0; j < static_cast<int>(b.size()); ++j) {
      if (j < i - window || j > i + window || taken[static_cast<std::size_t>(j)]) continue;
      if (a[static_cast<std::size_t>(i)] != b[static_cast<std::size_t>(j)]) continue;
      taken[static_cast<std::size_t>(j)] = true;
      from_a += a[static_cast<std::size_t>(i)];
      break;
    }
  }
  std::string from_b;
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (taken[j]) from_b += b[j];
  }
  Jaro counts;
  counts.common = static_cast<int>(from_a.size());
  int wrong = 0;
  for (std::size_t k = 0; k < from_a.size(); ++k) wrong += from_a[k] != from_b[k] ? 1 : 0;
  counts.exchanged = wrong / 2;
  while (counts.prefix < 4 &&
         static_cast<std::size_t>(counts.prefix) < std::min(a.size(), b.size()) &&
         a[static_cast<std::size_t>(counts.prefix)] == b[static_cast<std::size_t>(counts.prefix)]) {
    ++counts.prefix;
  }
  return counts;
}

// Winkler 1990 in floating point.
inline double jaro_winkler(std::string_view a, std::string_view b) {
  if (a.empty() && b.empty()) return 1;
  const Jaro counts = jaro(a, b);
  if (counts.common == 0) return 0;
  const double m = counts.common;
  const double similarity = (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
                             (m - counts.exchanged) / m) /
                            3;
  return similarity > 0.7 ? similarity + 0.1 * counts.prefix * (1 - similarity) : similarity;
}

}  // namespace depone::reference
