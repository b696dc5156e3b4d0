#include "estimate/decomposable.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace depone::estimate {
namespace {

bool nobody_on_two(const OverlapTable& table) {
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    if (std::popcount(cell) >= 2 && table.counts[cell] > 0) return false;
  }
  return true;
}

// "0.0625", without the digits that say nothing.
std::string plain(double value) { return fmt::format("{:.6g}", value); }

std::string people(double value) {
  return std::isfinite(value) ? fmt::format("{:.0f}", value) : "more than 10^12";
}

std::string why_refused(const OverlapTable& table) {
  if (table.list_count() < 2) return "One list cannot tell how many are on none: bring a second.";
  if (table.list_count() > kMostVertices) {
    return fmt::format(
        "{} lists have too many decomposable graphs: the method goes up to {}. Merge lists that "
        "draw on the same source, or drop the smallest.",
        table.list_count(), kMostVertices);
  }
  if (table.observed() > kMostListed) {
    return fmt::format(
        "{} listed people are more than the {} this method goes up to: use log-linear models.",
        table.observed(), kMostListed);
  }
  if (nobody_on_two(table)) {
    return "Nobody is on two lists, so nothing is known of how lists overlap, and the answer would "
           "be the prior's alone. Look for missed links between the lists first.";
  }
  return {};
}

void add_assumptions(const OverlapTable& table, const DecomposableOptions& options, double delta,
                     Estimate& estimate) {
  estimate.assumptions = {
      "Identifying assumption: in at least one decomposable graph of dependence between the lists "
      "the pattern seen among listed people also holds for those on no list; where lists depend on "
      "each other in a way that only the unlisted show, the answer is wrong and no data can tell.",
      "The population is closed: the same people could be on every list during the period.",
      "Records are linked without error, and nobody outside the population is on a list.",
      "People who are alike in the lists' eyes have the same chances; groups with different "
      "chances "
      "act like dependence between lists and are met only as far as a graph can.",
  };
  estimate.assumptions.push_back(fmt::format(
      "All {} decomposable graphs are equally likely beforehand, and the prior counts as {} people "
      "in each of the {} combinations of lists (delta).",
      estimate.figures.front().second, plain(delta), table.counts.size()));
  switch (options.prior) {
    case CountPrior::Reciprocal:
      estimate.assumptions.push_back(
          "Beforehand each order of magnitude of the number of people is as likely (prior 1/N).");
      break;
    case CountPrior::Flat:
      estimate.assumptions.push_back("Beforehand every possible number of people is as likely.");
      break;
    case CountPrior::Gamma:
      estimate.assumptions.push_back(fmt::format(
          "Beforehand the number of people is about {} give or take {} (Poisson, with a gamma mean "
          "of shape {} and scale {}): an informative prior, to be justified by who uses it.",
          plain(options.gamma_shape * options.gamma_scale),
          plain(std::sqrt(options.gamma_shape * options.gamma_scale * (1 + options.gamma_scale))),
          plain(options.gamma_shape), plain(options.gamma_scale)));
      break;
  }
}

void add_warnings(const OverlapTable& table, const DecomposableOptions& options,
                  const CountPosterior& posterior, Estimate& estimate) {
  const double upper = estimate.interval->upper;
  if (options.max_unobserved) {
    const auto most = static_cast<double>(*options.max_unobserved + table.observed());
    if (upper > 0.9 * most) {
      estimate.warnings.push_back(fmt::format(
          "The upper limit stands at the assumed end of {} people: that assumption decides it.",
          people(most)));
    }
  } else if (posterior.beyond() > 1e-3) {
    estimate.warnings.push_back(fmt::format(
        "The posterior does not fall off: {:.2g} of it lies beyond 10^12 people, where only the "
        "prior speaks. The data set no upper limit.",
        posterior.beyond()));
  }
  if (!posterior.mean()) {
    estimate.warnings.push_back(fmt::format(
        "The posterior has no mean: for large numbers it falls like their power {:.3f}, carried by "
        "graphs that leave the unlisted free. Use the median and the interval.",
        posterior.tail_power()));
  }
  const WeighedModel* low = nullptr;
  const WeighedModel* high = nullptr;
  for (const WeighedModel& model : estimate.models) {
    if (model.criterion < 0.05) continue;
    if (low == nullptr || *model.estimate < *low->estimate) low = &model;
    if (high == nullptr || *model.estimate > *high->estimate) high = &model;
  }
  if (low != nullptr && *high->estimate > 1.5 * *low->estimate) {
    estimate.warnings.push_back(fmt::format(
        "Graphs that the data do not tell apart disagree: {} (weight {:.2f}) says {}, {} (weight "
        "{:.2f}) says {}. The median is a compromise between them.",
        high->model, high->criterion, people(*high->estimate), low->model, low->criterion,
        people(*low->estimate)));
  }
  if (estimate.models.front().criterion < 0.1) {
    estimate.warnings.push_back(
        fmt::format("No graph stands out: the most probable one has a weight of {:.3f}.",
                    estimate.models.front().criterion));
  }
}

// The medians and intervals at several deltas, as figures and, when they differ, as a warning.
Result<> add_sensitivity(const OverlapTable& table, std::span<const DecomposableGraph> graphs,
                         const DecomposableOptions& options, Progress& progress,
                         const Cancellation& cancellation, Estimate& estimate) {
  double least = *estimate.estimate;
  double most = least;
  std::string told;
  const double tail = (1 - options.level) / 2;
  for (const double delta : {std::ldexp(1.0, -static_cast<int>(table.list_count())), 0.5, 1.0}) {
    DecomposableOptions other = options;
    other.delta = delta;
    other.models_shown = 1;
    const CountPosterior posterior =
        DP_TRY(count_posterior(table, graphs, other, progress, cancellation));
    const double median = posterior.quantile(0.5);
    const double lower = posterior.quantile(tail);
    const double upper = posterior.quantile(1 - tail);
    least = std::min(least, median);
    most = std::max(most, median);
    const std::string at = " at delta " + plain(delta);
    estimate.figures.emplace_back("median" + at, median);
    estimate.figures.emplace_back("lower" + at, lower);
    estimate.figures.emplace_back("upper" + at, upper);
    told += fmt::format("{}{} ({} to {}){}", told.empty() ? "" : "; ", people(median),
                        people(lower), people(upper), at);
  }
  if (most > 1.1 * least) {
    estimate.warnings.push_back(
        fmt::format("The answer depends on the prior, which the data do not settle: {}.", told));
  }
  return done();
}

}  // namespace

Result<Estimate> estimate_decomposable(const OverlapTable& table,
                                       const DecomposableOptions& options, Progress& progress,
                                       const Cancellation& cancellation) {
  Estimate estimate;
  estimate.method = "decomposable";
  estimate.title = "Average over decomposable graphs (Madigan and York 1997)";
  estimate.observed = table.observed();
  const double delta =
      options.delta.value_or(std::ldexp(1.0, -static_cast<int>(table.list_count())));
  estimate.refusal = why_refused(table);
  if (!estimate.refusal.empty()) {
    estimate.figures.emplace_back("decomposable graphs", 0);
    add_assumptions(table, options, delta, estimate);
    estimate.assumptions.erase(estimate.assumptions.begin() + 4, estimate.assumptions.end());
    estimate.figures.clear();
    return estimate;
  }
  const std::vector<DecomposableGraph> graphs = decomposable_graphs(table.list_count());
  const CountPosterior posterior =
      DP_TRY(count_posterior(table, graphs, options, progress, cancellation));
  const double tail = (1 - options.level) / 2;
  estimate.estimate = posterior.quantile(0.5);
  estimate.interval =
      EstimateInterval{options.level, posterior.quantile(tail), posterior.quantile(1 - tail),
                       "posterior quantiles, averaged over graphs"};
  estimate.figures.emplace_back("decomposable graphs", static_cast<double>(graphs.size()));
  estimate.figures.emplace_back("delta", delta);
  if (posterior.mean()) estimate.figures.emplace_back("posterior mean", *posterior.mean());
  if (std::isfinite(posterior.tail_power())) {
    estimate.figures.emplace_back("tail power", posterior.tail_power());
  }
  estimate.figures.emplace_back("posterior beyond 10^12", posterior.beyond());
  DecomposableOptions alone = options;
  alone.models_shown = 1;
  for (const GraphWeight& one : posterior.graphs()) {
    const DecomposableGraph& graph = graphs[one.graph];
    WeighedModel model;
    model.model = generators_of(graph, table);
    model.criterion = one.weight;
    model.criterion_name = "weight";
    const CountPosterior by_graph =
        DP_TRY(count_posterior(table, std::span(&graph, 1), alone, progress, cancellation));
    model.estimate = by_graph.quantile(0.5);
    estimate.models.push_back(std::move(model));
  }
  estimate.model = estimate.models.front().model;
  add_assumptions(table, options, delta, estimate);
  add_warnings(table, options, posterior, estimate);
  if (options.prior_sensitivity) {
    DP_TRY(add_sensitivity(table, graphs, options, progress, cancellation, estimate));
  }
  return estimate;
}

}  // namespace depone::estimate
