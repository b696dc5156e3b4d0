#include "linkage/sample.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "math/random.h"

namespace depone::linkage {
namespace {

// Records further apart than this (in bits) are never proposed to one another.
constexpr double kLeastNeighbour = -8;

class Chain {
 public:
  // Records are numbered by their place in `order`.
  Chain(const Scorer& scorer, const std::vector<RecordIndex>& order,
        const std::vector<std::vector<RecordIndex>>& near,
        const std::vector<std::set<RecordIndex>>& apart, const std::vector<std::uint32_t>& unit,
        const std::vector<std::vector<RecordIndex>>& units, const std::vector<std::uint32_t>& lists,
        const ClusterOptions& clustering, std::vector<RecordIndex>& cluster,
        std::vector<std::vector<RecordIndex>>& members)
      : scorer_(scorer),
        order_(order),
        near_(near),
        apart_(apart),
        unit_(unit),
        units_(units),
        lists_(lists),
        clustering_(clustering),
        cluster_(cluster),
        members_(members),
        scratch_(scorer.comparisons().size()),
        prior_odds_(std::exp2(scorer.weights().prior_weight)) {}

  // Gives every unit of `of` one turn.
  void sweep(const std::vector<std::uint32_t>& of, math::Random& random) {
    learn_odds();
    for (const std::uint32_t u : of) move(u, random);
  }

 private:
  void take_out(std::uint32_t u) {
    auto& from = members_[cluster_[units_[u].front()]];
    std::erase_if(from, [&](RecordIndex record) { return unit_[record] == u; });
  }

  void put(std::uint32_t u, RecordIndex cluster) {
    for (const RecordIndex record : units_[u]) {
      cluster_[record] = cluster;
      members_[cluster].push_back(record);
    }
  }

  bool allowed(std::uint32_t u, RecordIndex cluster) const {
    for (const RecordIndex record : units_[u]) {
      for (const RecordIndex member : members_[cluster]) {
        if (apart_[record].contains(member)) return false;
        if (clustering_.one_to_one && lists_[record] == lists_[member]) return false;
      }
    }
    return true;
  }

  double mean_weight(std::uint32_t u, RecordIndex cluster) {
    double sum = 0;
    for (const RecordIndex record : units_[u]) {
      for (const RecordIndex member : members_[cluster]) {
        const double weight = scorer_.weigh(order_[record], order_[member], scratch_);
        sum += std::clamp(weight, clustering_.floor, clustering_.ceiling);
      }
    }
    return sum / static_cast<double>(units_[u].size() * members_[cluster].size());
  }

  // The prior odds that two who are alone are one person, and that one of them is a cluster's: from
  // the clusters as they stand, over the pairs that could be. The prior of a pair is too low for
  // that: it leaves open who else a record could be, and here all others are known.
  void learn_odds() {
    // By list, for one_to_one.
    std::map<std::uint32_t, double> alone;
    std::map<std::uint32_t, double> clusters;  // of two or more
    double all_alone = 0;
    double all_clusters = 0;
    double twos = 0;
    double in_larger = 0;
    for (const std::vector<RecordIndex>& members : members_) {
      if (members.empty()) continue;
      const bool is_alone = members.size() == 1;
      (is_alone ? all_alone : all_clusters) += 1;
      if (members.size() == 2) twos += 1;
      if (members.size() > 2) in_larger += static_cast<double>(members.size());
      if (!clustering_.one_to_one) continue;
      for (const RecordIndex member : members) (is_alone ? alone : clusters)[lists_[member]] += 1;
    }
    double pairs = all_alone * all_alone;
    double joins = all_alone * all_clusters;
    for (const auto& [list, count] : alone) {
      pairs -= count * count;
      joins -= count * clusters[list];
    }
    pair_odds_ = (twos + 1) / (pairs / 2 + 1 / prior_odds_);
    join_odds_ = (in_larger + 1) / (joins + 1 / prior_odds_);
  }

  void move(std::uint32_t u, math::Random& random) {
    const RecordIndex old = cluster_[units_[u].front()];
    take_out(u);
    std::set<RecordIndex> choices;
    for (const RecordIndex record : units_[u]) {
      for (const RecordIndex other : near_[record]) {
        if (unit_[other] != u) choices.insert(cluster_[other]);
      }
    }
    if (!members_[old].empty()) choices.insert(old);
    std::vector<std::pair<RecordIndex, double>> odds;
    double all = 1;  // alone
    for (const RecordIndex choice : choices) {
      if (!allowed(u, choice)) continue;
      const bool pair = units_[u].size() + members_[choice].size() == 2;
      const double odd = (pair ? pair_odds_ : join_odds_) / prior_odds_ *
                         std::exp2(mean_weight(u, choice) - clustering_.least);
      odds.emplace_back(choice, odd);
      all += odd;
    }
    double draw = random.uniform() * all;
    for (const auto& [choice, odd] : odds) {
      draw -= odd;
      if (draw < 0) {
        put(u, choice);
        return;
      }
    }
    // Alone: under its own first record, unless another cluster goes by that number.
    RecordIndex name = units_[u].front();
    if (!members_[name].empty()) {
      rename(name);
    }
    put(u, name);
  }

  // Gives the cluster called `name` the number of one of its own members.
  void rename(RecordIndex name) {
    std::vector<RecordIndex> moved;
    moved.swap(members_[name]);
    RecordIndex to = moved.front();
    for (const RecordIndex record : moved) {
      if (members_[record].empty()) to = record;
    }
    for (const RecordIndex record : moved) cluster_[record] = to;
    members_[to] = std::move(moved);
  }

  const Scorer& scorer_;
  const std::vector<RecordIndex>& order_;
  const std::vector<std::vector<RecordIndex>>& near_;
  const std::vector<std::set<RecordIndex>>& apart_;
  const std::vector<std::uint32_t>& unit_;
  const std::vector<std::vector<RecordIndex>>& units_;
  const std::vector<std::uint32_t>& lists_;
  const ClusterOptions& clustering_;
  std::vector<RecordIndex>& cluster_;
  std::vector<std::vector<RecordIndex>>& members_;
  Scorer::Scratch scratch_;
  double prior_odds_;
  double pair_odds_ = 0;
  double join_odds_ = 0;
};

// Clusters by place to clusters by row, each called by its smallest row.
std::vector<RecordIndex> by_row(const std::vector<RecordIndex>& cluster,
                                const std::vector<RecordIndex>& order) {
  std::vector<RecordIndex> smallest(cluster.size(), ~RecordIndex{0});
  for (RecordIndex i = 0; i < cluster.size(); ++i) {
    smallest[cluster[i]] = std::min(smallest[cluster[i]], order[i]);
  }
  std::vector<RecordIndex> named(cluster.size());
  for (RecordIndex i = 0; i < cluster.size(); ++i) named[order[i]] = smallest[cluster[i]];
  return named;
}

}  // namespace

Result<std::vector<std::vector<RecordIndex>>> sample_clusters(
    const Scorer& scorer, const std::vector<RecordIndex>& order, const std::vector<Edge>& edges,
    const std::vector<RecordIndex>& clusters, const std::vector<Decision>& decisions,
    const std::vector<std::uint32_t>& lists, const ClusterOptions& clustering,
    const SampleOptions& options, Progress& progress, const Cancellation& cancellation) {
  const std::size_t size = order.size();
  std::vector<RecordIndex> place(size);  // by row; from here on records go by it
  for (RecordIndex i = 0; i < size; ++i) place[order[i]] = i;
  std::vector<std::vector<RecordIndex>> near(size);
  for (const Edge& edge : edges) {
    if (edge.weight < kLeastNeighbour) continue;
    near[place[edge.left]].push_back(place[edge.right]);
    near[place[edge.right]].push_back(place[edge.left]);
  }
  std::vector<std::set<RecordIndex>> apart(size);
  // Records a person called the same move together.
  std::vector<std::uint32_t> unit(size);
  for (RecordIndex i = 0; i < size; ++i) unit[i] = i;
  const auto root = [&](std::uint32_t x) {
    while (unit[x] != x) x = unit[x] = unit[unit[x]];
    return x;
  };
  for (const Decision& decision : decisions) {
    const RecordIndex left = place[decision.left];
    const RecordIndex right = place[decision.right];
    if (decision.same) {
      const std::uint32_t a = root(left);
      const std::uint32_t b = root(right);
      unit[std::max(a, b)] = std::min(a, b);
    } else {
      apart[left].insert(right);
      apart[right].insert(left);
    }
  }
  std::vector<std::vector<RecordIndex>> units(size);
  for (RecordIndex i = 0; i < size; ++i) {
    unit[i] = root(i);
    units[unit[i]].push_back(i);
  }
  // The clusters to start from, each called by its first place.
  std::vector<RecordIndex> cluster(size);
  std::vector<std::vector<RecordIndex>> members(size);
  std::vector<RecordIndex> first(size, ~RecordIndex{0});  // by the row that names a cluster
  for (RecordIndex i = 0; i < size; ++i) {
    RecordIndex& name = first[clusters[order[i]]];
    if (name == ~RecordIndex{0}) name = i;
    cluster[i] = name;
    members[name].push_back(i);
  }
  std::vector<std::uint32_t> list_of(lists.size());
  for (RecordIndex i = 0; i < lists.size(); ++i) list_of[i] = lists[order[i]];
  std::vector<std::uint32_t> moving;
  for (std::uint32_t u = 0; u < size; ++u) {
    const bool has_near = std::any_of(units[u].begin(), units[u].end(), [&](RecordIndex record) {
      return !near[record].empty() || members[cluster[record]].size() > 1;
    });
    if (!units[u].empty() && has_near) moving.push_back(u);
  }
  std::vector<std::vector<RecordIndex>> samples;
  Chain chain(scorer, order, near, apart, unit, units, list_of, clustering, cluster, members);
  math::Random random(options.seed, 0x6B5);
  const std::size_t sweeps = options.burn_in + options.samples * options.thin;
  for (std::size_t s = 1; s <= sweeps; ++s) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    chain.sweep(moving, random);
    progress.step(s, sweeps, "sampling");
    if (s > options.burn_in && (s - options.burn_in) % options.thin == 0) {
      samples.push_back(by_row(cluster, order));
    }
  }
  return samples;
}

}  // namespace depone::linkage
