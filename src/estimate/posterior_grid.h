// The posterior of a count of people as it was computed: single numbers first, then panels in
// log(unlisted). Private to decomposable_posterior.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "estimate/decomposable.h"
#include "math/quadrature.h"

namespace depone::estimate {

struct CountPosterior::Grid {
  std::int64_t observed = 0;
  std::int64_t first = 0;              // the unlisted of small[0]
  std::vector<double> small;           // unnormalised
  std::vector<math::LogPanel> panels;  // of f(e^t) e^t in t, from log(above - 1/2)
  std::vector<double> before;          // the sum before each panel, and after the last
  std::int64_t above = 0;              // the first number in panels
  double edge_correction = 0;          // at above - 1
  double total = 0;

  // f at a number within the panels or next to them.
  double f(double unobserved) const;
  // What an integral up to number + 1/2 has too much beside the sum up to `number`, of f times the
  // number to the power `moment`: Euler's and Maclaurin's corrections by differences.
  double correction(double number, int moment) const;
  // Sum of f over all numbers up to `number`, which is in the panels.
  double sum_up_to(double number) const;
};

}  // namespace depone::estimate
