#include "linkage/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/parallel.h"
#include "linkage/tile_kernels.h"

namespace depone::linkage {
namespace {

// Rows of records lie anywhere in memory: they are fetched this many members ahead.
constexpr std::size_t kAhead = 16;
// From the values of one comparison to those of the next.
constexpr std::size_t kStride = PairTile::kMostMembers + PairTile::kSlack;
// Added to the level of an e-mail address where a name agrees; it has fewer levels itself.
constexpr Level kBesideName = 16;

Level own_level(const ComparisonWeights& of, Level level) {
  return of.beside_name.empty() ? level : static_cast<Level>(level & (kBesideName - 1));
}

}  // namespace

Scorer::Scratch::Scratch(std::size_t comparisons)
    : caches(comparisons),
      values(comparisons * kStride),
      levels(PairTile::kMostPairs + PairTile::kSlack),
      patterns(PairTile::kMostPairs),
      weights(PairTile::kMostPairs + PairTile::kSlack) {}

Result<Scorer> Scorer::prepare(const Table& table, const Spec& spec, const NameTables& name_tables,
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
        scorer.comparisons_[f] = make_comparison(spec.fields[f].kind, columns[f], name_tables);
      },
      quiet, cancellation));
  scorer.weights_.moving.fields.assign(spec.fields.size(), false);
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

void Scorer::find_values(const PairTile& tile, Scratch& scratch) const {
  const std::size_t width = comparisons_.size();
  const RecordIndex* const members = tile.members.data();
  for (std::size_t m = 0; m < tile.values; ++m) {
    const std::size_t ahead = members[std::min(m + kAhead, tile.values - 1)];
    __builtin_prefetch(rows_.data() + ahead * width);
    __builtin_prefetch(rows_.data() + ahead * width + width - 1);
    const ValueId* const row = rows_.data() + members[m] * width;
    for (std::size_t c = 0; c < width; ++c) scratch.values[c * kStride + m] = row[c];
  }
}

void Scorer::patterns_of(const PairTile& tile, Scratch& scratch) const {
  find_values(tile, scratch);
  Pattern* const patterns = scratch.patterns.data();
  const Level* const levels = scratch.levels.data();
  std::fill_n(patterns, tile.pairs, Pattern{0});
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    comparisons_[c]->compare_tile(tile, scratch.values.data() + c * kStride, scratch.caches[c],
                                  scratch.levels.data());
    for (std::size_t k = 0; k < tile.pairs; ++k) patterns[k] |= Pattern{levels[k]} << (5 * c);
  }
}

void Scorer::weigh(const PairTile& tile, Scratch& scratch) const {
  find_values(tile, scratch);
  float* const weights = scratch.weights.data();
  std::fill_n(weights, tile.pairs, static_cast<float>(weights_.prior_weight));
  const bool some_move = weights_.moving.any();
  if (some_move) scratch.moving.assign(PairTile::kMostPairs + PairTile::kSlack, 0.0F);
  const bool beside = any_beside_name();
  if (beside) scratch.same_name.assign(PairTile::kMostPairs, 0);
  std::uint8_t* const same_name = scratch.same_name.data();
  Level* const levels = scratch.levels.data();
  // What depends on the names comes after them.
  for (const bool dependent : {false, true}) {
    for (std::size_t c = 0; c < comparisons_.size(); ++c) {
      const ComparisonWeights& of = weights_.comparisons[c];
      if (of.beside_name.empty() == dependent) continue;
      const ValueId* const values = scratch.values.data() + c * kStride;
      comparisons_[c]->compare_tile(tile, values, scratch.caches[c], levels);
      if (beside && of.is_name) {
        const std::size_t size = comparisons_[c]->levels();
        for (std::size_t k = 0; k < tile.pairs; ++k) {
          if (name_agrees(levels[k], size)) same_name[k] = kBesideName;
        }
      }
      if (dependent) {
        for (std::size_t k = 0; k < tile.pairs; ++k) levels[k] |= same_name[k];
      }
      const bool moves = some_move && weights_.moving.fields[c];
      add_comparison(tile, c, values, scratch, moves ? scratch.moving.data() : weights);
    }
  }
  if (!some_move) return;
  const auto floor = static_cast<float>(weights_.moving.floor());
  const float* const moving = scratch.moving.data();
  for (std::size_t k = 0; k < tile.pairs; ++k) weights[k] += std::max(moving[k], floor);
}

void Scorer::add_comparison(const PairTile& tile, std::size_t comparison, const ValueId* values,
                            Scratch& scratch, float* weights) const {
  const ComparisonWeights& of = weights_.comparisons[comparison];
  const Level* const levels = scratch.levels.data();
  std::array<float, kMaxLevels> weight{};
  std::copy(of.weight.begin(), of.weight.end(), weight.begin());
  std::copy(of.beside_name.begin(), of.beside_name.end(), weight.begin() + kBesideName);
  const bool of_equal = of.rarity.empty() && !of.rarity_of_equal.empty();
  const WeightMembers members{
      values, weight.data(), of_equal ? of.rarity_of_equal.data() : nullptr,
      of.beside_name.empty() ? of.equal_levels : of.equal_levels | of.equal_levels << kBesideName};
  if (of_equal) {
    // Rows of a block begin with equal values in the column it was made by.
    for (const PairTile::Row& row : tile.rows) {
      if (values[row.left] == values[row.from]) {
        __builtin_prefetch(of.rarity_of_equal.data() + values[row.left]);
      }
    }
  }
  PairQueue rest;
  add_weights(tile, members, levels, weights, rest);
  for (std::size_t k = 0; k < rest.count; ++k) {
    const std::size_t pair = rest.pair[k];
    weights[pair] += rarity_of(comparison, values[rest.left(k)], values[rest.right(k)],
                               own_level(of, levels[pair]));
  }
  if (of.rarity.empty()) return;
  const std::size_t size = of.weight.size();
  const float* const bits = of.rarity.data();
  std::size_t pair = 0;
  for (const PairTile::Row& row : tile.rows) {
    const float* const left = bits + values[row.left] * size;
    for (std::size_t j = row.from; j < row.to; ++j, ++pair) {
      const Level level = own_level(of, levels[pair]);
      if (level > 1) weights[pair] += 0.5F * (left[level] + bits[values[j] * size + level]);
    }
  }
}

bool Scorer::any_beside_name() const {
  return std::any_of(weights_.comparisons.begin(), weights_.comparisons.end(),
                     [](const ComparisonWeights& of) { return !of.beside_name.empty(); });
}

double Scorer::weigh(RecordIndex left, RecordIndex right, Scratch& scratch,
                     std::vector<double>* parts) const {
  double sum = weights_.prior_weight;
  double moving = 0;
  if (parts != nullptr) parts->clear();
  bool same_name = false;
  if (any_beside_name()) {
    for (std::size_t c = 0; c < comparisons_.size() && !same_name; ++c) {
      if (!weights_.comparisons[c].is_name) continue;
      const Level level =
          comparisons_[c]->compare(value_of(c, left), value_of(c, right), scratch.caches[c]);
      same_name = name_agrees(level, comparisons_[c]->levels());
    }
  }
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const ValueId a = value_of(c, left);
    const ValueId b = value_of(c, right);
    const Level level = comparisons_[c]->compare(a, b, scratch.caches[c]);
    const ComparisonWeights& of = weights_.comparisons[c];
    const bool beside = same_name && !of.beside_name.empty();
    const float weight = beside ? of.beside_name[level] : of.weight[level];
    const double part = double{weight} + double{rarity_of(c, a, b, level)};
    (weights_.moving.fields[c] ? moving : sum) += part;
    if (parts != nullptr) parts->push_back(part);
  }
  const double counted = weights_.moving.any() ? std::max(moving, weights_.moving.floor()) : 0;
  if (parts != nullptr && counted > moving) {
    for (std::size_t c = 0; c < comparisons_.size(); ++c) {
      if (weights_.moving.fields[c]) (*parts)[c] *= counted / moving;
    }
  }
  return sum + counted;
}

}  // namespace depone::linkage
