// The logarithm of graphs' marginal likelihoods at many numbers of unlisted people at once. Used by
// decomposable.cc; not thread-safe to build, const calls are.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "estimate/chordal.h"
#include "estimate/decomposable.h"
#include "estimate/lanes.h"
#include "estimate/overlap_table.h"

namespace depone::estimate {

class DecomposableKernel {
 public:
  // Numbers are treated eight at a time. For each vertex and set of parents the part of the
  // logarithm that they contribute.
  using Rows = std::vector<Lanes>;
  // A graph as the rows it sums.
  using GraphRows = std::array<std::uint16_t, kMostVertices>;

  DecomposableKernel(const OverlapTable& table, const DecomposableOptions& options, double delta);

  GraphRows rows_of(const DecomposableGraph& graph) const;
  // `unobserved`: 1 to 8 numbers, not necessarily whole, >= 0; missing lanes repeat the last one.
  void fill(std::span<const double> unobserved, Rows& rows) const;

  // The graph's logarithm at one lane.
  double sum_at(const GraphRows& graph, const Rows& rows, std::size_t lane) const {
    double total = 0;
    for (std::size_t v = 0; v < lists_; ++v) total += rows[graph[v]][lane];
    return total;
  }

  // Turns rows into how many times likelier each makes the lane than the reference graph's row for
  // its vertex does; returns the reference graph's logarithm. Ratios may overflow where the
  // reference is hopeless.
  Lanes to_ratios(const GraphRows& reference, Rows& rows) const;

  // What all graphs share: the number of ways and the prior of the count.
  double common(double unobserved) const;
  // For large numbers a graph's share (common() included) goes like its number to this power.
  double tail_power(const DecomposableGraph& graph) const;
  // No graph's logarithm, as a function of log(unobserved), bends more than this.
  double curvature_bound() const { return curvature_; }

 private:
  std::size_t row_index(std::size_t vertex, unsigned parents) const;

  std::size_t lists_;
  double observed_;
  CountPrior prior_;
  double gamma_shape_;
  double gamma_scale_;
  // By set of lists: people seen on none of them plus the prior's people there, and the part of
  // the set's marginal likelihood that does not change with the unlisted.
  std::vector<double> empty_cell_;
  std::vector<double> constant_;
  double ways_ = 0;
  double curvature_ = 0;
};

}  // namespace depone::estimate
