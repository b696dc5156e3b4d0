// Patterns of levels among pairs, counted: all that training needs to know about a list.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/pairs.h"
#include "linkage/table.h"
#include "linkage/weights.h"

namespace depone::linkage {

struct PatternCount {
  Pattern pattern = 0;
  double pairs = 0;  // a whole number
};

// Pairs of one rule's blocks.
struct RuleSample {
  std::vector<PatternCount> patterns;  // by pattern
  double scale = 1;                    // pairs of the rule each one stands for
};

struct PatternSamples {
  std::vector<PatternCount> random;  // pairs of different records, of different files when across
  std::vector<RuleSample> rules;     // as asked
};

struct RuleDraw {
  std::size_t rule = 0;
  std::uint64_t pairs = 0;  // about so many, or all
};

// Draws options.random_pairs random pairs (all there are when they are fewer) and pairs of `rules`,
// and counts their patterns. The same for a seed,
// whatever the threads. Cancelled.
Result<PatternSamples> sample_patterns(const Table& table, const Blocking& blocking,
                                       const std::vector<RuleDraw>& rules,
                                       const TrainingOptions& options, const Scorer& scorer,
                                       Progress& progress, const Cancellation& cancellation);

// Of random pairs of records that have the same values in all comparisons of `fixed` (of different
// files when across) options.drawn_pairs, or all, counted; nothing when there are none.
std::optional<RuleSample> sample_equal(const Table& table, const std::vector<std::size_t>& fixed,
                                       const TrainingOptions& options, const Scorer& scorer);

}  // namespace depone::linkage
