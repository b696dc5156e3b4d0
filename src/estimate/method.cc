#include "estimate/method.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>

#include "math/distributions.h"

namespace depone::estimate {

double two_sided_z(double level) {
  assert(level > 0 && level < 1);
  return math::normal_inverse((1 + level) / 2);
}

EstimateInterval log_interval(double observed, double estimate, double standard_error, double level,
                              std::string how) {
  EstimateInterval interval{level, observed, observed, std::move(how)};
  const double missing = estimate - observed;
  const double z = two_sided_z(level);
  if (missing <= 0) {
    interval.upper = observed + z * standard_error;
    return interval;
  }
  const double ratio = standard_error / missing;
  const double factor = std::exp(z * std::sqrt(std::log1p(ratio * ratio)));
  interval.lower = observed + missing / factor;
  interval.upper = observed + missing * factor;
  return interval;
}

std::optional<double> log_unobserved_error(const Estimate& estimate) {
  if (!estimate.estimate || !estimate.interval) return std::nullopt;
  const auto observed = static_cast<double>(estimate.observed);
  const double missing = *estimate.estimate - observed;
  const double upper = estimate.interval->upper - observed;
  const double lower = estimate.interval->lower - observed;
  if (!(missing > 0) || !std::isfinite(upper) || !(upper > missing)) return std::nullopt;
  const double z = two_sided_z(estimate.interval->level);
  if (lower > 0) return std::log(upper / lower) / (2 * z);
  return std::log(upper / missing) / z;
}

std::string why_no_estimate(const OverlapTable& table) {
  if (table.list_count() < 2) {
    return "An estimate needs two lists or more; there is one. Add an independent source.";
  }
  if (table.observed() == 0) return "Nobody is on any list. Check that the input was read right.";
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if (table.on_list(i) > 0) continue;
    return fmt::format("Nobody is on list {}. Leave the list out.", table.lists[i]);
  }
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    if (std::popcount(s) >= 2 && table.counts[s] > 0) return {};
  }
  return "Nobody is on two lists, so the data say nothing of how many are on none. Check the "
         "linkage; if it is right, there is no estimate, only the count.";
}

Estimate blank_estimate(std::string method, std::string title, const OverlapTable& table) {
  Estimate estimate;
  estimate.method = std::move(method);
  estimate.title = std::move(title);
  estimate.observed = table.observed();
  estimate.refusal = why_no_estimate(table);
  return estimate;
}

}  // namespace depone::estimate
