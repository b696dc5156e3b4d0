#include "findings/origins.h"

#include <algorithm>
#include <tuple>

namespace depone::findings {
namespace {

// Steps up to the top of the lineage; a circle counts as its length, once round.
std::size_t depth_of(const Origins& origins, std::size_t document) {
  std::size_t depth = 0;
  std::optional<std::size_t> at = origins.parent[document];
  while (at && depth < origins.parent.size()) {
    ++depth;
    at = origins.parent[*at];
  }
  return depth;
}

}  // namespace

Origins origins_of(const Case& the_case) {
  const std::size_t count = the_case.documents.size();
  Origins origins;
  origins.of.resize(count);
  origins.rank.resize(count);
  origins.parent.resize(count);
  const auto& nodes = the_case.lineage.nodes;
  for (std::size_t d = 0; d < count; ++d) {
    const bool has_node = d < nodes.size() && !nodes[d].origin.empty();
    origins.of[d] = has_node ? nodes[d].origin : "document " + the_case.documents[d].id;
  }
  for (std::size_t d = 0; d < count && d < nodes.size(); ++d) {
    const std::optional<std::size_t> parent = nodes[d].parent;
    if (parent && *parent < count && *parent != d && origins.of[*parent] == origins.of[d]) {
      origins.parent[d] = parent;
    }
  }
  std::vector<std::size_t> depth(count);
  for (std::size_t d = 0; d < count; ++d) {
    depth[d] = depth_of(origins, d);
    origins.documents[origins.of[d]].push_back(d);
  }
  const auto place = [&](std::size_t d) {
    const CaseDocument& document = the_case.documents[d];
    return std::tuple(!document.source.first_hand, depth[d], !document.document.date.known(),
                      document.document.date, std::string_view(document.document.name),
                      std::string_view(document.id));
  };
  for (auto& [origin, documents] : origins.documents) {
    std::sort(documents.begin(), documents.end(),
              [&](std::size_t one, std::size_t other) { return place(one) < place(other); });
    for (std::size_t i = 0; i < documents.size(); ++i) origins.rank[documents[i]] = i;
  }
  return origins;
}

std::vector<std::size_t> ancestors(const Origins& origins, std::size_t document) {
  std::vector<std::size_t> list;
  const auto add = [&](std::size_t d) {
    if (d == document || std::find(list.begin(), list.end(), d) != list.end()) return false;
    list.push_back(d);
    return true;
  };
  std::optional<std::size_t> at = origins.parent[document];
  while (at && add(*at)) at = origins.parent[*at];
  for (const std::size_t nearer : origins.documents.at(origins.of[document])) {
    if (nearer == document) break;
    // A document that stands alone beside this one (no parent, not its ancestor) may still be the
    // nearest to the account they share.
    add(nearer);
  }
  return list;
}

}  // namespace depone::findings
