// What each level of agreement is worth: the model of Fellegi and Sunter (1969).
//
// For each comparison and level, m is the probability of the level among pairs that are the same
// person and u among pairs that are not. A pair's match weight is the sum of log2(m/u) over its
// comparisons; with the prior odds it gives the probability that the two are the same. Missing
// values weigh nothing.
//
// u comes from random pairs, m from expectation maximisation within the blocks of single rules with
// u held (Linacre et al. 2022), leaving out the comparisons that the rule fixes; the prior from
// rules that hardly err. Joint maximisation over the union of all blocked pairs is not offered: on
// realistic lists it converges to something other than identity.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/compare.h"
#include "linkage/pairs.h"
#include "linkage/spec.h"
#include "linkage/table.h"

namespace depone::linkage {

// A pair's levels, five bits a comparison from the lowest.
using Pattern = std::uint64_t;
inline constexpr std::size_t kMaxComparisons = 12;
inline Level level_in(Pattern pattern, std::size_t comparison) {
  return static_cast<Level>((pattern >> (5 * comparison)) & 31);
}

struct ComparisonWeights {
  std::vector<double> m;  // by level; [0] is not used
  std::vector<double> u;
  std::vector<float> weight;  // log2(m / u) by level; [0] is 0
  // How much more (in bits) a level is worth when the value is rare, to be averaged over the two
  // values: rarity[value * levels + level], or, where only the level of equal values has any,
  // rarity_of_equal[value] at that level. At most one is not empty.
  std::vector<float> rarity;
  std::vector<float> rarity_of_equal;
  std::uint32_t equal_levels = 0;  // bits: the levels that some value has with itself
  // Of e-mail addresses, which people make of their names: the weight by level where a name agrees;
  // empty for other fields.
  std::vector<float> beside_name;
  bool is_name = false;
};

// Whether a name agrees: one of its two strongest levels.
inline bool name_agrees(Level level, std::size_t levels) { return level + 2u >= levels; }

// Fields that change when a person moves house. They depend on one another: if one says "moved" the
// others do, and their sum would count one removal once a field.
struct Moving {
  std::vector<bool> fields;  // by comparison; all false unless two or more move
  double share = 0.1;        // of same pairs, those that have moved between
  bool any() const { return std::find(fields.begin(), fields.end(), true) != fields.end(); }
  // What such fields count against at most, in bits.
  double floor() const { return std::log2(share); }
};

struct Weights {
  double prior = 0;         // probability that two random records are the same
  double prior_weight = 0;  // log2 of the prior odds
  std::vector<ComparisonWeights> comparisons;
  Moving moving;
};

// A table with its comparisons, ready to be asked about pairs. Immutable once trained.
class Scorer {
 public:
  // Working memory of one thread.
  struct Scratch {
    explicit Scratch(std::size_t comparisons);
    std::vector<LevelCache> caches;
    std::vector<ValueId> values;  // by comparison and member of a tile
    std::vector<Level> levels;    // by pair
    std::vector<Pattern> patterns;
    std::vector<float> weights;
    std::vector<float> moving;            // of the fields that move; empty until there are any
    std::vector<std::uint8_t> same_name;  // by pair; empty until an e-mail address asks for it
  };

  // Prepares all comparisons of the spec. Record i of pairs is row order[i] of the table, or row i
  // when `order` is empty. NotFound for an unknown column; InvalidInput for more than
  // kMaxComparisons fields.
  static Result<Scorer> prepare(const Table& table, const Spec& spec, const NameTables& name_tables,
                                const std::vector<RecordIndex>& order, std::size_t threads,
                                const Cancellation& cancellation);
  // From now on record i is row i of the table.
  void number_by_row();

  const std::vector<std::unique_ptr<Comparison>>& comparisons() const { return comparisons_; }
  // The value of a record in a comparison's column.
  ValueId value_of(std::size_t comparison, RecordIndex record) const {
    return rows_[record * comparisons_.size() + comparison];
  }
  const Weights& weights() const { return weights_; }
  void set_weights(Weights weights) { weights_ = std::move(weights); }
  void set_prior(double prior);

  // scratch.patterns[k] of each pair k of a tile.
  void patterns_of(const PairTile& tile, Scratch& scratch) const;
  // scratch.weights[k] of each pair k of a tile: the match weight with the prior, rarity included;
  // of pairs that are taken anything.
  void weigh(const PairTile& tile, Scratch& scratch) const;
  // One pair; the weight of each comparison (rarity included) goes to `parts` when it is not null,
  // those of fields that move in proportion where they count less than their sum.
  double weigh(RecordIndex left, RecordIndex right, Scratch& scratch,
               std::vector<double>* parts = nullptr) const;

 private:
  void fill_rows(const std::vector<RecordIndex>& order);
  // Bits that the rarity of two values adds at their level.
  float rarity_of(std::size_t comparison, ValueId left, ValueId right, Level level) const;
  // scratch.values of a tile.
  void find_values(const PairTile& tile, Scratch& scratch) const;
  // Adds what the levels of one comparison are worth.
  void add_comparison(const PairTile& tile, std::size_t comparison, const ValueId* values,
                      Scratch& scratch, float* weights) const;
  bool any_beside_name() const;

  std::vector<std::unique_ptr<Comparison>> comparisons_;
  // By record, the value of each comparison: what a pair needs lies together.
  std::vector<ValueId> rows_;
  Weights weights_;
};

inline double probability_of(double weight) {
  return weight > 60 ? 1.0 : 1.0 / (1.0 + std::exp2(-weight));
}

struct TrainingReport {
  std::uint64_t random_pairs = 0;
  std::vector<std::string> sessions;  // the rules within which m was learnt
  double expected_matches = 0;
  // The prior as drawn pairs tell it, which also counts pairs that no rule makes.
  std::optional<double> drawn_prior;
};

struct TrainingOptions {
  std::uint64_t seed = 1;
  std::uint64_t random_pairs = 600'000;
  std::uint64_t session_pairs = 200'000;
  std::uint64_t drawn_pairs = 600'000;  // that agree on something beside a name in any script
  bool across_files = false;
  std::size_t threads = 0;
};

// Learns u, m, the prior and the rarities.
Result<TrainingReport> train(const Table& table, const Spec& spec, const Blocking& blocking,
                             const TrainingOptions& options, Scorer& scorer, Progress& progress,
                             const Cancellation& cancellation);

}  // namespace depone::linkage
