// The literal twins of src/linkage: blocking by comparing every pair of records, average linkage by
// trying every pair of clusters, pairwise quality by counting pairs. Tests only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace depone::reference {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

// All pairs that share a key of some rule; keys[r][i] are record i's keys under rule r.
inline Pairs block(const std::vector<std::vector<std::vector<std::uint64_t>>>& keys) {
  Pairs pairs;
  for (const auto& rule : keys) {
    for (std::uint32_t a = 0; a < rule.size(); ++a) {
      for (std::uint32_t b = a + 1; b < rule.size(); ++b) {
        for (const std::uint64_t key : rule[a]) {
          if (std::find(rule[b].begin(), rule[b].end(), key) != rule[b].end()) pairs.insert({a, b});
        }
      }
    }
  }
  return pairs;
}

// Merges the two clusters with the highest mean weight until none reaches `least`; ties go to the
// pair whose first records are smallest. `may` says whether two clusters may merge.
inline std::vector<std::uint32_t> average_linkage(
    std::uint32_t records, const std::function<double(std::uint32_t, std::uint32_t)>& weight,
    double least,
    const std::function<bool(const std::vector<std::uint32_t>&, const std::vector<std::uint32_t>&)>&
        may) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> clusters;
  for (std::uint32_t i = 0; i < records; ++i) clusters[i] = {i};
  while (true) {
    double best = least;
    std::pair<std::uint32_t, std::uint32_t> merge(0, 0);
    bool found = false;
    for (const auto& [a, in_a] : clusters) {
      for (const auto& [b, in_b] : clusters) {
        if (a >= b || !may(in_a, in_b)) continue;
        double sum = 0;
        for (const std::uint32_t i : in_a) {
          for (const std::uint32_t j : in_b) sum += weight(std::min(i, j), std::max(i, j));
        }
        const double mean = sum / static_cast<double>(in_a.size() * in_b.size());
        if (mean > best || (mean == best && !found)) {
          best = mean;
          merge = {a, b};
          found = true;
        }
      }
    }
    if (!found) break;
    auto& into = clusters[merge.first];
    const auto& from = clusters[merge.second];
    into.insert(into.end(), from.begin(), from.end());
    clusters.erase(merge.second);
  }
  std::vector<std::uint32_t> cluster(records);
  for (const auto& [name, members] : clusters) {
    for (const std::uint32_t member : members) cluster[member] = name;
  }
  return cluster;
}

struct PairCounts {
  std::uint64_t in_truth = 0;
  std::uint64_t linked = 0;
  std::uint64_t correct = 0;
};

inline PairCounts count_pairs(const std::vector<std::uint32_t>& found,
                              const std::vector<std::uint32_t>& truth) {
  PairCounts counts;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = i + 1; j < found.size(); ++j) {
      const bool same = truth[i] == truth[j];
      const bool linked = found[i] == found[j];
      counts.in_truth += same ? 1 : 0;
      counts.linked += linked ? 1 : 0;
      counts.correct += same && linked ? 1 : 0;
    }
  }
  return counts;
}

}  // namespace depone::reference
