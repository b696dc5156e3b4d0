// The documents of each origin, nearest to the first-hand account first.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/finding.h"

namespace depone::findings {

struct Origins {
  std::vector<std::string> of;  // of[d]: the origin of documents[d]
  // Nearest first: first-hand sources, then by steps down the lineage, then by date (unknown dates
  // last), then by name.
  std::map<std::string, std::vector<std::size_t>> documents;
  std::vector<std::size_t> rank;  // rank[d]: place of d in its origin's list, 0 the nearest
  // parent[d]: the document d descends from, within its origin.
  std::vector<std::optional<std::size_t>> parent;
};

// A document without a lineage node is its own origin, named after itself. Parents outside the
// case, in another origin or in a circle are ignored.
Origins origins_of(const Case& the_case);

// Parent, grandparent and so on, then the origin's other documents that are nearer than `document`.
std::vector<std::size_t> ancestors(const Origins& origins, std::size_t document);

}  // namespace depone::findings
