// From pairs to people: which records are one person.
//
// Taking everything that is connected by a likely pair (transitive closure) chains: two large
// clusters become one through a single mistaken pair. Here two clusters become one only when the
// evidence of all pairs between them, also of those that blocking never proposed, is on average for
// it: agglomeration with average linkage, a greedy form of correlation clustering (Bansal, Blum and
// Chawla 2004). The best merge is made first; ties are broken by record, so that the result depends
// on neither threads nor the order of the pairs.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/table.h"
#include "linkage/weights.h"

namespace depone::linkage {

// A scored pair, left < right; the weight is in bits, with the prior.
struct Edge {
  RecordIndex left = 0;
  RecordIndex right = 0;
  float weight = 0;
};

// What a person has decided about a pair: always obeyed.
struct Decision {
  RecordIndex left = 0;
  RecordIndex right = 0;
  bool same = false;
};

struct ClusterOptions {
  double least = 0;         // average weight, in bits, from which clusters merge
  double floor = -12;       // one pair counts at least this much ...
  double ceiling = 20;      // ... and at most this much
  bool one_to_one = false;  // at most one record of each list
  std::size_t threads = 0;
};

// InvalidInput, naming two records, when decisions contradict one another.
Result<> check_decisions(const Table& table, const std::vector<Decision>& decisions);

// The cluster of each record, as the smallest record in it. `edges` are the pairs worth considering
// (all others are scored when needed); `lists` tells each record's list for one_to_one, may be
// empty otherwise. Records are numbered as the scorer does, from 0 to `size`; decisions agree
// (check_decisions). Cancelled.
Result<std::vector<RecordIndex>> cluster(std::size_t size, const Scorer& scorer,
                                         const std::vector<Edge>& edges,
                                         const std::vector<Decision>& decisions,
                                         const std::vector<std::uint32_t>& lists,
                                         const ClusterOptions& options, Progress& progress,
                                         const Cancellation& cancellation);

}  // namespace depone::linkage
