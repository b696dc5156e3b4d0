#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "estimate/decomposable.h"
#include "estimate/decomposable_kernel.h"
#include "math/quadrature.h"
#include "math/special.h"

namespace depone::estimate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFarthest = 1e12;      // unlisted people
constexpr std::int64_t kLookedAt = 16;  // below, every number is looked at,
constexpr std::int64_t kSummed = 256;   // as many from the first are summed; integrals above
constexpr std::int64_t kShort = 4096;   // a range as short is summed to its end
constexpr double kSlack = 12;           // how far a graph may rise between places of the scan
constexpr double kWidestStep = 0.25;    // of the scan, in log(unlisted)
constexpr double kWidestPanel = 1.6;    // to begin with, in log(unlisted)
constexpr double kNegligible = 28;      // nats below the peak: 617,675 such graphs add 4e-7
constexpr double kTolerance = 3e-5;     // at every second node; about its square remains
constexpr double kSharp = 1e-7;         // the same where an upper end may cut off on a steep slope
constexpr double kLeastSum = 1e-200;    // of ratios to one graph: below, digits go
constexpr double kNarrowest = 1e-4;     // panel, in log(unlisted)
constexpr std::size_t kChunk = 2048;    // graphs of one piece of work
constexpr std::size_t kWorthThreads = 16'384;  // graphs times blocks
constexpr std::size_t kLanes = DecomposableKernel::kLanes;

}  // namespace

// The posterior as it was computed: single numbers first, then panels.
struct CountPosterior::Grid {
  std::int64_t observed = 0;
  std::int64_t first = 0;              // the unlisted of small[0]
  std::vector<double> small;           // unnormalised
  std::vector<math::LogPanel> panels;  // of f(e^t) e^t in t, from log(above - 1/2)
  std::vector<double> before;          // the sum before each panel, and after the last
  std::int64_t above = 0;              // the first number in panels
  double edge_correction = 0;          // at above - 1
  double total = 0;

  // Logarithm of f at a number within the panels or next to them.
  double log_f(double unobserved) const {
    const double t = std::log(unobserved);
    const auto after = std::upper_bound(
        panels.begin(), panels.end(), t,
        [](double value, const math::LogPanel& panel) { return value < panel.from; });
    const auto& panel = after == panels.begin() ? panels.front() : *(after - 1);
    return math::interpolate(panel, t) - t;
  }
  double f(double unobserved) const { return std::exp(log_f(unobserved)); }

  // What an integral up to number + 1/2 has too much beside the sum up to `number`, of f times the
  // number to the power `moment`: Euler's and Maclaurin's corrections by differences.
  double correction(double number, int moment) const {
    std::array<double, 4> g;
    for (std::size_t i = 0; i < g.size(); ++i) {
      const double at = number - 1 + static_cast<double>(i);
      g[i] = f(at) * (moment == 0 ? 1 : at);
    }
    return (g[2] - g[1]) / 24 - 17 * (g[3] - 3 * (g[2] - g[1]) - g[0]) / 5760;
  }

  // Sum of f over all numbers up to `number`, which is in the panels.
  double sum_up_to(double number) const {
    const double t = std::log(number + 0.5);
    auto after = std::upper_bound(
        panels.begin(), panels.end(), t,
        [](double value, const math::LogPanel& panel) { return value < panel.from; });
    const auto index =
        static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - panels.begin() - 1, 0));
    const math::LogPanel& panel = panels[index];
    const double part = math::integrate(panel, std::min(t, panel.to));
    return before[index] + part - (correction(number, 0) - edge_correction);
  }
};

double CountPosterior::quantile(double p) const {
  const Grid& grid = *grid_;
  const double wanted = p * grid.total;
  double sum = 0;
  for (std::size_t i = 0; i < grid.small.size(); ++i) {
    sum += grid.small[i];
    if (sum >= wanted) {
      return static_cast<double>(grid.observed + grid.first + static_cast<std::int64_t>(i));
    }
  }
  if (grid.panels.empty()) {
    return static_cast<double>(grid.observed + grid.first - 1 +
                               static_cast<std::int64_t>(grid.small.size()));
  }
  double low = static_cast<double>(grid.above) - 1;  // not enough
  double high = std::round(std::exp(grid.panels.back().to) - 0.5);
  if (grid.sum_up_to(high) < wanted) {
    return beyond_ > 0 ? kInfinity : high + static_cast<double>(grid.observed);
  }
  // Neighbouring doubles are closer than one up to 2^53, far beyond kFarthest.
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (grid.sum_up_to(middle) >= wanted ? high : low) = middle;
  }
  return high + static_cast<double>(grid.observed);
}

class PosteriorBuilder {
 public:
  PosteriorBuilder(const OverlapTable& table, std::span<const DecomposableGraph> graphs,
                   const DecomposableOptions& options, double delta,
                   const Cancellation& cancellation)
      : graphs_(graphs),
        options_(options),
        cancellation_(cancellation),
        summed_end_(end_of_sums(options)),
        kernel_(table, options, delta),
        observed_(table.observed()) {}

  Result<CountPosterior> build() {
    DP_TRY(check_tail());
    place_scan();
    DP_TRY(scan());
    DP_TRY(refine());
    sum();
    DP_TRY(weigh());
    CountPosterior posterior;
    posterior.grid_ = grid_;
    posterior.mean_ = mean_;
    posterior.tail_power_ = tail_power_;
    posterior.beyond_ = tail_ / grid_->total;
    posterior.graphs_ = std::move(weights_);
    return posterior;
  }

 private:
  using GraphRows = DecomposableKernel::GraphRows;
  using Lanes = DecomposableKernel::Lanes;

  // An end of the possible numbers may cut the posterior off where it is steepest: integrals would
  // be poor there.
  static std::int64_t end_of_sums(const DecomposableOptions& options) {
    const std::int64_t first = options.min_unobserved;
    if (options.max_unobserved && *options.max_unobserved - first < kShort) {
      return *options.max_unobserved + 1;
    }
    return first + kSummed;
  }

  Result<> check_tail() {
    tail_power_ = -kInfinity;
    rows_.reserve(graphs_.size());
    for (const DecomposableGraph& graph : graphs_) {
      rows_.push_back(kernel_.rows_of(graph));
      tail_power_ = std::max(tail_power_, kernel_.tail_power(graph));
    }
    if (tail_power_ >= -1 && !options_.max_unobserved) {
      return Error{Fault::InvalidInput,
                   fmt::format("this prior leaves no posterior: for large numbers it falls only "
                               "like their power {:.3f}, whose sum is infinite",
                               tail_power_),
                   "take the reciprocal prior, or say how many unlisted people are possible"};
    }
    return done();
  }

  // Every small number, then steps in log(unlisted) that no graph can rise between by kSlack.
  void place_scan() {
    const std::int64_t first = options_.min_unobserved;
    const double last =
        options_.max_unobserved ? static_cast<double>(*options_.max_unobserved) : kFarthest;
    for (std::int64_t m = first; m < kLookedAt && static_cast<double>(m) <= last; ++m) {
      singles_.push_back(static_cast<double>(m));
    }
    const std::int64_t begin = std::max(first, kLookedAt);
    if (static_cast<double>(begin) > last) return;
    const double step = std::min(kWidestStep, std::sqrt(8 * kSlack / kernel_.curvature_bound()));
    const auto add = [&](double from, double to) {
      const auto pieces = static_cast<int>(std::ceil((to - from) / step));
      for (int i = 0; i < pieces; ++i) cuts_.push_back(from + (to - from) * i / pieces);
    };
    const double start = std::log(static_cast<double>(begin) - 0.5);
    const double middle = summed_until_;
    const double end = std::log(last + 0.5);
    if (start < middle && middle < end) {
      add(start, middle);
      add(middle, end);
    } else {
      add(start, end);
    }
    cuts_.push_back(end);
  }

  // Common part of all graphs; in the panels the integral is over t, hence the Jacobian.
  double common_at(double t) const { return kernel_.common(std::exp(t)) + t; }

  Result<> scan() {
    std::vector<double> places = singles_;
    std::vector<double> common;
    for (const double m : singles_) common.push_back(kernel_.common(m));
    for (const double t : cuts_) {
      places.push_back(std::exp(t));
      common.push_back(common_at(t));
    }
    const std::size_t blocks = (places.size() + kLanes - 1) / kLanes;
    std::vector<DecomposableKernel::Rows> tables(blocks);
    std::vector<Lanes> shared(blocks);
    for (std::size_t b = 0; b < blocks; ++b) {
      const std::size_t count = std::min(kLanes, places.size() - b * kLanes);
      kernel_.fill(std::span(places).subspan(b * kLanes, count), tables[b]);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        shared[b][lane] = common[std::min(b * kLanes + lane, places.size() - 1)];
      }
    }
    const std::size_t chunks = (graphs_.size() + kChunk - 1) / kChunk;
    std::vector<double> highest(graphs_.size(), -kInfinity);
    std::vector<std::vector<Lanes>> tops(chunks);
    DP_TRY(for_all(chunks, graphs_.size() * blocks, [&](std::size_t chunk) {
      Lanes nothing;
      nothing.fill(-kInfinity);
      tops[chunk].assign(blocks, nothing);
      const std::size_t end = std::min(graphs_.size(), (chunk + 1) * kChunk);
      for (std::size_t g = chunk * kChunk; g < end; ++g) {
        Lanes own = nothing;
        for (std::size_t b = 0; b < blocks; ++b) {
          Lanes value = kernel_.sum(rows_[g], tables[b]);
          Lanes& top = tops[chunk][b];
          for (std::size_t lane = 0; lane < kLanes; ++lane) {
            value[lane] += shared[b][lane];
            top[lane] = top[lane] < value[lane] ? value[lane] : top[lane];
            own[lane] = own[lane] < value[lane] ? value[lane] : own[lane];
          }
        }
        highest[g] = *std::max_element(own.begin(), own.end());
      }
    }));
    std::vector<double> top(places.size(), -kInfinity);
    for (const auto& chunk : tops) {
      for (std::size_t i = 0; i < top.size(); ++i) {
        top[i] = std::max(top[i], chunk[i / kLanes][i % kLanes]);
      }
    }
    peak_ = *std::max_element(top.begin(), top.end());
    cut_tops_.assign(top.begin() + static_cast<std::ptrdiff_t>(singles_.size()), top.end());
    for (std::size_t g = 0; g < graphs_.size(); ++g) {
      if (highest[g] <= peak_ - kNegligible - kSlack) continue;
      active_.push_back(g);
      active_rows_.push_back(rows_[g]);
    }
    return done();
  }

  // The active graph with the highest logarithm in this lane.
  std::size_t best_at(const DecomposableKernel::Rows& table, std::size_t lane) const {
    std::size_t best = active_.front();
    double highest = -kInfinity;
    for (std::size_t a = 0; a < active_.size(); ++a) {
      const double value = kernel_.sum_at(active_rows_[a], table, lane);
      if (value > highest) best = active_[a];
      highest = std::max(highest, value);
    }
    return best;
  }

  // Logarithms of the sum over active graphs, less the peak.
  Result<std::vector<double>> totals(std::span<const double> unobserved,
                                     std::span<const double> common) {
    std::vector<double> result(unobserved.size());
    const std::size_t blocks = (unobserved.size() + kLanes - 1) / kLanes;
    DP_TRY(for_all(blocks, active_.size() * blocks, [&](std::size_t b) {
      const std::size_t count = std::min(kLanes, unobserved.size() - b * kLanes);
      DecomposableKernel::Rows table;
      kernel_.fill(unobserved.subspan(b * kLanes, count), table);
      Lanes offset;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        offset[lane] = common[b * kLanes + std::min(lane, count - 1)] - peak_;
      }
      Lanes sums{};
      DecomposableKernel::Rows ratios = table;
      const Lanes base = kernel_.to_ratios(rows_[best_at(table, count / 2)], ratios);
      kernel_.add_products(active_rows_, ratios, sums);
      bool usable = true;
      for (const double one : sums) usable = usable && one > kLeastSum && one < kInfinity;
      if (usable) {
        for (std::size_t i = 0; i < count; ++i) {
          result[b * kLanes + i] = std::log(sums[i]) + base[i] + offset[i];
        }
        return;
      }
      // A ratio went beyond the range of double: the slow way, in logarithms.
      sums.fill(0);
      Lanes tops;
      tops.fill(-kInfinity);
      for (const std::size_t g : active_) {
        Lanes value = kernel_.sum(rows_[g], table);
        double top = -kInfinity;
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          value[lane] += offset[lane];
          tops[lane] = std::max(tops[lane], value[lane]);
          top = std::max(top, value[lane]);
        }
        if (top < -kNegligible - kSlack) continue;
        for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += std::exp(value[lane]);
      }
      // Where nothing was summed the highest graph goes on: polynomials need smooth numbers.
      for (std::size_t i = 0; i < count; ++i) {
        result[b * kLanes + i] = std::max(std::log(sums[i]), tops[i]);
      }
    }));
    return result;
  }

  Result<> refine() {
    std::vector<double> common;
    for (const double m : singles_) common.push_back(kernel_.common(m));
    grid_ = std::make_shared<CountPosterior::Grid>();
    grid_->observed = observed_;
    grid_->first = options_.min_unobserved;
    single_logs_ = DP_TRY(totals(singles_, common));
    if (cuts_.empty()) return done();
    const double graphs = std::log(static_cast<double>(graphs_.size()));
    std::optional<Error> stopped;
    const auto log_f = [&](std::span<const double> t) {
      std::vector<double> unobserved;
      std::vector<double> shared;
      for (const double one : t) {
        unobserved.push_back(std::exp(one));
        shared.push_back(common_at(one));
      }
      auto values = totals(unobserved, shared);
      if (values.ok()) return std::move(values).take();
      stopped = std::move(values).take_error();
      return std::vector<double>(t.size(), 0);
    };
    const auto skip = [&](double from, double to) {
      double top = -kInfinity;
      for (std::size_t i = 0; i < cuts_.size(); ++i) {
        if (cuts_[i] >= from && cuts_[i] <= to) top = std::max(top, cut_tops_[i]);
      }
      return top + graphs + kSlack < peak_ - kNegligible;
    };
    // Panels begin as several steps of the scan.
    std::vector<double> ends;
    double begin = -kInfinity;
    for (const double cut : cuts_) {
      if (cut - begin < kWidestPanel && cut != cuts_.back() && cut != summed_until_) continue;
      ends.push_back(cut);
      begin = cut;
    }
    panels_ = math::adaptive_panels(log_f, ends, options_.max_unobserved ? kSharp : kTolerance,
                                    kNarrowest, skip);
    if (stopped) return *stopped;
    return done();
  }

  // Cumulates singles, summed numbers and integrals; then tail and mean.
  void sum() {
    CountPosterior::Grid& grid = *grid_;
    double moment = 0;
    for (std::size_t i = 0; i < singles_.size(); ++i) {
      grid.small.push_back(std::exp(single_logs_[i]));
      moment += grid.small.back() * singles_[i];
    }
    double total = 0;
    for (const double one : grid.small) total += one;
    if (!panels_.empty()) {
      grid.panels = panels_;
      const bool has_summed = panels_.front().from < summed_until_;
      const double last = std::round(std::exp(panels_.back().to) - 0.5);
      std::int64_t m = std::max(options_.min_unobserved, kLookedAt);
      if (has_summed) {
        for (; m < summed_end_ && static_cast<double>(m) <= last; ++m) {
          grid.small.push_back(grid.f(static_cast<double>(m)));
          total += grid.small.back();
          moment += grid.small.back() * static_cast<double>(m);
        }
        std::erase_if(grid.panels,
                      [this](const math::LogPanel& panel) { return panel.to <= summed_until_; });
      }
      grid.above = m;
      if (!grid.panels.empty()) {
        const auto edge = static_cast<double>(m);
        grid.edge_correction = grid.correction(edge - 1, 0);
        for (const math::LogPanel& panel : grid.panels) {
          grid.before.push_back(total);
          total += math::integrate(panel, panel.to);
          math::LogPanel tilted = panel;
          const auto nodes = math::panel_nodes(panel.from, panel.to);
          for (std::size_t i = 0; i < nodes.size(); ++i) tilted.values[i] += nodes[i];
          moment += math::integrate(tilted, tilted.to);
        }
        grid.before.push_back(total);
        total = grid.sum_up_to(last);
        moment -= grid.correction(last, 1) - grid.correction(edge - 1, 1);
      }
    }
    double tail_moment = 0;
    if (!options_.max_unobserved) add_tail(tail_moment);
    grid.total = total + tail_;
    if (tail_power_ < -2 || options_.max_unobserved) {
      mean_ = (moment + tail_moment) / grid.total + static_cast<double>(observed_);
    }
  }

  // Beyond kFarthest every graph's share is a power of the number.
  void add_tail(double& moment) {
    if (options_.prior == CountPrior::Gamma) return;
    const double t = cuts_.back();
    const double farthest = std::exp(t);
    DecomposableKernel::Rows table;
    kernel_.fill(std::span(&farthest, 1), table);
    const double offset = common_at(t) - peak_;
    for (const std::size_t g : active_) {
      const double power = kernel_.tail_power(graphs_[g]);
      const double mass = std::exp(kernel_.sum(rows_[g], table)[0] + offset);
      tail_ += mass / -(power + 1);
      if (power < -2) moment += mass * farthest / -(power + 2);
    }
  }

  struct Place {
    double unobserved;
    double offset;  // common - peak - log of all graphs
    double mass;
  };
  static std::vector<double> block_of(std::span<const Place> places, std::size_t block) {
    std::vector<double> unobserved;
    const std::size_t begin = block * kLanes;
    for (std::size_t i = begin; i < std::min(places.size(), begin + kLanes); ++i) {
      unobserved.push_back(places[i].unobserved);
    }
    return unobserved;
  }

  // Each active graph's share of the posterior.
  Result<> weigh() {
    std::vector<Place> places;
    for (std::size_t i = 0; i < singles_.size(); ++i) {
      const double offset = kernel_.common(singles_[i]) - peak_ - single_logs_[i];
      places.push_back({singles_[i], offset, std::exp(single_logs_[i])});
    }
    for (const math::LogPanel& panel : panels_) {
      const auto mass =
          panel.to <= summed_until_ ? summed_weights(panel) : math::node_weights(panel);
      const auto nodes = math::panel_nodes(panel.from, panel.to);
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (mass[i] == 0) continue;
        places.push_back(
            {std::exp(nodes[i]), common_at(nodes[i]) - peak_ - panel.values[i], mass[i]});
      }
    }
    // Places that hold nothing of the posterior say nothing of the graphs either.
    double all = 0;
    for (const Place& place : places) all += place.mass;
    std::erase_if(places, [all](const Place& place) { return std::abs(place.mass) < 1e-9 * all; });
    const std::size_t blocks = (places.size() + kLanes - 1) / kLanes;
    std::vector<DecomposableKernel::Rows> tables(blocks);
    std::vector<Lanes> bases(blocks);
    for (std::size_t b = 0; b < blocks; ++b) {
      kernel_.fill(block_of(places, b), tables[b]);
      bases[b] =
          kernel_.to_ratios(rows_[best_at(tables[b], block_of(places, b).size() / 2)], tables[b]);
    }
    std::vector<double> weight(active_.size(), 0);
    const std::size_t chunks = (active_.size() + kChunk - 1) / kChunk;
    DP_TRY(for_all(chunks, active_.size() * blocks, [&](std::size_t chunk) {
      const std::size_t begin = chunk * kChunk;
      const std::size_t end = std::min(active_.size(), begin + kChunk);
      for (std::size_t b = 0; b < blocks; ++b) {
        Lanes factor{};
        for (std::size_t i = 0; i < std::min(kLanes, places.size() - b * kLanes); ++i) {
          const Place& place = places[b * kLanes + i];
          factor[i] = place.mass * std::exp(bases[b][i] + place.offset);
        }
        kernel_.add_weighted(std::span(active_rows_).subspan(begin, end - begin), tables[b], factor,
                             std::span(weight).subspan(begin, end - begin));
      }
    }));
    // A ratio beyond the range of double spoils its graph's sum: then in logarithms.
    for (std::size_t a = 0; a < active_.size(); ++a) {
      if (std::isfinite(weight[a])) continue;
      weight[a] = 0;
      for (std::size_t b = 0; b < blocks; ++b) {
        DecomposableKernel::Rows table;
        const auto unobserved = block_of(places, b);
        kernel_.fill(unobserved, table);
        const Lanes value = kernel_.sum(active_rows_[a], table);
        for (std::size_t i = 0; i < unobserved.size(); ++i) {
          const Place& place = places[b * kLanes + i];
          weight[a] += place.mass * std::exp(value[i] + place.offset);
        }
      }
    }
    double sum_of_weights = 0;
    for (const double one : weight) sum_of_weights += one;
    for (std::size_t a = 0; a < active_.size(); ++a) {
      weights_.push_back({active_[a], weight[a] / sum_of_weights});
    }
    const auto shown =
        static_cast<std::ptrdiff_t>(std::min(options_.models_shown, weights_.size()));
    std::partial_sort(weights_.begin(), weights_.begin() + shown, weights_.end(),
                      [](const GraphWeight& a, const GraphWeight& b) {
                        return a.weight != b.weight ? a.weight > b.weight : a.graph < b.graph;
                      });
    weights_.resize(static_cast<std::size_t>(shown));
    return done();
  }

  // As node_weights, for the sum over the panel's numbers instead of the integral.
  std::array<double, math::kPanelNodes> summed_weights(const math::LogPanel& panel) const {
    std::array<double, math::kPanelNodes> weights{};
    for (double m = std::ceil(std::exp(panel.from)); std::log(m) < panel.to; ++m) {
      const double mass = std::exp(math::interpolate(panel, std::log(m)) - std::log(m));
      const auto shares = math::node_shares(panel, std::log(m));
      for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += mass * shares[i];
    }
    return weights;
  }

  Result<> for_all(std::size_t count, std::size_t size,
                   const std::function<void(std::size_t)>& work) {
    NoProgress nobody;
    return parallel_for(count, size < kWorthThreads ? 1 : options_.threads, work, nobody,
                        cancellation_);
  }

  std::span<const DecomposableGraph> graphs_;
  const DecomposableOptions& options_;
  const Cancellation& cancellation_;
  const std::int64_t summed_end_;  // the first number that is not summed by itself
  const double summed_until_ = std::log(static_cast<double>(summed_end_) - 0.5);
  DecomposableKernel kernel_;
  std::int64_t observed_;
  std::vector<GraphRows> rows_;
  std::vector<double> singles_;
  std::vector<double> single_logs_;
  std::vector<double> cuts_;
  std::vector<double> cut_tops_;
  std::vector<std::size_t> active_;  // graphs that may matter
  std::vector<GraphRows> active_rows_;
  double peak_ = 0;
  std::vector<math::LogPanel> panels_;
  std::shared_ptr<CountPosterior::Grid> grid_;
  double tail_ = 0;
  double tail_power_ = 0;
  std::optional<double> mean_;
  std::vector<GraphWeight> weights_;
};

Result<CountPosterior> count_posterior(const OverlapTable& table,
                                       std::span<const DecomposableGraph> graphs,
                                       const DecomposableOptions& options, Progress& progress,
                                       const Cancellation& cancellation) {
  const std::size_t lists = table.list_count();
  if (lists < 1 || lists > kMostVertices || graphs.empty()) {
    return Error{Fault::InvalidInput, fmt::format("{} lists are not 1 to 7", lists)};
  }
  const double delta = options.delta.value_or(std::ldexp(1.0, -static_cast<int>(lists)));
  if (!(delta > 0) || !(options.gamma_shape > 0) || !(options.gamma_scale > 0)) {
    return Error{Fault::InvalidInput, "delta and the gamma prior's numbers must be above 0"};
  }
  const std::int64_t least = options.min_unobserved;
  if (least < 0 || (options.max_unobserved && *options.max_unobserved < least) ||
      static_cast<double>(std::max(least, options.max_unobserved.value_or(0))) >= kFarthest) {
    return Error{Fault::InvalidInput,
                 "the possible numbers of unlisted people must be a range within 0 to 10^12"};
  }
  if (!(options.level > 0 && options.level < 1)) {
    return Error{Fault::InvalidInput, "the interval's level must be between 0 and 1"};
  }
  progress.step(0, 1, "decomposable graphs");
  CountPosterior posterior =
      DP_TRY(PosteriorBuilder(table, graphs, options, delta, cancellation).build());
  progress.step(1, 1, "decomposable graphs");
  return posterior;
}

}  // namespace depone::estimate
