#include "linkage/weights.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/parallel.h"

namespace depone::linkage {
namespace {

// Values lie anywhere in memory: they are fetched this many pairs ahead.
constexpr std::size_t kAhead = 16;

}  // namespace

Scorer::Scratch::Scratch(std::size_t comparisons)
    : caches(comparisons),
      left_places(Blocking::kBatch),
      right_places(Blocking::kBatch),
      left(Blocking::kBatch),
      right(Blocking::kBatch),
      levels(Blocking::kBatch),
      patterns(Blocking::kBatch),
      weights(Blocking::kBatch) {}

Result<Scorer> Scorer::prepare(const Table& table, const Spec& spec, const Nicknames& nicknames,
                               const std::vector<RecordIndex>& order, std::size_t threads,
                               const Cancellation& cancellation) {
  if (spec.fields.empty() || spec.fields.size() > kMaxComparisons) {
    return Error{Fault::InvalidInput,
                 fmt::format("the spec compares {} fields", spec.fields.size()),
                 fmt::format("between 1 and {}", kMaxComparisons)};
  }
  std::vector<std::vector<const Column*>> columns;
  for (const Field& field : spec.fields) {
    columns.emplace_back();
    for (const std::string& name : field.columns) {
      const Column* column = DP_TRY(table.column(name));
      columns.back().push_back(column);
    }
  }
  Scorer scorer;
  scorer.comparisons_.resize(spec.fields.size());
  NoProgress quiet;
  DP_TRY(parallel_for(
      spec.fields.size(), threads,
      [&](std::size_t f) {
        scorer.comparisons_[f] = make_comparison(spec.fields[f].kind, columns[f], nicknames);
      },
      quiet, cancellation));
  scorer.rows_.resize(table.size() * scorer.comparisons_.size());
  scorer.fill_rows(order);
  return scorer;
}

void Scorer::fill_rows(const std::vector<RecordIndex>& order) {
  const std::size_t width = comparisons_.size();
  const std::size_t size = rows_.size() / width;
  for (std::size_t c = 0; c < width; ++c) {
    const ValueId* const ids = comparisons_[c]->column().ids.data();
    ValueId* const rows = rows_.data() + c;
    for (std::size_t i = 0; i < size; ++i) rows[i * width] = ids[order.empty() ? i : order[i]];
  }
}

void Scorer::number_by_row() { fill_rows({}); }

void Scorer::set_prior(double prior) {
  weights_.prior = prior;
  weights_.prior_weight = std::log2(prior / (1 - prior));
}

void Scorer::find_rows(const PairBatch& batch, Scratch& scratch) const {
  const std::size_t width = comparisons_.size();
  const RecordIndex* const left = batch.left.data();
  const RecordIndex* const right = batch.right.data();
  std::size_t* const left_places = scratch.left_places.data();
  std::size_t* const right_places = scratch.right_places.data();
  const ValueId* const rows = rows_.data();
  for (std::size_t i = 0; i < batch.left.size(); ++i) {
    left_places[i] = left[i] * width;
    right_places[i] = right[i] * width;
    // Records of small blocks lie anywhere: their rows are fetched while others are worked on.
    __builtin_prefetch(rows + left_places[i]);
    __builtin_prefetch(rows + right_places[i]);
  }
}

void Scorer::compare(std::size_t comparison, std::size_t count, Scratch& scratch) const {
  const ValueId* const rows = rows_.data() + comparison;
  ValueId* const left = scratch.left.data();
  ValueId* const right = scratch.right.data();
  const std::size_t* const left_places = scratch.left_places.data();
  const std::size_t* const right_places = scratch.right_places.data();
  for (std::size_t i = 0; i < count; ++i) {
    left[i] = rows[left_places[i]];
    right[i] = rows[right_places[i]];
  }
  comparisons_[comparison]->compare(scratch.left.data(), scratch.right.data(), count,
                                    scratch.caches[comparison], scratch.levels.data());
}

inline float Scorer::rarity_of(std::size_t comparison, ValueId left, ValueId right,
                               Level level) const {
  const ComparisonWeights& of = weights_.comparisons[comparison];
  if (!of.rarity.empty()) {
    if (level <= 1) return 0;
    const float* const rarity = of.rarity.data() + level;
    const std::size_t levels = of.weight.size();
    return 0.5F * (rarity[left * levels] + rarity[right * levels]);
  }
  if (of.rarity_of_equal.empty()) return 0;
  if (left == right) return of.rarity_of_equal[left];
  // Different values are seldom at a level that is some value's level of equality.
  if ((of.equal_levels >> level & 1) == 0) return 0;
  const Comparison& how = *comparisons_[comparison];
  return 0.5F * ((how.level_of_equal(left) == level ? of.rarity_of_equal[left] : 0) +
                 (how.level_of_equal(right) == level ? of.rarity_of_equal[right] : 0));
}

void Scorer::fetch_rarity(std::size_t comparison, ValueId left, ValueId right) const {
  const ComparisonWeights& of = weights_.comparisons[comparison];
  const bool dense = !of.rarity.empty();
  const float* const start = dense ? of.rarity.data() : of.rarity_of_equal.data();
  const std::size_t stride = dense ? of.weight.size() : 1;
  __builtin_prefetch(start + left * stride);
  __builtin_prefetch(start + right * stride);
}

void Scorer::patterns_of(const PairBatch& batch, Scratch& scratch) const {
  const std::size_t count = batch.left.size();
  find_rows(batch, scratch);
  std::fill_n(scratch.patterns.begin(), count, Pattern{0});
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    compare(c, count, scratch);
    for (std::size_t i = 0; i < count; ++i) {
      scratch.patterns[i] |= Pattern{scratch.levels[i]} << (5 * c);
    }
  }
}

void Scorer::weigh(const PairBatch& batch, Scratch& scratch) const {
  const std::size_t count = batch.left.size();
  find_rows(batch, scratch);
  float* const weights = scratch.weights.data();
  std::fill_n(weights, count, static_cast<float>(weights_.prior_weight));
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    compare(c, count, scratch);
    const ComparisonWeights& of = weights_.comparisons[c];
    const Level* const levels = scratch.levels.data();
    const float* const weight = of.weight.data();
    for (std::size_t i = 0; i < count; ++i) weights[i] += weight[levels[i]];
    if (of.rarity.empty() && of.rarity_of_equal.empty()) continue;
    // The levels at which rarity counts at all.
    const std::uint32_t worth = of.rarity.empty() ? of.equal_levels : ~std::uint32_t{3};
    const ValueId* const left = scratch.left.data();
    const ValueId* const right = scratch.right.data();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t ahead = std::min(i + kAhead, count - 1);
      if (worth >> levels[ahead] & 1) fetch_rarity(c, left[ahead], right[ahead]);
      if (worth >> levels[i] & 1) weights[i] += rarity_of(c, left[i], right[i], levels[i]);
    }
  }
}

double Scorer::weigh(RecordIndex left, RecordIndex right, Scratch& scratch,
                     std::vector<double>* parts) const {
  double sum = weights_.prior_weight;
  if (parts != nullptr) parts->clear();
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const ValueId a = value_of(c, left);
    const ValueId b = value_of(c, right);
    const Level level = comparisons_[c]->compare(a, b, scratch.caches[c]);
    const ComparisonWeights& of = weights_.comparisons[c];
    const double part = double{of.weight[level]} + double{rarity_of(c, a, b, level)};
    sum += part;
    if (parts != nullptr) parts->push_back(part);
  }
  return sum;
}

}  // namespace depone::linkage
