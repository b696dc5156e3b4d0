// How far a traced lineage agrees with a known one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/lineage.h"

namespace depone::lineage {

struct Agreement {
  std::size_t right = 0;   // pairs held to share an origin that do
  std::size_t wrong = 0;   // pairs held to share one that do not
  std::size_t missed = 0;  // pairs that share one and were kept apart
  double precision() const {
    return right + wrong == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + wrong);
  }
  double recall() const {
    return right + missed == 0 ? 1
                               : static_cast<double>(right) / static_cast<double>(right + missed);
  }
  double f1() const {
    const double sum = precision() + recall();
    return sum > 0 ? 2 * precision() * recall() / sum : 0;
  }
};

// `origins[i]` is the true origin of node i.
inline Agreement agreement(const Lineage& lineage, const std::vector<std::string>& origins) {
  Agreement result;
  for (std::size_t a = 0; a < origins.size(); ++a) {
    for (std::size_t b = a + 1; b < origins.size(); ++b) {
      const bool truth = origins[a] == origins[b];
      const bool held = lineage.nodes[a].origin == lineage.nodes[b].origin;
      result.right += truth && held ? 1 : 0;
      result.wrong += !truth && held ? 1 : 0;
      result.missed += truth && !held ? 1 : 0;
    }
  }
  return result;
}

// B-cubed F1 (Bagga and Baldwin 1998): precision and recall averaged over documents.
inline double b_cubed(const Lineage& lineage, const std::vector<std::string>& origins) {
  double precision = 0;
  double recall = 0;
  for (std::size_t a = 0; a < origins.size(); ++a) {
    double both = 0;
    double held = 0;
    double truth = 0;
    for (std::size_t b = 0; b < origins.size(); ++b) {
      const bool same = origins[a] == origins[b];
      const bool together = lineage.nodes[a].origin == lineage.nodes[b].origin;
      both += same && together ? 1 : 0;
      held += together ? 1 : 0;
      truth += same ? 1 : 0;
    }
    precision += both / held;
    recall += both / truth;
  }
  return 2 * precision * recall / (precision + recall) / static_cast<double>(origins.size());
}

}  // namespace depone::lineage
