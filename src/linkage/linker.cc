#include "linkage/linker.h"

#include <algorithm>
#include <ctime>

#include "linkage/order.h"

namespace depone::linkage {
namespace {

// Pairs below this are never kept: far under any threshold, and there are many.
constexpr double kLeastKept = -4;

double possible_pairs(const Table& table, bool across) {
  double first = 0;
  for (const std::uint8_t file : table.files) first += file == 0 ? 1 : 0;
  const auto all = static_cast<double>(table.size());
  return std::max(1.0, across ? first * (all - first) : all * (all - 1) / 2);
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

constexpr std::uint64_t kMostPriorPairs = 100'000'000;  // of one block

double bits_of(double probability) { return std::log2(probability / (1 - probability)); }

// Records are worked on in the order of their content (order.h); these lead there and back.
class Numbering {
 public:
  explicit Numbering(const std::vector<RecordIndex>& order) : order_(order), place_(order.size()) {
    for (RecordIndex i = 0; i < order.size(); ++i) place_[order[i]] = i;
  }

  std::vector<Decision> inside(const std::vector<Decision>& decisions) const {
    std::vector<Decision> moved;
    for (const Decision& decision : decisions) {
      const auto [left, right] = std::minmax(place_[decision.left], place_[decision.right]);
      moved.push_back({left, right, decision.same});
    }
    return moved;
  }

  std::vector<std::uint32_t> lists_of(const Table& table, const Spec& spec) const {
    const Column* source = spec.source.empty() ? nullptr : table.find(spec.source);
    std::vector<std::uint32_t> lists;
    lists.reserve(order_.size());
    for (const RecordIndex row : order_) {
      lists.push_back(source != nullptr ? source->ids[row] : table.files[row]);
    }
    return lists;
  }

  void outside(std::vector<Edge>& edges) const {
    for (Edge& edge : edges) {
      const auto [left, right] = std::minmax(order_[edge.left], order_[edge.right]);
      edge = {left, right, edge.weight};
    }
    sort_edges(edges);
  }

  // A cluster goes by its smallest row.
  std::vector<RecordIndex> outside(const std::vector<RecordIndex>& clusters) const {
    std::vector<RecordIndex> first(clusters.size(), ~RecordIndex{0});
    for (RecordIndex i = 0; i < clusters.size(); ++i) {
      first[clusters[i]] = std::min(first[clusters[i]], order_[i]);
    }
    std::vector<RecordIndex> rows(clusters.size());
    for (RecordIndex i = 0; i < clusters.size(); ++i) rows[order_[i]] = first[clusters[i]];
    return rows;
  }

 private:
  const std::vector<RecordIndex>& order_;
  std::vector<RecordIndex> place_;  // by row
};

// The prior that the spec's nearly certain rules and their recall say: Splink's
// estimate_probability_two_random_records_match.
Result<double> prior_of_rules(const Table& table, const Spec& spec, const NameTables& name_tables,
                              const LinkOptions& options, Progress& progress,
                              const Cancellation& cancellation) {
  Blocking::Options blocks;
  blocks.block_pairs = kMostPriorPairs;
  blocks.across_files = options.across_files;
  blocks.threads = options.threads;
  const Blocking blocking =
      DP_TRY(Blocking::build(table, spec.prior_rules, name_tables, blocks, progress, cancellation));
  double pairs = 0;
  for (std::size_t t = 0; t < blocking.tasks(); ++t) {
    blocking.each_pair(
        t, [&](const PairBatch& batch) { pairs += static_cast<double>(batch.left.size()); });
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
  }
  const double possible = possible_pairs(table, options.across_files);
  return std::clamp(pairs / spec.prior_recall / possible, 1e-12, 0.5);
}

}  // namespace

Result<Linkage> link(const Table& table, const Spec& asked, const NameTables& name_tables,
                     const std::vector<Decision>& decisions, const LinkOptions& options,
                     Progress& progress, const Cancellation& cancellation) {
  DP_TRY(check_decisions(table, decisions));
  const double begin = cpu_seconds();
  Spec spec = asked;
  if (!spec.prior_rules.empty()) {
    spec.prior = DP_TRY(prior_of_rules(table, spec, name_tables, options, progress, cancellation));
  }
  const std::vector<RecordIndex> order =
      DP_TRY(content_order(table, spec, options.threads, cancellation));
  const Numbering numbering(order);
  Linkage linkage{
      DP_TRY(Scorer::prepare(table, spec, name_tables, order, options.threads, cancellation)),
      {},
      {},
      {},
      {},
      {},
      {}};
  auto timed = [&linkage, before = begin](const char* step) mutable {
    const double now = cpu_seconds();
    linkage.seconds.emplace_back(step, now - before);
    before = now;
  };
  timed("preparing");
  Blocking::Options blocks;
  blocks.order = &order;
  blocks.block_pairs = spec.block_pairs;
  blocks.across_files = options.across_files;
  blocks.threads = options.threads;
  const Blocking blocking =
      DP_TRY(Blocking::build(table, spec.rules, name_tables, blocks, progress, cancellation));
  timed("blocking");
  linkage.rules = blocking.reports();
  TrainingOptions training;
  training.seed = options.seed;
  training.across_files = options.across_files;
  training.threads = options.threads;
  linkage.training =
      DP_TRY(train(table, spec, blocking, training, linkage.scorer, progress, cancellation));
  timed("learning");
  const double first_prior = linkage.scorer.weights().prior;
  linkage.scores = DP_TRY(
      score_pairs(blocking, linkage.scorer, kLeastKept, options.threads, progress, cancellation));
  timed("comparing");
  if (!spec.prior) {
    // The prior from what all rules together found; weights move by the same for every pair.
    const double possible = possible_pairs(table, options.across_files);
    const double prior =
        linkage.training.drawn_prior.value_or(settled_prior(linkage.scores, first_prior, possible));
    linkage.scorer.set_prior(prior);
    const auto shift = static_cast<float>(bits_of(prior) - bits_of(first_prior));
    for (Edge& edge : linkage.scores.edges) edge.weight += shift;
    linkage.training.expected_matches = prior * possible;
  }
  ClusterOptions clustering;
  clustering.least = bits_of(spec.link);
  clustering.one_to_one = spec.one_to_one;
  clustering.threads = options.threads;
  std::vector<Edge> likely;
  for (const Edge& edge : linkage.scores.edges) {
    if (edge.weight >= clustering.least - 3) likely.push_back(edge);
  }
  linkage.clusters = numbering.outside(
      DP_TRY(cluster(table.size(), linkage.scorer, likely, numbering.inside(decisions),
                     numbering.lists_of(table, spec), clustering, progress, cancellation)));
  timed("clustering");
  likely = {};
  numbering.outside(linkage.scores.edges);
  linkage.scorer.number_by_row();
  linkage.order = order;
  timed("numbering");
  return linkage;
}

}  // namespace depone::linkage
