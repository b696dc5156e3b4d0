#include "estimate/chordal.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace depone::estimate {
namespace {

using Neighbours = std::array<std::uint8_t, kMostVertices>;

Neighbours neighbours_of(std::uint32_t edges, std::size_t vertices) {
  Neighbours neighbours{};
  for (std::size_t j = 1; j < vertices; ++j) {
    const auto lower = static_cast<std::uint8_t>(edges & ((1u << j) - 1));
    edges >>= j;
    neighbours[j] = static_cast<std::uint8_t>(neighbours[j] | lower);
    for (std::uint8_t rest = lower; rest != 0;
         rest = static_cast<std::uint8_t>(rest & (rest - 1))) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      neighbours[i] = static_cast<std::uint8_t>(neighbours[i] | 1u << j);
    }
  }
  return neighbours;
}

// Whether these vertices all know each other.
bool complete(const Neighbours& neighbours, unsigned members) {
  for (unsigned rest = members; rest != 0; rest &= rest - 1) {
    const auto v = static_cast<std::size_t>(std::countr_zero(rest));
    const unsigned others = members & ~(1u << v);
    if ((neighbours[v] & others) != others) return false;
  }
  return true;
}

}  // namespace

std::optional<DecomposableGraph> decompose(std::uint32_t edges, std::size_t vertices) {
  assert(vertices >= 1 && vertices <= kMostVertices);
  const Neighbours neighbours = neighbours_of(edges, vertices);
  DecomposableGraph graph{edges, {}};
  unsigned left = (1u << vertices) - 1;
  while (left != 0) {
    bool taken = false;
    for (unsigned rest = left; rest != 0 && !taken; rest &= rest - 1) {
      const auto v = static_cast<std::size_t>(std::countr_zero(rest));
      const unsigned around = neighbours[v] & left;
      if (!complete(neighbours, around)) continue;
      graph.parents[v] = static_cast<std::uint8_t>(around);
      left &= ~(1u << v);
      taken = true;
    }
    if (!taken) return std::nullopt;
  }
  return graph;
}

std::vector<DecomposableGraph> decomposable_graphs(std::size_t vertices) {
  std::vector<DecomposableGraph> graphs;
  const std::uint32_t count = 1u << (vertices * (vertices - 1) / 2);
  for (std::uint32_t edges = 0; edges < count; ++edges) {
    if (const auto graph = decompose(edges, vertices)) graphs.push_back(*graph);
  }
  return graphs;
}

std::vector<Lists> cliques_of(const DecomposableGraph& graph, std::size_t vertices) {
  std::vector<Lists> all;
  for (std::size_t v = 0; v < vertices; ++v) all.push_back(graph.parents[v] | Lists{1} << v);
  std::vector<Lists> cliques;
  for (const Lists one : all) {
    const bool inside = std::any_of(all.begin(), all.end(), [one](Lists other) {
      return other != one && (one & other) == one;
    });
    if (!inside) cliques.push_back(one);
  }
  std::sort(cliques.begin(), cliques.end());
  return cliques;
}

std::vector<Lists> separators_of(const DecomposableGraph& graph, std::size_t vertices) {
  // The model is the product of all {v} + parents over all parents; what is on both sides cancels.
  std::vector<Lists> above;
  std::vector<Lists> below;
  for (std::size_t v = 0; v < vertices; ++v) {
    above.push_back(graph.parents[v] | Lists{1} << v);
    if (graph.parents[v] != 0) below.push_back(graph.parents[v]);
  }
  std::sort(above.begin(), above.end());
  std::sort(below.begin(), below.end());
  std::vector<Lists> separators;
  std::set_difference(below.begin(), below.end(), above.begin(), above.end(),
                      std::back_inserter(separators));
  return separators;
}

std::string generators_of(const DecomposableGraph& graph, const OverlapTable& table) {
  std::string names;
  for (const Lists clique : cliques_of(graph, table.list_count())) {
    names += "[" + names_of(table, clique) + "]";
  }
  return names;
}

}  // namespace depone::estimate
