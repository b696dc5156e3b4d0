#include "linkage/weights.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/parallel.h"

namespace depone::linkage {

Scorer::Scratch::Scratch(std::size_t comparisons)
    : caches(comparisons),
      levels(Blocking::kBatch),
      left_rows(Blocking::kBatch * comparisons),
      right_rows(Blocking::kBatch * comparisons),
      patterns(Blocking::kBatch),
      weights(Blocking::kBatch) {}

Result<Scorer> Scorer::prepare(const Table& table, const Spec& spec, const Nicknames& nicknames,
                               std::size_t threads, const Cancellation& cancellation) {
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
  const std::size_t width = scorer.comparisons_.size();
  scorer.rows_.resize(table.size() * width);
  for (std::size_t c = 0; c < width; ++c) {
    const std::vector<ValueId>& ids = scorer.comparisons_[c]->column().ids;
    for (std::size_t i = 0; i < ids.size(); ++i) scorer.rows_[i * width + c] = ids[i];
  }
  return scorer;
}

void Scorer::set_prior(double prior) {
  weights_.prior = prior;
  weights_.prior_weight = std::log2(prior / (1 - prior));
}

void Scorer::patterns_of(const PairBatch& batch, Scratch& scratch) const {
  const std::size_t count = batch.left.size();
  const std::size_t width = comparisons_.size();
  std::fill_n(scratch.patterns.begin(), count, Pattern{0});
  for (std::size_t i = 0; i < count; ++i) {
    const ValueId* a = rows_.data() + batch.left[i] * width;
    const ValueId* b = rows_.data() + batch.right[i] * width;
    for (std::size_t c = 0; c < width; ++c) {
      scratch.left_rows[c * Blocking::kBatch + i] = a[c];
      scratch.right_rows[c * Blocking::kBatch + i] = b[c];
    }
  }
  for (std::size_t c = 0; c < width; ++c) {
    comparisons_[c]->compare(scratch.left_rows.data() + c * Blocking::kBatch,
                             scratch.right_rows.data() + c * Blocking::kBatch, count,
                             scratch.caches[c], scratch.levels.data());
    for (std::size_t i = 0; i < count; ++i) {
      scratch.patterns[i] |= Pattern{scratch.levels[i]} << (5 * c);
    }
  }
}

void Scorer::weigh(const PairBatch& batch, Scratch& scratch) const {
  const std::size_t count = batch.left.size();
  patterns_of(batch, scratch);
  std::fill_n(scratch.weights.begin(), count, static_cast<float>(weights_.prior_weight));
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const ComparisonWeights& of = weights_.comparisons[c];
    for (std::size_t i = 0; i < count; ++i) {
      scratch.weights[i] += of.weight[level_in(scratch.patterns[i], c)];
    }
    if (of.rarity.empty()) continue;
    const ValueId* left = scratch.left_rows.data() + c * Blocking::kBatch;
    const ValueId* right = scratch.right_rows.data() + c * Blocking::kBatch;
    const std::size_t levels = of.weight.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Level level = level_in(scratch.patterns[i], c);
      if (level <= 1) continue;
      scratch.weights[i] +=
          0.5F * (of.rarity[left[i] * levels + level] + of.rarity[right[i] * levels + level]);
    }
  }
}

double Scorer::weigh(RecordIndex left, RecordIndex right, Scratch& scratch,
                     std::vector<double>* parts) const {
  double sum = weights_.prior_weight;
  if (parts != nullptr) parts->clear();
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const ValueId a = comparisons_[c]->column().ids[left];
    const ValueId b = comparisons_[c]->column().ids[right];
    const Level level = comparisons_[c]->compare(a, b, scratch.caches[c]);
    const ComparisonWeights& of = weights_.comparisons[c];
    double part = of.weight[level];
    if (!of.rarity.empty() && level > 1) {
      const std::size_t levels = of.weight.size();
      part += 0.5 * (of.rarity[a * levels + level] + of.rarity[b * levels + level]);
    }
    sum += part;
    if (parts != nullptr) parts->push_back(part);
  }
  return sum;
}

}  // namespace depone::linkage
