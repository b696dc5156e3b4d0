// Rare values that agree say more: term frequencies, by value and level.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "linkage/weights.h"

namespace depone::linkage {

// For each value of a comparison, how much rarer (in bits) each level is with this value than with
// any: the exact share for equal values, and where there are few enough values a comparison with
// sampled records for the other levels. `number` is the comparison's place in the scorer, `u` its
// shares by level among different pairs. Any thread.
void learn_rarity(const Scorer& scorer, std::size_t number, const std::vector<double>& u,
                  std::uint64_t seed, ComparisonWeights& weights);

}  // namespace depone::linkage
