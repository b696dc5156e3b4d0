// Shares of levels among pairs that are the same or different, which training learns: m and u.
#pragma once

#include <cstdint>
#include <vector>

#include "linkage/patterns.h"
#include "linkage/weights.h"

namespace depone::linkage {

using Shares = std::vector<std::vector<double>>;  // by comparison and level

Shares empty_shares(const Scorer& scorer);

// Counts to probabilities, `pseudo` pairs spread as `like` says; level 0 (missing) has none.
void normalise(std::vector<double>& counts, const std::vector<double>& like, double pseudo);

// log2(m / u) by comparison and level, 0 for comparisons that are not used and for what is missing.
Shares log_ratios(const Shares& m, const Shares& u, const std::vector<bool>& used);

// The bits of a pattern without the prior; fields that move count against, together, at most 6.
double sum_of(const Shares& ratios, const Moving& moving, Pattern pattern);

// Whether at least two of the fields that move have values, and all that have speak against.
enum class Moved : std::uint8_t { Unknown, No, Yes };
Moved moved(const Shares& ratios, const Moving& moving, Pattern pattern);

}  // namespace depone::linkage
