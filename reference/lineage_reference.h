// The literal twin of src/lineage's wording measures: every pair, every run, sets of strings, no
// index, no hashing. Slow on purpose; linked by tests only.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace depone::reference {

using Runs = std::set<std::vector<std::string>>;

// All runs of three words; the whole text when it has one or two, nothing when it has none.
inline Runs runs_of_three(const std::vector<std::string>& words) {
  Runs runs;
  if (words.empty()) return runs;
  if (words.size() < 3) {
    runs.insert(words);
    return runs;
  }
  for (std::size_t i = 0; i + 3 <= words.size(); ++i) {
    runs.insert({words[i], words[i + 1], words[i + 2]});
  }
  return runs;
}

inline std::size_t shared(const Runs& a, const Runs& b) {
  std::size_t count = 0;
  for (const auto& run : a) count += b.count(run);
  return count;
}

// Jaccard similarity: shared runs over all runs of both; 0 when both are empty.
inline double jaccard(const Runs& a, const Runs& b) {
  const std::size_t both = shared(a, b);
  const std::size_t all = a.size() + b.size() - both;
  return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

// The weightiest pair of places from which both texts go on alike, as the number of words.
inline std::size_t longest_common_run(const std::vector<std::string>& a,
                                      const std::vector<std::string>& b) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t length = 0;
      while (i + length < a.size() && j + length < b.size() && a[i + length] == b[j + length]) {
        ++length;
      }
      if (length > longest) longest = length;
    }
  }
  return longest;
}

// Pairs of texts whose Jaccard similarity is at least `least`.
inline std::set<std::pair<std::size_t, std::size_t>> similar_pairs(
    const std::vector<std::vector<std::string>>& texts, double least) {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t a = 0; a < texts.size(); ++a) {
    for (std::size_t b = a + 1; b < texts.size(); ++b) {
      if (jaccard(runs_of_three(texts[a]), runs_of_three(texts[b])) >= least) pairs.insert({a, b});
    }
  }
  return pairs;
}

}  // namespace depone::reference
