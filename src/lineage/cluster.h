// From judged pairs to origins, and within each origin from whom to whom.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lineage/evidence.h"
#include "lineage/weights.h"

namespace depone::lineage {

struct Link {
  Evidence evidence;
  double odds = 0;  // log-odds of one origin
};

// The group of each document, as the place of its first member. Links are taken strongest first;
// below Weights::strong a link joins two groups of several only when enough pairs of the two agree.
// Two first-hand accounts of different people never come into one group.
std::vector<std::size_t> group(const Corpus& corpus, const std::vector<Link>& links,
                               const Weights& weights);

// The parent of each document within its group: the best linked among those that may be older (by
// date, by who cites whom, by who holds most of the others' text). Nullopt for the root of a group.
std::vector<std::optional<std::size_t>> parents(const Corpus& corpus,
                                                const std::vector<Link>& links,
                                                const std::vector<std::size_t>& groups);

}  // namespace depone::lineage
