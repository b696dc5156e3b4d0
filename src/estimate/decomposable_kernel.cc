#include "estimate/decomposable_kernel.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

#include "estimate/graph_kernel.h"
#include "math/special.h"

namespace depone::estimate {
namespace {

#define DEPONE_LANE_BYTES 16
#include "estimate/lane_vector.inc"

// Eight lanes.
using V = Pair<Pair<Part>>;
static_assert(sizeof(V) == sizeof(Lanes));

V load(const Lanes& lanes) {
  V result;
  std::memcpy(&result, lanes.at, sizeof result);
  return result;
}
void store(const V& values, Lanes& lanes) { std::memcpy(lanes.at, &values, sizeof values); }

// What Stirling's formula lacks, from kStirling on (math/special.cc).
constexpr double kStirling = 10;

V stirling_rest(const V& x) {
  const V r = all<V>(1) / x;
  const V s = r * r;
  V p = all<V>(1.0 / 1188) - s * all<V>(691.0 / 360360);
  p = all<V>(1.0 / 1680) - s * p;
  p = all<V>(1.0 / 1260) - s * p;
  p = all<V>(1.0 / 360) - s * p;
  return r * (all<V>(1.0 / 12) - s * p);
}

}  // namespace

DecomposableKernel::DecomposableKernel(const OverlapTable& table,
                                       const DecomposableOptions& options, double delta)
    : lists_(table.list_count()),
      observed_(static_cast<double>(table.observed())),
      prior_(options.prior),
      gamma_shape_(options.gamma_shape),
      gamma_scale_(options.gamma_scale) {
  assert(lists_ >= 1 && lists_ <= kMostVertices && delta > 0);
  const std::size_t cells = table.counts.size();
  empty_cell_.resize(cells);
  constant_.resize(cells);
  for (std::size_t set = 0; set < cells; ++set) {
    std::vector<double> margin(cells, 0);
    for (std::size_t cell = 1; cell < cells; ++cell) {
      margin[cell & set] += static_cast<double>(table.counts[cell]);
    }
    const double prior = std::ldexp(delta, static_cast<int>(lists_) - std::popcount(set));
    const double prior_term = math::log_gamma(prior);
    empty_cell_[set] = margin[0] + prior;
    constant_[set] = -prior_term;
    for (std::size_t cell = 1; cell < cells; ++cell) {
      if ((cell & ~set) != 0 || margin[cell] == 0) continue;
      constant_[set] += math::log_gamma(margin[cell] + prior) - prior_term;
    }
  }
  for (std::size_t cell = 1; cell < cells; ++cell) {
    ways_ -= math::log_gamma(static_cast<double>(table.counts[cell]) + 1);
  }
  // d2/dt2 of log G(e^t + b) - log G(e^t + c) is at most |b - c| / 4 in size.
  double differences =
      observed_ + std::ldexp(delta, static_cast<int>(lists_) - 1) * static_cast<double>(lists_);
  for (std::size_t list = 0; list < lists_; ++list) {
    differences += static_cast<double>(table.on_list(list));
  }
  curvature_ = differences / 4 + 2;
}

std::size_t DecomposableKernel::row_index(std::size_t vertex, unsigned parents) const {
  // Bit `vertex` of parents is never set: leave it out.
  const unsigned low = parents & ((1u << vertex) - 1);
  const unsigned high = parents >> (vertex + 1);
  return (vertex << (lists_ - 1)) + (low | high << vertex);
}

DecomposableKernel::GraphRows DecomposableKernel::rows_of(const DecomposableGraph& graph) const {
  GraphRows rows{};
  for (std::size_t v = 0; v < lists_; ++v) {
    rows[v] = static_cast<std::uint16_t>(row_index(v, graph.parents[v]));
  }
  return rows;
}

void DecomposableKernel::fill(std::span<const double> unobserved, Rows& rows) const {
  assert(!unobserved.empty() && unobserved.size() <= kLanes);
  const std::size_t cells = empty_cell_.size();
  rows.resize(lists_ << (lists_ - 1));
  std::array<Lanes, std::size_t{1} << kMostVertices> sets;
  Lanes all_empty;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    all_empty[lane] = unobserved[std::min(lane, unobserved.size() - 1)] + empty_cell_[0];
  }
  const double least = *std::min_element(std::begin(all_empty.at), std::end(all_empty.at));
  // As math::log_gamma_ratio, whose parts of `x` alone are the same for all sets.
  const V x = load(all_empty);
  const V inverse = all<V>(1) / x;
  const V log_less_one = logarithm(x) - all<V>(1);
  const V rest = stirling_rest(x);
  std::fill(std::begin(sets[0].at), std::end(sets[0].at), constant_[0]);
  for (std::size_t set = 1; set < cells; ++set) {
    const double less = empty_cell_[set] - empty_cell_[0];
    if (least + less < kStirling) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        sets[set][lane] = constant_[set] + math::log_gamma_ratio(all_empty[lane], less);
      }
      continue;
    }
    const V d = all<V>(less);
    const V y = x + d;
    store(all<V>(constant_[set]) +
              (d * log_less_one + (y - all<V>(0.5)) * logarithm_of_one_plus(d * inverse) +
               stirling_rest(y) - rest),
          sets[set]);
  }
  for (std::size_t vertex = 0; vertex < lists_; ++vertex) {
    for (unsigned parents = 0; parents < cells; ++parents) {
      if (parents >> vertex & 1) continue;
      Lanes& row = rows[row_index(vertex, parents)];
      const Lanes& with = sets[parents | 1u << vertex];
      const Lanes& without = sets[parents];
      for (std::size_t lane = 0; lane < kLanes; ++lane) row[lane] = with[lane] - without[lane];
    }
  }
}

Lanes DecomposableKernel::to_ratios(const GraphRows& reference, Rows& rows) const {
  Lanes base;
  graph_kernel().to_ratios(reference.data(), lists_, std::size_t{1} << (lists_ - 1), rows.data(),
                           base);
  return base;
}

double DecomposableKernel::common(double unobserved) const {
  const double all = unobserved + observed_;
  const double ways = ways_ + math::log_gamma_ratio(unobserved + 1, observed_);
  switch (prior_) {
    case CountPrior::Reciprocal:
      return ways - std::log(all);
    case CountPrior::Flat:
      return ways;
    case CountPrior::Gamma:
      break;
  }
  return ways + math::log_gamma_ratio(all + 1, gamma_shape_ - 1) - math::log_gamma(gamma_shape_) -
         all * std::log1p(1 / gamma_scale_) - gamma_shape_ * std::log1p(gamma_scale_);
}

double DecomposableKernel::tail_power(const DecomposableGraph& graph) const {
  if (prior_ == CountPrior::Gamma) return -std::numeric_limits<double>::infinity();
  double power = observed_ - (prior_ == CountPrior::Reciprocal ? 1 : 0);
  for (std::size_t v = 0; v < lists_; ++v) {
    const unsigned parents = graph.parents[v];
    power += empty_cell_[parents | 1u << v] - empty_cell_[parents];
  }
  return power;
}

}  // namespace depone::estimate
