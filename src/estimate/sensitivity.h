// What the estimate would be if its untestable assumption were false by so much.
//
// The highest-order interaction of k lists, xi = sum over all combinations s, the empty one
// included, of (-1)^(k-|s|) log mean(s), cannot be estimated: the cell of those on no list is in it
// and nowhere else. Log-linear models set it to 0. The curve shows N(xi) with its interval for a
// range of xi (Aleshin-Guendel, Sadinle and Wakefield 2024, Biometrics 80; for two lists Gerritse,
// van der Heijden and Bakker 2015, J. Off. Stat. 31: xi is the logarithm of the odds ratio). With
// all lower interactions fitted, log of those missing moves by (-1)^k xi, exactly; so the curve is
// the same for every way of estimating them.
#pragma once

#include <optional>

#include "estimate/method.h"

namespace depone::estimate {

struct SensitivityOptions {
  double from = -2;  // of xi; from < to
  double to = 2;
  int steps = 40;  // at least 2; 0 is added where [from, to] holds it and no step falls on it
  // Interactions are fitted up to this order, in [1, k-1]; unset: the highest order at which the
  // estimate exists. Below k-1 the interactions between are taken to be 0.
  std::optional<std::size_t> order;
  double level = 0.95;
};

struct SensitivityPoint {
  double xi = 0;
  double estimate = 0;
  double lower = 0;
  double upper = 0;
};

struct SensitivityCurve {
  std::size_t order = 0;
  std::vector<SensitivityPoint> points;  // ascending in xi
  double at_zero = 0;                    // N(0)
  // The xi at which those on no list are half, and twice, as many as at 0; unset outside the range.
  std::optional<double> halved;
  std::optional<double> doubled;
  std::string assumption;
  std::string refusal;  // when not empty, there are no points
};

// Refused when why_no_estimate() has a reason or no order has an estimate. InvalidInput for options
// out of their range.
Result<SensitivityCurve> sensitivity_curve(const OverlapTable& table,
                                           const SensitivityOptions& options);

OrderedJson to_json(const SensitivityCurve& curve);

}  // namespace depone::estimate
