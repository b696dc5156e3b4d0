// The optimum of a small linear program: dense two-phase simplex with Bland's rule, which cannot
// cycle (Bland 1977).
//
// Meant for tables of integers with a few hundred variables; tolerances are 1e-9 of the largest
// coefficient. Pure; thread-safe.
#pragma once

#include <optional>
#include <span>

#include "math/matrix.h"

namespace depone::math {

struct LinearOptimum {
  bool feasible = false;
  bool bounded = false;  // of use only when feasible
  double value = 0;      // of use only when bounded
  std::vector<double> at;
};

// The smallest cost * x over {x >= 0 : a x = b}; a is constraints by variables.
LinearOptimum minimum(const Matrix& a, std::span<const double> b, std::span<const double> cost);

struct Bounds {
  double lower = 0;
  double upper = 0;  // infinite: unbounded
};

// What a x = b, x >= 0 leave to x[variable]; nothing when no x fulfils them.
std::optional<Bounds> bounds_of(const Matrix& a, std::span<const double> b, std::size_t variable);

}  // namespace depone::math
