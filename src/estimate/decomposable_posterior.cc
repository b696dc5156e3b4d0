#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/decomposable.h"
#include "estimate/graph_sums.h"
#include "estimate/posterior_grid.h"
#include "math/quadrature.h"

namespace depone::estimate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFarthest = 1e12;      // unlisted people
constexpr std::int64_t kLookedAt = 16;  // below, every number is looked at,
constexpr std::int64_t kSummed = 256;   // as many from the first are summed; integrals above
constexpr std::int64_t kShort = 4096;   // a range as short is summed to its end
constexpr double kWidestStep = 0.25;    // of the scan, in log(unlisted)
constexpr double kWidestPanel = 1.6;    // to begin with, in log(unlisted)
constexpr double kTolerance = 3e-5;     // at every second node; about its square remains
constexpr double kSharp = 1e-7;         // the same where an upper end may cut off on a steep slope
constexpr double kNarrowest = 1e-4;     // panel, in log(unlisted)

}  // namespace

class PosteriorBuilder {
 public:
  PosteriorBuilder(const OverlapTable& table, std::span<const DecomposableGraph> graphs,
                   const DecomposableOptions& options, double delta,
                   const Cancellation& cancellation)
      : options_(options),
        summed_end_(end_of_sums(options)),
        sums_(table, graphs, options, delta, cancellation),
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
    posterior.tail_power_ = sums_.tail_power();
    posterior.beyond_ = tail_ / grid_->total;
    posterior.graphs_ = std::move(weights_);
    return posterior;
  }

 private:
  using Place = GraphSums::Place;

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
    if (sums_.tail_power() >= -1 && !options_.max_unobserved) {
      return Error{Fault::InvalidInput,
                   fmt::format("this prior leaves no posterior: for large numbers it falls only "
                               "like their power {:.3f}, whose sum is infinite",
                               sums_.tail_power()),
                   "take the reciprocal prior, or say how many unlisted people are possible"};
    }
    return done();
  }

  // Every small number, then steps in log(unlisted) that no graph can rise between by
  // kScanSlack.
  void place_scan() {
    const std::int64_t first = options_.min_unobserved;
    const double last =
        options_.max_unobserved ? static_cast<double>(*options_.max_unobserved) : kFarthest;
    for (std::int64_t m = first; m < kLookedAt && static_cast<double>(m) <= last; ++m) {
      singles_.push_back(static_cast<double>(m));
    }
    const std::int64_t begin = std::max(first, kLookedAt);
    if (static_cast<double>(begin) > last) return;
    const double step =
        std::min(kWidestStep, std::sqrt(8 * kScanSlack / sums_.kernel().curvature_bound()));
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

  // In the panels the integral is over t, hence the Jacobian.
  Place single_at(double unobserved) const {
    return {unobserved, sums_.kernel().common(unobserved)};
  }
  Place place_at(double t) const {
    const double unobserved = std::exp(t);
    return {unobserved, sums_.kernel().common(unobserved) + t};
  }

  Result<> scan() {
    std::vector<Place> places;
    for (const double m : singles_) places.push_back(single_at(m));
    for (const double t : cuts_) places.push_back(place_at(t));
    cut_tops_ = DP_TRY(sums_.scan(places));
    cut_tops_.erase(cut_tops_.begin(),
                    cut_tops_.begin() + static_cast<std::ptrdiff_t>(singles_.size()));
    return done();
  }

  Result<> refine() {
    std::vector<Place> singles;
    for (const double m : singles_) singles.push_back(single_at(m));
    grid_ = std::make_shared<CountPosterior::Grid>();
    grid_->observed = observed_;
    grid_->first = options_.min_unobserved;
    single_logs_ = DP_TRY(sums_.totals(singles));
    if (cuts_.empty()) return done();
    const double graphs = std::log(static_cast<double>(sums_.count()));
    std::optional<Error> stopped;
    const auto log_f = [&](std::span<const double> t) {
      std::vector<Place> places;
      for (const double one : t) places.push_back(place_at(one));
      auto values = sums_.totals(places);
      if (values.ok()) return std::move(values).take();
      stopped = std::move(values).take_error();
      return std::vector<double>(t.size(), 0);
    };
    const auto skip = [&](double from, double to) {
      double top = -kInfinity;
      for (std::size_t i = 0; i < cuts_.size(); ++i) {
        if (cuts_[i] >= from && cuts_[i] <= to) top = std::max(top, cut_tops_[i]);
      }
      return top + graphs + kScanSlack < sums_.peak() - kNegligibleGraph;
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
    GraphSums::Tail tail;
    // Beyond kFarthest every graph's share is a power of the number.
    if (!options_.max_unobserved && options_.prior != CountPrior::Gamma) {
      tail = sums_.tail_beyond(place_at(cuts_.back()));
    }
    tail_ = tail.mass;
    grid.total = total + tail_;
    if (sums_.tail_power() < -2 || options_.max_unobserved) {
      mean_ = (moment + tail.moment) / grid.total + static_cast<double>(observed_);
    }
  }

  // Each graph's share of the posterior.
  Result<> weigh() {
    std::vector<GraphSums::Weighted> places;
    for (std::size_t i = 0; i < singles_.size(); ++i) {
      places.push_back({single_at(singles_[i]), single_logs_[i], std::exp(single_logs_[i])});
    }
    for (const math::LogPanel& panel : panels_) {
      const auto mass =
          panel.to <= summed_until_ ? summed_weights(panel) : math::node_weights(panel);
      const auto nodes = math::panel_nodes(panel.from, panel.to);
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (mass[i] != 0) places.push_back({place_at(nodes[i]), panel.values[i], mass[i]});
      }
    }
    weights_ = DP_TRY(sums_.weigh(std::move(places), options_.models_shown));
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

  const DecomposableOptions& options_;
  const std::int64_t summed_end_;  // the first number that is not summed by itself
  const double summed_until_ = std::log(static_cast<double>(summed_end_) - 0.5);
  GraphSums sums_;
  std::int64_t observed_;
  std::vector<double> singles_;
  std::vector<double> single_logs_;
  std::vector<double> cuts_;
  std::vector<double> cut_tops_;
  std::vector<math::LogPanel> panels_;
  std::shared_ptr<CountPosterior::Grid> grid_;
  double tail_ = 0;
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
  if (table.observed() > kMostListed) {
    return Error{Fault::InvalidInput,
                 fmt::format("{} listed people are more than {}", table.observed(), kMostListed)};
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
