#include "lineage/cluster.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace depone::lineage {
namespace {

// Of the pairs two groups could have, the share that must be linked for a weak link to join them.
constexpr double kAgreeingPairs = 0.2;

constexpr double kHeadlineSaid = 0.5;
constexpr double kHeadlineNats = 25;
// Beyond this the log-odds of two possible parents tell nothing; the older is taken.
constexpr double kSureOdds = 5;

class Groups {
 public:
  Groups(const Corpus& corpus, const std::vector<Link>& links, double link, double strong)
      : corpus_(corpus),
        strong_(strong),
        group_(corpus.documents.size()),
        members_(corpus.documents.size()),
        near_(corpus.documents.size()) {
    std::iota(group_.begin(), group_.end(), std::size_t{0});
    for (std::size_t d = 0; d < group_.size(); ++d) members_[d] = {d};
    for (const Link& pair : links) {
      if (pair.odds <= link) continue;
      near_[pair.evidence.a].push_back(pair.evidence.b);
      near_[pair.evidence.b].push_back(pair.evidence.a);
    }
  }

  void join(const Link& pair) {
    std::size_t a = group_[pair.evidence.a];
    std::size_t b = group_[pair.evidence.b];
    if (a == b || two_witnesses(a, b)) return;
    if (pair.odds < strong_ && !agree(a, b)) return;
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    for (const std::size_t member : members_[b]) group_[member] = a;
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
  }

  std::vector<std::size_t> take() {
    std::vector<std::size_t> first(group_.size(), group_.size());
    for (std::size_t d = 0; d < group_.size(); ++d) {
      first[group_[d]] = std::min(first[group_[d]], d);
    }
    for (std::size_t& group : group_) group = first[group];
    return std::move(group_);
  }

 private:
  bool agree(std::size_t a, std::size_t b) const {
    if (members_[a].size() == 1 || members_[b].size() == 1) return true;
    std::size_t linked = 0;
    for (const std::size_t member : members_[a]) {
      for (const std::size_t other : near_[member]) linked += group_[other] == b ? 1 : 0;
    }
    const auto pairs = static_cast<double>(members_[a].size() * members_[b].size());
    return linked >= 2 && static_cast<double>(linked) >= kAgreeingPairs * pairs;
  }

  bool two_witnesses(std::size_t a, std::size_t b) const {
    for (const std::size_t x : members_[a]) {
      const Signature& left = corpus_.documents[x];
      if (!left.first_hand) continue;
      for (const std::size_t y : members_[b]) {
        const Signature& right = corpus_.documents[y];
        if (right.first_hand && left.label != right.label) return true;
      }
    }
    return false;
  }

  const Corpus& corpus_;
  double strong_;
  std::vector<std::size_t> group_;
  std::vector<std::vector<std::size_t>> members_;
  std::vector<std::vector<std::size_t>> near_;
};

// What speaks for a document being older than the others of its group, without dates.
std::vector<double> authority(const Corpus& corpus, const std::vector<Link>& links,
                              const std::vector<std::size_t>& groups) {
  std::vector<double> sums(corpus.documents.size());
  for (std::size_t d = 0; d < sums.size(); ++d) {
    sums[d] = 0.5 * std::log(1.0 + corpus.documents[d].words) -
              (corpus.documents[d].outlets.cited.empty() ? 0 : 1);
  }
  for (const Link& link : links) {
    const Evidence& evidence = link.evidence;
    if (groups[evidence.a] != groups[evidence.b]) continue;
    if (evidence.cites_b) sums[evidence.b] += 3;
    if (evidence.cites_a) sums[evidence.a] += 3;
    // A digest says the headline of the report it condenses.
    if (evidence.title > kHeadlineSaid && evidence.title_mass > kHeadlineNats) {
      sums[evidence.title_of_a ? evidence.a : evidence.b] += 2;
    }
    // The text that holds more of the other is the fuller one; each link counts for both.
    sums[evidence.a] += evidence.contained_b + evidence.units + 0.1 * std::max(0.0, link.odds);
    sums[evidence.b] += evidence.contained_a + evidence.units + 0.1 * std::max(0.0, link.odds);
  }
  return sums;
}

}  // namespace

std::vector<std::size_t> group(const Corpus& corpus, const std::vector<Link>& links,
                               const Weights& weights) {
  std::vector<const Link*> order;
  for (const Link& link : links) {
    if (link.odds > weights.link) order.push_back(&link);
  }
  std::sort(order.begin(), order.end(), [](const Link* x, const Link* y) {
    return std::tuple(-x->odds, x->evidence.a, x->evidence.b) <
           std::tuple(-y->odds, y->evidence.a, y->evidence.b);
  });
  Groups groups(corpus, links, weights.link, weights.strong);
  for (const Link* link : order) groups.join(*link);
  return groups.take();
}

std::vector<std::optional<std::size_t>> parents(const Corpus& corpus,
                                                const std::vector<Link>& links,
                                                const std::vector<std::size_t>& groups) {
  const std::size_t size = corpus.documents.size();
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t d = 0; d < size; ++d) members[groups[d]].push_back(d);
  std::vector<std::vector<const Link*>> touching(size);
  for (const Link& link : links) {
    if (groups[link.evidence.a] != groups[link.evidence.b]) continue;
    touching[link.evidence.a].push_back(&link);
    touching[link.evidence.b].push_back(&link);
  }
  const std::vector<double> weight = authority(corpus, links, groups);
  std::vector<std::optional<std::size_t>> parent(size);
  std::vector<std::size_t> rank(size);
  for (auto& [first, group] : members) {
    if (group.size() < 2) continue;
    const bool dated = std::all_of(group.begin(), group.end(), [&](std::size_t d) {
      return corpus.documents[d].first_day.has_value();
    });
    const auto age = [&](std::size_t d) {
      const Signature& document = corpus.documents[d];
      return std::tuple(!document.first_hand, dated ? *document.first_day : 0,
                        -std::round(weight[d]), d);
    };
    std::sort(group.begin(), group.end(),
              [&](std::size_t x, std::size_t y) { return age(x) < age(y); });
    for (std::size_t i = 0; i < group.size(); ++i) rank[group[i]] = i;
    for (const std::size_t child : group) {
      if (rank[child] == 0) continue;
      const Link* best = nullptr;
      std::pair<double, double> best_likely;
      for (const Link* link : touching[child]) {
        const std::size_t other = link->evidence.a == child ? link->evidence.b : link->evidence.a;
        const auto& younger = corpus.documents[child].last_day;
        const auto& older = corpus.documents[other].first_day;
        const bool possible = rank[other] < rank[child] && !(younger && older && *older > *younger);
        if (!possible) continue;
        // A text in one's own language is the nearer way than one that must be translated back.
        const bool near = link->evidence.same_language && link->odds > 0;
        const std::pair likely(std::min(link->odds, kSureOdds) + (near ? kSureOdds : 0),
                               -static_cast<double>(rank[other]));
        if (best == nullptr || likely > best_likely) {
          best = link;
          best_likely = likely;
        }
      }
      // Linked to younger ones only: it goes back to the root through what is not in the set.
      parent[child] = group[0];
      if (best != nullptr) {
        parent[child] = best->evidence.a == child ? best->evidence.b : best->evidence.a;
      }
    }
  }
  return parent;
}

}  // namespace depone::lineage
