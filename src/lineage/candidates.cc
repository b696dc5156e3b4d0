#include "lineage/candidates.h"

#include <algorithm>

namespace depone::lineage {
namespace {

using Pair = std::pair<std::size_t, std::size_t>;

constexpr std::size_t kCompareAllUpTo = 300;
constexpr std::size_t kLongestList = 48;  // documents holding a thing that is still telling
constexpr std::size_t kMostPerDocument = 48;
constexpr float kEnoughNats = 8;
constexpr float kEnoughShare = 0.3F;  // of a short document's own weight, where that is less
// Rare shingles alone make a pair worth a look; content words must come in numbers.
constexpr float kUnitShare = 0.5F;

// For each thing, the documents that hold it, in order. Built by counting, so it is two flat
// arrays.
class Index {
 public:
  // holdings[d] are the things document d holds.
  explicit Index(const std::vector<std::vector<Id>>& holdings, std::size_t things)
      : begin_(things + 1) {
    for (const auto& held : holdings) {
      for (const Id thing : held) ++begin_[thing + 1];
    }
    for (std::size_t i = 0; i < things; ++i) begin_[i + 1] += begin_[i];
    holders_.resize(begin_.back());
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t d = 0; d < holdings.size(); ++d) {
      for (const Id thing : holdings[d]) holders_[next[thing]++] = static_cast<std::uint32_t>(d);
    }
  }

  // Holders of `thing` before `document`: all when few hold it, else the nearest one and the first.
  template <class Use>
  void each_earlier(Id thing, std::size_t document, Use use) const {
    const auto* first = holders_.data() + begin_[thing];
    const auto* last = holders_.data() + begin_[thing + 1];
    if (static_cast<std::size_t>(last - first) <= kLongestList) {
      for (; first != last && *first < document; ++first) use(*first);
      return;
    }
    const auto* here = std::lower_bound(first, last, document);
    if (here == first) return;
    use(*first);
    if (here - 1 != first) use(*(here - 1));
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> holders_;
};

std::vector<std::vector<Id>> shared_shingles(const Corpus& corpus, std::vector<float>& weights) {
  std::unordered_map<std::uint64_t, Id> ids;
  ids.reserve(corpus.shingle_documents.size());
  std::vector<std::vector<Id>> held(corpus.documents.size());
  for (std::size_t d = 0; d < held.size(); ++d) {
    for (const std::uint64_t shingle : corpus.documents[d].shingles) {
      if (!corpus.shingle_documents.contains(shingle)) continue;
      const auto [id, fresh] = ids.try_emplace(shingle, static_cast<Id>(ids.size()));
      if (fresh) weights.push_back(static_cast<float>(corpus.shingle_weight(shingle)));
      held[d].push_back(id->second);
    }
  }
  return held;
}

class Gatherer {
 public:
  explicit Gatherer(const Corpus& corpus) : corpus_(corpus), nats_(corpus.documents.size()) {}

  Result<std::vector<Pair>> gather(const Cancellation& cancellation) {
    std::vector<float> shingle_weights;
    const auto shingles = shared_shingles(corpus_, shingle_weights);
    std::vector<std::vector<Id>> units;
    std::vector<std::vector<Id>> facts;
    for (const Signature& document : corpus_.documents) {
      units.push_back(document.units);
      facts.emplace_back();
      for (const FactUse& use : document.facts) facts.back().push_back(use.fact);
    }
    const Index by_shingle(shingles, shingle_weights.size());
    const Index by_unit(units, corpus_.unit_documents.size());
    const Index by_fact(facts, corpus_.facts.size());
    weigh_documents();
    std::vector<Pair> pairs;
    for (std::size_t d = 0; d < corpus_.documents.size(); ++d) {
      if (cancellation.requested()) return Error{Fault::Cancelled, "tracing was stopped"};
      for (const Id id : shingles[d]) add(by_shingle, id, d, shingle_weights[id]);
      for (const Id id : units[d]) {
        add(by_unit, id, d, kUnitShare * static_cast<float>(corpus_.unit_weight(id)));
      }
      for (const Id id : facts[d]) {
        add(by_fact, id, d, static_cast<float>(corpus_.fact_weight(id)));
      }
      keep_best(d, pairs);
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  }

 private:
  void weigh_documents() {
    for (const Signature& document : corpus_.documents) {
      double mass = 0;
      for (const std::uint64_t shingle : document.shingles) mass += corpus_.shingle_weight(shingle);
      for (const Id unit : document.units) mass += kUnitShare * corpus_.unit_weight(unit);
      for (const FactUse& use : document.facts) mass += corpus_.fact_weight(use.fact);
      mass_.push_back(static_cast<float>(mass));
    }
  }

  void add(const Index& index, Id thing, std::size_t document, float weight) {
    index.each_earlier(thing, document, [&](std::uint32_t other) {
      if (nats_[other] == 0) touched_.push_back(other);
      nats_[other] += weight;
    });
  }

  void keep_best(std::size_t document, std::vector<Pair>& pairs) {
    std::erase_if(touched_, [&](std::uint32_t other) {
      const float least = kEnoughShare * std::min(mass_[document], mass_[other]);
      if (nats_[other] >= std::min(kEnoughNats, least)) return false;
      nats_[other] = 0;
      return true;
    });
    const auto better = [&](std::uint32_t x, std::uint32_t y) {
      return nats_[x] != nats_[y] ? nats_[x] > nats_[y] : x < y;
    };
    const std::size_t kept = std::min(touched_.size(), kMostPerDocument);
    std::partial_sort(touched_.begin(), touched_.begin() + static_cast<std::ptrdiff_t>(kept),
                      touched_.end(), better);
    for (std::size_t i = 0; i < kept; ++i) pairs.emplace_back(touched_[i], document);
    for (const std::uint32_t other : touched_) nats_[other] = 0;
    touched_.clear();
  }

  const Corpus& corpus_;
  std::vector<float> nats_;  // shared weight with the document at hand
  std::vector<float> mass_;  // of everything each document holds
  std::vector<std::uint32_t> touched_;
};

}  // namespace

Result<std::vector<Pair>> indexed_pairs(const Corpus& corpus, const Cancellation& cancellation) {
  return Gatherer(corpus).gather(cancellation);
}

Result<std::vector<Pair>> candidate_pairs(const Corpus& corpus, const Cancellation& cancellation) {
  const std::size_t size = corpus.documents.size();
  if (size > kCompareAllUpTo) return indexed_pairs(corpus, cancellation);
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a + 1; b < size; ++b) pairs.emplace_back(a, b);
  }
  return pairs;
}

}  // namespace depone::lineage
