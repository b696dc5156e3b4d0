// Bias-corrected and accelerated bootstrap intervals (Efron 1987, JASA 82:171) for counts of
// people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "estimate/reselect.h"

namespace depone::estimate {

struct BcaLimits {
  double lower = 0;
  double upper = 0;
  double bias = 0;  // z0, from the share of replicates below the estimate
  double acceleration = 0;
  std::size_t used = 0;  // replicates with an estimate
  // All replicates lie on one side of the estimate: plain percentiles were taken.
  bool plain_percentiles = false;
};

// `replicates` may hold NaN (no estimate), which count for nothing; unset when fewer than two are
// left. Quantiles are of type 8. Of the replicates equal to the estimate, up to rounding, half
// count as below it.
std::optional<BcaLimits> bca_limits(std::span<const double> replicates, double estimate,
                                    double acceleration, double level);

// From delete-one estimates, each as often as `weights` says (people in the cell that lost one).
// Unset when one of positive weight is NaN; 0 when all are alike.
std::optional<double> acceleration_of(std::span<const double> estimates,
                                      std::span<const double> weights);

// `count` tables of as many people as `counts` has, drawn from its cells with replacement; table i
// from stream i of `seed`.
std::vector<Counts> resamples(const Counts& counts, std::size_t count, std::uint64_t seed);

// The tables in which one person is missing, one for each occupied cell, and the number of people
// of that cell.
struct Jackknife {
  std::vector<Counts> tables;
  std::vector<double> weights;
};
Jackknife delete_one(const Counts& counts);

}  // namespace depone::estimate
