// Maximum likelihood fits of hierarchical Poisson log-linear models, eight at a time.
//
// A fit is Newton's method on a concave likelihood. For 0/1 hierarchical designs the entry of X'WX
// at the terms a and b is the sum of the expected counts over all cells that contain both: one
// superset sum (zeta transform) of the 2^k expected counts holds every entry, and there is no
// design matrix. Eight fits go in the lanes of vector registers, each with operations of its own
// only: a lane's result depends on its model and counts, not on its neighbours, the instruction
// set or the number of threads (no fused multiply-add, own exponential).
//
// Terms of empty margin go to minus infinity: their cells leave the table, their rows of the
// system become unit rows (extended maximum likelihood; whether a fit exists is the business of
// existence.h, asked before).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "estimate/terms.h"

namespace depone::estimate {

inline constexpr std::size_t kLanes = 8;

// One number a lane.
struct alignas(64) Lanes {
  double at[kLanes] = {};
  double& operator[](std::size_t lane) { return at[lane]; }
  double operator[](std::size_t lane) const { return at[lane]; }
};

// Counts of eight tables over the same lists, cell by cell.
struct LaneTables {
  std::size_t lists = 0;
  // counts[0] is taken for observed, not for unknown (then 0): profile likelihood asks so.
  bool counts_unlisted = false;
  std::vector<Lanes> counts;
  // What the first step starts from: (y + .1) log(y + .1) - .1, as R's glm does.
  std::vector<Lanes> start;
};
// Tables of fewer than eight are filled up with copies of the last; at least one.
LaneTables lane_tables(std::size_t lists, std::span<const std::vector<std::int64_t>> tables);

// One table, with a number on no list for each lane that is taken for observed.
LaneTables lane_tables_given(std::size_t lists, std::span<const std::int64_t> counts,
                             const Lanes& unlisted);

struct LaneFits {
  Lanes unlisted;               // expected number of people on no list
  Lanes log_likelihood;         // sum of y log(mu) - mu; without the constant -log(y!)
  Lanes variance;               // of log(unlisted), from the inverse information
  std::uint32_t converged = 0;  // bit i: lane i
  int steps = 0;                // Newton steps of the slowest lane
  // Expected counts summed over the cells that contain each set of lists; the cells of terms at
  // minus infinity count nothing. 2^lists entries, when `margins` was asked for.
  std::vector<Lanes> margins;
};

// How far two logarithms of likelihoods that should be equal may lie apart, where such numbers are
// about as large as `size`: what is left after the last Newton step (1e-10 a person) and rounding.
inline double rounding_of(double size) { return 1e-6 + 1e-11 * (size < 0 ? -size : size); }

// Keeps its memory between fits. One a thread.
class LaneFitter {
 public:
  LaneFitter();
  ~LaneFitter();
  LaneFitter(const LaneFitter&) = delete;
  LaneFitter& operator=(const LaneFitter&) = delete;

  // One model on eight tables.
  void fit(const Terms& model, const LaneTables& tables, LaneFits& fits, bool margins = false);
  // A model a lane; 1 <= models.size() <= kLanes, the last is repeated.
  void fit(std::span<const Terms> models, const LaneTables& tables, LaneFits& fits);

 private:
  struct Memory;
  Memory* memory_;
};

// The name of the instruction set in use: "avx512", "avx2", "plain". DEPONE_LANES in the
// environment is not looked at: set_lane_kernel() is for tests and benches.
const char* lane_kernel();
// False when this machine has no such instructions.
bool set_lane_kernel(std::string_view name);

}  // namespace depone::estimate
