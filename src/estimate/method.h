// What the methods of estimation share: their shape, their interval, and when none of them can say
// anything.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "estimate/overlap_table.h"
#include "model/estimate.h"

namespace depone::estimate {

// A method with its options bound, so that whatever compares methods, drops lists or tests against
// known numbers takes any of them. Must give the same answer for the same table; called from one
// thread at a time unless a function says otherwise.
using Method = std::function<Result<Estimate>(const OverlapTable&)>;

struct NamedMethod {
  std::string name;  // the CLI's word
  Method run;
};

// The interval with a logarithmic scale for those on no list (Chao 1987, eq. 12): observed + (N -
// observed) / C and * C with C = exp(z sqrt(log(1 + se^2 / (N - observed)^2))). It never falls
// below the people who were seen. `estimate` >= observed, standard_error >= 0, 0 < level < 1.
EstimateInterval log_interval(double observed, double estimate, double standard_error, double level,
                              std::string how);

// The z with probability `level` between -z and z.
double two_sided_z(double level);

// The spread of the logarithm of those on no list, as a standard deviation, read off an estimate's
// interval; nothing when it was refused, has no interval or an open one, or sees nobody missing.
std::optional<double> log_unobserved_error(const Estimate& estimate);

// Why no method can estimate from this table, with the next step, or nothing: fewer than two lists,
// nobody at all, a list nobody is on, nobody on two lists.
std::string why_no_estimate(const OverlapTable& table);

// An Estimate with method, title and observed filled in, and the refusal when there is one.
Estimate blank_estimate(std::string method, std::string title, const OverlapTable& table);

}  // namespace depone::estimate
