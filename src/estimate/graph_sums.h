// Sums of decomposable graphs' marginal likelihoods at given numbers of unlisted people, and what
// each graph's share in a weighted sum of them is. Used by decomposable_posterior.cc; not
// thread-safe.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "estimate/decomposable.h"
#include "estimate/decomposable_kernel.h"

namespace depone::estimate {

// Nats below the peak at which a graph no longer counts: 617,675 such graphs add 4e-7.
inline constexpr double kNegligibleGraph = 28;
// How far a graph may rise between two places of a scan.
inline constexpr double kScanSlack = 12;

class GraphSums {
 public:
  GraphSums(const OverlapTable& table, std::span<const DecomposableGraph> graphs,
            const DecomposableOptions& options, double delta, const Cancellation& cancellation);

  // A number of unlisted people and what is added to every graph's logarithm there.
  struct Place {
    double unobserved = 0;
    double common = 0;
  };

  // Looks at all graphs at `places`, in ascending order, and keeps those that come near the highest
  // logarithm, peak(). Returns the highest at each place. Called once, before what follows.
  Result<std::vector<double>> scan(std::span<const Place> places);
  double peak() const { return peak_; }

  // Logarithms of the sums over the graphs kept, less the peak.
  Result<std::vector<double>> totals(std::span<const Place> places) const;

  // What lies beyond `farthest` when from there on each graph's share is a power of the number.
  struct Tail {
    double mass = 0;    // less the peak, as totals()
    double moment = 0;  // the same times the number; of graphs that have one
  };
  Tail tail_beyond(const Place& farthest) const;

  // Each kept graph's part of the sum of `mass` over `places`, where `total` is what totals() says
  // there. Heaviest first, the `shown` first ones, as parts of one.
  struct Weighted {
    Place place;
    double total = 0;
    double mass = 0;
  };
  Result<std::vector<GraphWeight>> weigh(std::vector<Weighted> places, std::size_t shown) const;

  // The slowest fall of any graph: like its number to this power.
  double tail_power() const { return tail_power_; }
  const DecomposableKernel& kernel() const { return kernel_; }
  std::size_t count() const { return graphs_.size(); }

 private:
  using GraphRows = DecomposableKernel::GraphRows;
  using Rows = DecomposableKernel::Rows;

  const GraphRows& leader_near(double unobserved) const;
  Lanes sums_in_logarithms(std::span<const double> unobserved, const Lanes& offset) const;
  Result<> for_all(std::size_t count, std::size_t size,
                   const std::function<void(std::size_t)>& work) const;

  std::span<const DecomposableGraph> graphs_;
  std::size_t lists_;
  std::size_t threads_;
  const Cancellation& cancellation_;
  DecomposableKernel kernel_;
  std::vector<GraphRows> rows_;  // of all graphs
  double tail_power_ = 0;
  double peak_ = 0;
  std::vector<std::size_t> active_;  // graphs that may matter
  std::vector<GraphRows> active_rows_;
  std::vector<double> scanned_;       // the places of the scan
  std::vector<std::size_t> leaders_;  // the highest graph at each
};

}  // namespace depone::estimate
