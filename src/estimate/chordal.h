// Decomposable (chordal) graphs over lists: which lists may depend on each other directly.
//
// A graph is chordal when its vertices can be taken away one by one so that each one's remaining
// neighbours all know each other (Rose 1970). Then its model has closed forms: the probability of
// an answer is the product over vertices of that of the vertex given those neighbours (Lauritzen
// 1996, 4.4). Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "estimate/overlap_table.h"

namespace depone::estimate {

// 7 vertices have 617,675 decomposable graphs; 8 would have 30,888,596.
inline constexpr std::size_t kMostVertices = 7;

struct DecomposableGraph {
  // Bit j (j - 1) / 2 + i, i < j: an edge between i and j.
  std::uint32_t edges = 0;
  // Those neighbours of v that are left when v is taken away, as bits.
  std::array<std::uint8_t, kMostVertices> parents{};
  friend bool operator==(const DecomposableGraph&, const DecomposableGraph&) = default;
};

// The graph with these edges taken apart, the lowest vertex that can go first; nullopt when it is
// not decomposable. 1 <= vertices <= kMostVertices.
std::optional<DecomposableGraph> decompose(std::uint32_t edges, std::size_t vertices);

// All of them, by ascending edges: 1, 2, 8, 61, 822, 18,154, 617,675 for 1 to 7 vertices.
std::vector<DecomposableGraph> decomposable_graphs(std::size_t vertices);

// The largest sets of vertices that all know each other, by ascending bits.
std::vector<Lists> cliques_of(const DecomposableGraph& graph, std::size_t vertices);

// What neighbouring cliques share, as often as it separates, without empty ones; ascending.
std::vector<Lists> separators_of(const DecomposableGraph& graph, std::size_t vertices);

// "[EXH,ABA][OSCE][HRW]": the cliques by list names.
std::string generators_of(const DecomposableGraph& graph, const OverlapTable& table);

}  // namespace depone::estimate
