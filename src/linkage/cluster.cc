#include "linkage/cluster.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>

#include "base/parallel.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kRecordsAtOnce = 4096;

class Sets {
 public:
  explicit Sets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0u); }
  std::uint32_t root(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  // The smaller root stays.
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

// The evidence between two clusters.
struct Between {
  double sum = 0;  // over all pairs between them
  bool forbidden = false;
};

// Agglomerates the records of one connected component; numbers are local to it.
class Agglomerator {
 public:
  Agglomerator(const std::vector<RecordIndex>& records, const Scorer& scorer,
               const std::vector<std::uint32_t>& lists, const ClusterOptions& options,
               Scorer::Scratch& scratch)
      : records_(records),
        scorer_(scorer),
        options_(options),
        scratch_(scratch),
        members_(records.size()),
        lists_(records.size()),
        near_(records.size()),
        alive_(records.size(), true) {
    for (std::uint32_t i = 0; i < records.size(); ++i) {
      members_[i] = {i};
      if (options.one_to_one) lists_[i] = {lists[records[i]]};
    }
  }

  void add_edge(std::uint32_t a, std::uint32_t b, double weight) {
    Between& between = near_[a][b];
    between.sum = clipped(weight);
    near_[b][a] = between;
  }
  void forbid(std::uint32_t a, std::uint32_t b) {
    near_[a][b].forbidden = true;
    near_[b][a].forbidden = true;
  }
  // Before run(): two records a person has called the same.
  void join(std::uint32_t a, std::uint32_t b) {
    while (!alive_[a]) a = into_.at(a);
    while (!alive_[b]) b = into_.at(b);
    if (a != b) merge(std::min(a, b), std::max(a, b));
  }

  // The local number of the cluster's first record, by record.
  std::vector<std::uint32_t> run() {
    for (std::uint32_t a = 0; a < near_.size(); ++a) {
      for (const auto& [b, between] : near_[a]) {
        if (a < b && alive_[a] && alive_[b]) offer(a, b);
      }
    }
    while (!queue_.empty()) {
      const Offer best = queue_.top();
      queue_.pop();
      if (!alive_[best.a] || !alive_[best.b]) continue;
      if (stamp_of(best.a) + stamp_of(best.b) != best.stamp) continue;
      merge(best.a, best.b);
    }
    std::vector<std::uint32_t> cluster(records_.size());
    for (std::uint32_t c = 0; c < members_.size(); ++c) {
      if (!alive_[c]) continue;
      const std::uint32_t first = *std::min_element(members_[c].begin(), members_[c].end());
      for (const std::uint32_t member : members_[c]) cluster[member] = first;
    }
    return cluster;
  }

 private:
  struct Offer {
    double average = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::size_t stamp = 0;  // sizes of both when the offer was made
    bool operator<(const Offer& other) const {
      if (average != other.average) return average < other.average;
      if (a != other.a) return a > other.a;
      return b > other.b;
    }
  };

  std::size_t stamp_of(std::uint32_t c) const { return members_[c].size(); }
  double clipped(double weight) const {
    return std::clamp(weight, options_.floor, options_.ceiling);
  }

  // The evidence of all pairs between two clusters, scored now.
  double scored(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    double sum = 0;
    for (const std::uint32_t i : a) {
      for (const std::uint32_t j : b) {
        const RecordIndex left = std::min(records_[i], records_[j]);
        const RecordIndex right = std::max(records_[i], records_[j]);
        sum += clipped(scorer_.weigh(left, right, scratch_));
      }
    }
    return sum;
  }

  bool share_list(std::uint32_t a, std::uint32_t b) const {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < lists_[a].size() && j < lists_[b].size()) {
      if (lists_[a][i] == lists_[b][j]) return true;
      (lists_[a][i] < lists_[b][j] ? i : j) += 1;
    }
    return false;
  }

  void offer(std::uint32_t a, std::uint32_t b) {
    if (a > b) std::swap(a, b);
    const Between& between = near_[a][b];
    if (between.forbidden || (options_.one_to_one && share_list(a, b))) return;
    const auto pairs = static_cast<double>(members_[a].size() * members_[b].size());
    const double average = between.sum / pairs;
    if (average >= options_.least) queue_.push({average, a, b, stamp_of(a) + stamp_of(b)});
  }

  // b goes into a; evidence towards clusters that only one of them was near is worked out.
  void merge(std::uint32_t a, std::uint32_t b) {
    std::map<std::uint32_t, Between> merged;
    const auto take = [&](std::uint32_t from, std::uint32_t other) {
      for (const auto& [c, between] : near_[from]) {
        if (c == other || !alive_[c]) continue;
        Between sum = between;
        if (const auto known = near_[other].find(c); known != near_[other].end()) {
          sum.sum += known->second.sum;
          sum.forbidden |= known->second.forbidden;
        } else if (!sum.forbidden) {
          sum.sum += scored(members_[other], members_[c]);
        }
        merged[c] = sum;
      }
    };
    take(a, b);
    take(b, a);
    alive_[b] = false;
    into_[b] = a;
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    std::vector<std::uint32_t> lists;
    std::merge(lists_[a].begin(), lists_[a].end(), lists_[b].begin(), lists_[b].end(),
               std::back_inserter(lists));
    lists_[a] = std::move(lists);
    members_[b].clear();
    near_[b].clear();
    near_[a] = std::move(merged);
    for (const auto& [c, between] : near_[a]) {
      near_[c].erase(b);
      near_[c][a] = between;
    }
    std::vector<std::uint32_t> others;
    for (const auto& [c, between] : near_[a]) others.push_back(c);
    for (const std::uint32_t c : others) offer(a, c);
  }

  const std::vector<RecordIndex>& records_;
  const Scorer& scorer_;
  const ClusterOptions& options_;
  Scorer::Scratch& scratch_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::vector<std::uint32_t>> lists_;  // sorted
  std::vector<std::map<std::uint32_t, Between>> near_;
  std::vector<bool> alive_;
  std::map<std::uint32_t, std::uint32_t> into_;
  std::priority_queue<Offer> queue_;
};

}  // namespace

Result<> check_decisions(const Table& table, const std::vector<Decision>& decisions) {
  Sets decided(table.size());
  for (const Decision& decision : decisions) {
    if (decision.same) decided.join(decision.left, decision.right);
  }
  for (const Decision& decision : decisions) {
    if (!decision.same && decided.root(decision.left) == decided.root(decision.right)) {
      return Error{Fault::InvalidInput,
                   fmt::format("the judgements contradict one another about {} and {}",
                               table.record_ids[decision.left], table.record_ids[decision.right]),
                   "change one of the judgements that make them the same, or this one"};
    }
  }
  return done();
}

Result<std::vector<RecordIndex>> cluster(std::size_t records_size, const Scorer& scorer,
                                         const std::vector<Edge>& edges,
                                         const std::vector<Decision>& decisions,
                                         const std::vector<std::uint32_t>& lists,
                                         const ClusterOptions& options, Progress& progress,
                                         const Cancellation& cancellation) {
  Sets connected(records_size);
  for (const Edge& edge : edges) {
    if (edge.weight >= options.least) connected.join(edge.left, edge.right);
  }
  for (const Decision& decision : decisions) {
    if (decision.same) connected.join(decision.left, decision.right);
  }
  // Components of two or more, by their smallest record.
  std::vector<std::uint32_t> size(records_size, 0);
  for (RecordIndex i = 0; i < records_size; ++i) ++size[connected.root(i)];
  std::vector<std::uint32_t> number(records_size, 0);
  std::vector<std::vector<RecordIndex>> records;
  std::vector<std::uint32_t> place(records_size, 0);
  for (RecordIndex i = 0; i < records_size; ++i) {
    const std::uint32_t root = connected.root(i);
    if (size[root] < 2) continue;
    if (root == i) {
      number[root] = static_cast<std::uint32_t>(records.size());
      records.emplace_back();
    }
    place[i] = static_cast<std::uint32_t>(records[number[root]].size());
    records[number[root]].push_back(i);
  }
  std::vector<std::vector<Edge>> of_component(records.size());
  for (const Edge& edge : edges) {
    const std::uint32_t root = connected.root(edge.left);
    if (size[root] > 1 && root == connected.root(edge.right)) {
      of_component[number[root]].push_back(edge);
    }
  }
  std::vector<std::vector<Decision>> decisions_of(records.size());
  for (const Decision& decision : decisions) {
    const std::uint32_t root = connected.root(decision.left);
    if (size[root] > 1 && root == connected.root(decision.right)) {
      decisions_of[number[root]].push_back(decision);
    }
  }
  std::vector<RecordIndex> result(records_size);
  std::iota(result.begin(), result.end(), 0u);
  // A few thousand records at once, so that small components share their working memory.
  std::vector<std::size_t> starts = {0};
  std::size_t waiting = 0;
  for (std::size_t c = 0; c < records.size(); ++c) {
    waiting += records[c].size();
    if (waiting >= kRecordsAtOnce || c + 1 == records.size()) {
      starts.push_back(c + 1);
      waiting = 0;
    }
  }
  DP_TRY(parallel_for(
      starts.size() - 1, options.threads,
      [&](std::size_t s) {
        Scorer::Scratch scratch(scorer.comparisons().size());
        for (std::size_t c = starts[s]; c < starts[s + 1]; ++c) {
          // Two records have nothing else to weigh, and their edge is over the threshold.
          if (records[c].size() == 2 && decisions_of[c].empty() && !options.one_to_one) {
            result[records[c][1]] = records[c][0];
            continue;
          }
          Agglomerator agglomerator(records[c], scorer, lists, options, scratch);
          for (const Edge& edge : of_component[c]) {
            agglomerator.add_edge(place[edge.left], place[edge.right], edge.weight);
          }
          for (const Decision& decision : decisions_of[c]) {
            if (!decision.same) agglomerator.forbid(place[decision.left], place[decision.right]);
          }
          for (const Decision& decision : decisions_of[c]) {
            if (decision.same) agglomerator.join(place[decision.left], place[decision.right]);
          }
          const std::vector<std::uint32_t> local = agglomerator.run();
          for (std::size_t i = 0; i < local.size(); ++i) {
            result[records[c][i]] = records[c][local[i]];
          }
        }
      },
      progress, cancellation, "clustering"));
  return result;
}

}  // namespace depone::linkage
