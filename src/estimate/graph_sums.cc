#include "estimate/graph_sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "estimate/graph_kernel.h"

namespace depone::estimate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLeastSum = 1e-200;           // of ratios to one graph: below, digits go
constexpr std::size_t kChunk = 2048;           // graphs of one piece of work
constexpr std::size_t kTile = 4;               // blocks whose rows stay near the processor
constexpr std::size_t kWorthThreads = 32'768;  // graphs times blocks

static_assert(kGraphStride == kMostVertices);

Lanes filled(double value) {
  Lanes lanes;
  std::fill(std::begin(lanes.at), std::end(lanes.at), value);
  return lanes;
}

std::size_t blocks_of(std::size_t places) { return (places + kLanes - 1) / kLanes; }

// The numbers of a block of up to eight places.
struct Block {
  std::array<double, kLanes> unobserved{};
  std::size_t size = 0;
  std::span<const double> span() const { return std::span(unobserved).first(size); }
};

template <class Places, class Number>
Block block_of(const Places& places, std::size_t index, const Number& number_of) {
  Block block;
  const std::size_t begin = index * kLanes;
  block.size = std::min(kLanes, places.size() - begin);
  for (std::size_t i = 0; i < block.size; ++i) block.unobserved[i] = number_of(places[begin + i]);
  return block;
}

}  // namespace

GraphSums::GraphSums(const OverlapTable& table, std::span<const DecomposableGraph> graphs,
                     const DecomposableOptions& options, double delta,
                     const Cancellation& cancellation)
    : graphs_(graphs),
      lists_(table.list_count()),
      threads_(options.threads),
      cancellation_(cancellation),
      kernel_(table, options, delta),
      tail_power_(-kInfinity) {
  rows_.reserve(graphs_.size());
  for (const DecomposableGraph& graph : graphs_) {
    rows_.push_back(kernel_.rows_of(graph));
    tail_power_ = std::max(tail_power_, kernel_.tail_power(graph));
  }
}

Result<std::vector<double>> GraphSums::scan(std::span<const Place> places) {
  const std::size_t blocks = blocks_of(places.size());
  std::vector<Rows> tables(blocks);
  std::vector<const Lanes*> table_of(blocks);
  std::vector<Lanes> shared(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    kernel_.fill(block_of(places, b, [](const Place& place) { return place.unobserved; }).span(),
                 tables[b]);
    table_of[b] = tables[b].data();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      shared[b][lane] = places[std::min(b * kLanes + lane, places.size() - 1)].common;
    }
  }
  const std::size_t chunks = (graphs_.size() + kChunk - 1) / kChunk;
  std::vector<double> highest(graphs_.size(), -kInfinity);
  std::vector<std::vector<Lanes>> tops(chunks);
  std::vector<std::vector<Lanes>> leaders(chunks);
  DP_TRY(for_all(chunks, graphs_.size() * blocks, [&](std::size_t chunk) {
    tops[chunk].assign(blocks, filled(-kInfinity));
    leaders[chunk].assign(blocks, Lanes{});
    const std::size_t first = chunk * kChunk;
    const GraphRange range{rows_[first].data(), std::min(kChunk, graphs_.size() - first), lists_};
    for (std::size_t b = 0; b < blocks; b += kTile) {
      graph_kernel().scan({range, first, std::min(kTile, blocks - b), table_of.data() + b,
                           shared.data() + b, tops[chunk].data() + b, leaders[chunk].data() + b,
                           highest.data() + first});
    }
  }));
  std::vector<double> top(places.size(), -kInfinity);
  leaders_.assign(places.size(), 0);
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    for (std::size_t i = 0; i < top.size(); ++i) {
      const double value = tops[chunk][i / kLanes][i % kLanes];
      if (!(value > top[i])) continue;
      top[i] = value;
      leaders_[i] = static_cast<std::size_t>(leaders[chunk][i / kLanes][i % kLanes]);
    }
  }
  for (const Place& place : places) scanned_.push_back(place.unobserved);
  peak_ = *std::max_element(top.begin(), top.end());
  for (std::size_t g = 0; g < graphs_.size(); ++g) {
    if (highest[g] <= peak_ - kNegligibleGraph - kScanSlack) continue;
    active_.push_back(g);
    active_rows_.push_back(rows_[g]);
  }
  return top;
}

// What ratios are taken to: a graph that is at least near the highest there.
const GraphSums::GraphRows& GraphSums::leader_near(double unobserved) const {
  const auto after = std::ranges::lower_bound(scanned_, unobserved);
  const auto index = static_cast<std::size_t>(after - scanned_.begin());
  return rows_[leaders_[std::min(index, leaders_.size() - 1)]];
}

Result<std::vector<double>> GraphSums::totals(std::span<const Place> places) const {
  std::vector<double> result(places.size());
  const std::size_t blocks = blocks_of(places.size());
  DP_TRY(for_all(blocks, active_.size() * blocks, [&](std::size_t b) {
    const Block block = block_of(places, b, [](const Place& place) { return place.unobserved; });
    Lanes offset;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      offset[lane] = places[b * kLanes + std::min(lane, block.size - 1)].common - peak_;
    }
    Rows table;
    kernel_.fill(block.span(), table);
    const Lanes base = kernel_.to_ratios(leader_near(block.unobserved[block.size / 2]), table);
    Lanes sums{};
    graph_kernel().add_products({active_rows_[0].data(), active_rows_.size(), lists_}, table.data(),
                                sums);
    bool usable = true;
    for (const double one : sums.at) usable = usable && one > kLeastSum && one < kInfinity;
    Lanes logs;
    if (usable) {
      for (std::size_t i = 0; i < block.size; ++i) {
        logs[i] = std::log(sums[i]) + base[i] + offset[i];
      }
    } else {
      logs = sums_in_logarithms(block.span(), offset);
    }
    for (std::size_t i = 0; i < block.size; ++i) result[b * kLanes + i] = logs[i];
  }));
  return result;
}

// When a ratio went beyond the range of double: the slow way.
Lanes GraphSums::sums_in_logarithms(std::span<const double> unobserved, const Lanes& offset) const {
  Rows table;
  kernel_.fill(unobserved, table);
  Lanes sums{};
  Lanes tops = filled(-kInfinity);
  for (const GraphRows& graph : active_rows_) {
    for (std::size_t lane = 0; lane < unobserved.size(); ++lane) {
      const double value = kernel_.sum_at(graph, table, lane) + offset[lane];
      tops[lane] = std::max(tops[lane], value);
      if (value >= -kNegligibleGraph - kScanSlack) sums[lane] += std::exp(value);
    }
  }
  // Where nothing was summed the highest graph goes on: polynomials need smooth numbers.
  Lanes logs;
  for (std::size_t lane = 0; lane < unobserved.size(); ++lane) {
    logs[lane] = std::max(std::log(sums[lane]), tops[lane]);
  }
  return logs;
}

GraphSums::Tail GraphSums::tail_beyond(const Place& farthest) const {
  Rows table;
  kernel_.fill(std::span(&farthest.unobserved, 1), table);
  Tail tail;
  for (std::size_t a = 0; a < active_.size(); ++a) {
    const double power = kernel_.tail_power(graphs_[active_[a]]);
    const double mass =
        std::exp(kernel_.sum_at(active_rows_[a], table, 0) + farthest.common - peak_);
    tail.mass += mass / -(power + 1);
    if (power < -2) tail.moment += mass * farthest.unobserved / -(power + 2);
  }
  return tail;
}

Result<std::vector<GraphWeight>> GraphSums::weigh(std::vector<Weighted> places,
                                                  std::size_t shown) const {
  // Places that hold nothing of the posterior say nothing of the graphs either.
  double all = 0;
  for (const Weighted& one : places) all += one.mass;
  std::erase_if(places, [all](const Weighted& one) { return std::abs(one.mass) < 1e-9 * all; });
  const auto number_of = [](const Weighted& one) { return one.place.unobserved; };
  const auto offset_of = [this](const Weighted& one) {
    return one.place.common - peak_ - one.total;
  };
  const std::size_t blocks = blocks_of(places.size());
  std::vector<Rows> tables(blocks);
  std::vector<Lanes> factors(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    const Block block = block_of(places, b, number_of);
    kernel_.fill(block.span(), tables[b]);
    const Lanes base = kernel_.to_ratios(leader_near(block.unobserved[block.size / 2]), tables[b]);
    for (std::size_t i = 0; i < block.size; ++i) {
      const Weighted& one = places[b * kLanes + i];
      factors[b][i] = one.mass * std::exp(base[i] + offset_of(one));
    }
  }
  std::vector<double> weight(active_.size(), 0);
  const std::size_t chunks = (active_.size() + kChunk - 1) / kChunk;
  DP_TRY(for_all(chunks, active_.size() * blocks, [&](std::size_t chunk) {
    const std::size_t first = chunk * kChunk;
    const GraphRange range{active_rows_[first].data(), std::min(kChunk, active_.size() - first),
                           lists_};
    for (std::size_t b = 0; b < blocks; ++b) {
      graph_kernel().add_shares(range, tables[b].data(), factors[b], weight.data() + first);
    }
  }));
  // A ratio beyond the range of double spoils its graph's sum: then in logarithms.
  for (std::size_t a = 0; a < active_.size(); ++a) {
    if (std::isfinite(weight[a])) continue;
    weight[a] = 0;
    for (std::size_t b = 0; b < blocks; ++b) {
      const Block block = block_of(places, b, number_of);
      Rows table;
      kernel_.fill(block.span(), table);
      for (std::size_t i = 0; i < block.size; ++i) {
        const Weighted& one = places[b * kLanes + i];
        weight[a] +=
            one.mass * std::exp(kernel_.sum_at(active_rows_[a], table, i) + offset_of(one));
      }
    }
  }
  double sum_of_weights = 0;
  for (const double one : weight) sum_of_weights += one;
  std::vector<GraphWeight> weights;
  weights.reserve(active_.size());
  for (std::size_t a = 0; a < active_.size(); ++a) {
    weights.push_back({active_[a], weight[a] / sum_of_weights});
  }
  shown = std::min(shown, weights.size());
  std::partial_sort(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(shown),
                    weights.end(), [](const GraphWeight& a, const GraphWeight& b) {
                      return a.weight != b.weight ? a.weight > b.weight : a.graph < b.graph;
                    });
  weights.resize(shown);
  return weights;
}

Result<> GraphSums::for_all(std::size_t count, std::size_t size,
                            const std::function<void(std::size_t)>& work) const {
  NoProgress nobody;
  return parallel_for(count, size < kWorthThreads ? 1 : threads_, work, nobody, cancellation_);
}

}  // namespace depone::estimate
