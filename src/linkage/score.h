// Scoring all pairs that blocking makes, without keeping them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/cluster.h"
#include "linkage/pairs.h"
#include "linkage/weights.h"

namespace depone::linkage {

struct Scores {
  std::uint64_t pairs = 0;
  double expected_matches = 0;  // the sum of all pairs' probabilities
  // Of all pairs, by weight in half bits from -30 to +30: for charts and expected error rates.
  std::vector<std::uint64_t> histogram;
  std::vector<Edge> edges;  // pairs of at least `least` bits, sorted by (left, right)
};

inline constexpr int kHistogramHalfBits = 60;  // places: 2 * this + 1
// The place of a weight in the histogram.
inline std::size_t histogram_place(double weight) {
  // What is over 0 is rounded down by the conversion.
  const double place = 2 * weight + kHistogramHalfBits;
  return static_cast<std::size_t>(std::clamp(place, 0.0, 2.0 * kHistogramHalfBits));
}

// Memory grows with the edges, not with the pairs. Cancelled.
Result<Scores> score_pairs(const Blocking& blocking, const Scorer& scorer, double least,
                           std::size_t threads, Progress& progress,
                           const Cancellation& cancellation);

// By left, then right record.
void sort_edges(std::vector<Edge>& edges);

// The prior at which the expected matches among the pairs are the matches it expects among all
// `possible` pairs, from the scores under the scorer's present prior (a fixed point; m and u stay).
double settled_prior(const Scores& scores, double present_prior, double possible);

}  // namespace depone::linkage
