#include "linkage/shares.h"

#include <algorithm>
#include <cmath>

namespace depone::linkage {
namespace {

// With less, in blocks of few same pairs all others would pass for people who have moved.
constexpr double kTrainingFloor = -6;

}  // namespace

Shares empty_shares(const Scorer& scorer) {
  Shares shares;
  for (const auto& comparison : scorer.comparisons()) {
    shares.emplace_back(comparison->levels(), 0.0);
  }
  return shares;
}

void normalise(std::vector<double>& counts, const std::vector<double>& like, double pseudo) {
  double sum = 0;
  for (std::size_t l = 1; l < counts.size(); ++l) {
    counts[l] += pseudo * like[l];
    sum += counts[l];
  }
  counts[0] = 0;
  for (std::size_t l = 1; l < counts.size(); ++l) counts[l] /= std::max(sum, 1e-300);
}

Shares log_ratios(const Shares& m, const Shares& u, const std::vector<bool>& used) {
  Shares ratios = m;
  for (std::size_t c = 0; c < m.size(); ++c) {
    ratios[c][kMissingLevel] = 0;
    for (std::size_t l = 1; l < m[c].size(); ++l) {
      ratios[c][l] = used[c] ? std::log2(m[c][l] / u[c][l]) : 0;
    }
  }
  return ratios;
}

double sum_of(const Shares& ratios, const Moving& moving, Pattern pattern) {
  double sum = 0;
  double of_moving = 0;
  for (std::size_t c = 0; c < ratios.size(); ++c) {
    (moving.fields[c] ? of_moving : sum) += ratios[c][level_in(pattern, c)];
  }
  return sum + (moving.any() ? std::max(of_moving, kTrainingFloor) : 0);
}

Moved moved(const Shares& ratios, const Moving& moving, Pattern pattern) {
  std::size_t there = 0;
  bool any_for = false;
  for (std::size_t c = 0; c < ratios.size(); ++c) {
    const Level level = level_in(pattern, c);
    if (!moving.fields[c] || level == kMissingLevel) continue;
    ++there;
    any_for = any_for || ratios[c][level] >= 0;
  }
  return there < 2 ? Moved::Unknown : any_for ? Moved::No : Moved::Yes;
}

}  // namespace depone::linkage
