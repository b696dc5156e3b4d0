#include "estimate/linked_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace depone::estimate {
namespace {

// The answer under one linkage: observed + exp(a split normal).
struct Part {
  double observed = 0;
  double centre = 0;
  double below = 0;  // standard deviation on either side
  double above = 0;
};

double normal_probability(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

// P(N <= total).
double probability(const Part& part, double total) {
  if (total <= part.observed) return 0;
  const double from_centre = std::log(total - part.observed) - part.centre;
  const double spread = from_centre < 0 ? part.below : part.above;
  if (spread <= 0) return from_centre < 0 ? 0 : 1;
  return normal_probability(from_centre / spread);
}

Part part_of(const Estimate& estimate, bool& without_interval) {
  Part part;
  part.observed = static_cast<double>(estimate.observed);
  // Half a person, where a method says that nobody is missing.
  const double missing = std::max(0.5, *estimate.estimate - part.observed);
  part.centre = std::log(missing);
  if (!estimate.interval) {
    without_interval = true;
    return part;
  }
  const double z = two_sided_z(estimate.interval->level);
  const double upper = estimate.interval->upper - part.observed;
  const double lower = estimate.interval->lower - part.observed;
  if (upper > missing) part.above = std::log(upper / missing) / z;
  part.below = lower > 0 && lower <= missing ? std::log(missing / lower) / z : part.above;
  return part;
}

struct Variances {
  double within = 0;
  double between = 0;
};

Variances move_apart(std::vector<Part>& parts) {
  const auto count = static_cast<double>(parts.size());
  double mean = 0;
  Variances result;
  for (const Part& part : parts) {
    mean += part.centre / count;
    const double spread = (part.below + part.above) / 2;
    result.within += spread * spread / count;
  }
  const double factor = std::sqrt(1 + 1 / count);
  for (Part& part : parts) {
    part.centre = mean + factor * (part.centre - mean);
    if (count > 1) {
      result.between += (part.centre - mean) * (part.centre - mean) / (count - 1);
    }
  }
  return result;
}

// Where the mixture, with `at_infinity` of its weight there, reaches p; infinite when it does not.
double quantile(const std::vector<Part>& parts, double at_infinity, double p) {
  if (p >= 1 - at_infinity) return std::numeric_limits<double>::infinity();
  double least = parts[0].observed;
  double most = least;
  double high = 0;
  for (const Part& part : parts) {
    if (!std::isfinite(part.above)) return std::numeric_limits<double>::infinity();
    least = std::min(least, part.observed);
    most = std::max(most, part.observed);
    high = std::max(high, part.centre + 40 * part.above);
  }
  const auto share_up_to = [&](double total) {
    double sum = 0;
    for (const Part& part : parts) sum += probability(part, total);
    return sum / static_cast<double>(parts.size()) * (1 - at_infinity);
  };
  // Bisection in the logarithm of what lies above the fewest people seen; steps of the mixture
  // (linkages without spread) are found from the right.
  double low = -20;
  high = std::min(700.0, std::log(most - least + std::exp(std::min(high, 700.0)) + 1) + 1);
  for (int halving = 0; halving < 80; ++halving) {
    const double middle = (low + high) / 2;
    (share_up_to(least + std::exp(middle)) < p ? low : high) = middle;
  }
  return least + std::exp(high);
}

Result<> check(std::span<const OverlapTable> linkages) {
  if (linkages.size() < 2) {
    return Error{
        Fault::InvalidInput,
        fmt::format("{} linkage given, and uncertainty needs two or more", linkages.size()),
        "draw several linkages, for example at several thresholds"};
  }
  for (std::size_t i = 1; i < linkages.size(); ++i) {
    if (linkages[i].lists == linkages[0].lists) continue;
    return Error{Fault::InvalidInput,
                 fmt::format("linkage {} has other lists than the first", i + 1),
                 "every linkage must be of the same lists in the same order"};
  }
  return done();
}

}  // namespace

Result<Estimate> estimate_over_linkages(std::span<const OverlapTable> linkages,
                                        const Method& method, const LinkageOptions& options,
                                        Progress& progress, const Cancellation& cancellation) {
  DP_TRY(check(linkages));
  Estimate pooled;
  std::vector<Part> parts;
  bool without_interval = false;
  double smallest = std::numeric_limits<double>::infinity();
  double largest = 0;
  std::string refusal;
  std::map<std::vector<std::int64_t>, Estimate> answers;
  pooled.observed = linkages[0].observed();
  for (std::size_t i = 0; i < linkages.size(); ++i) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    // Linkages that differ in nothing that counts give one table: it is estimated once.
    auto known = answers.find(linkages[i].counts);
    if (known == answers.end()) {
      known = answers.emplace(linkages[i].counts, DP_TRY(method(linkages[i]))).first;
    }
    const Estimate& one = known->second;
    if (i == 0) {
      pooled.method = one.method;
      pooled.title = one.title + ", over several linkages";
      pooled.assumptions = one.assumptions;
    }
    pooled.observed = std::min(pooled.observed, one.observed);
    if (one.estimate) {
      parts.push_back(part_of(one, without_interval));
      smallest = std::min(smallest, *one.estimate);
      largest = std::max(largest, *one.estimate);
    } else {
      refusal = one.refusal;
    }
    progress.step(i + 1, linkages.size(), "linkages");
  }
  pooled.assumptions.push_back(
      "The linkages given are as different from one another as what is truly uncertain: errors "
      "that "
      "all of them share are not in the interval.");
  const auto count = static_cast<double>(linkages.size());
  const double refused = count - static_cast<double>(parts.size());
  pooled.figures = {{"linkages", count}, {"linkages refused", refused}};
  if (2 * refused >= count) {
    pooled.refusal = fmt::format("{} of {} linkages have no estimate. The last reason: {}",
                                 static_cast<int>(refused), linkages.size(), refusal);
    return pooled;
  }
  pooled.figures.emplace_back("smallest estimate", smallest);
  pooled.figures.emplace_back("largest estimate", largest);
  const Variances variances = move_apart(parts);
  const double total = variances.within + variances.between;
  if (total > 0 && std::isfinite(total)) {
    pooled.figures.emplace_back("share of variance from linkage", variances.between / total);
  }
  const double tail = (1 - options.level) / 2;
  const double at_infinity = refused / count;
  pooled.estimate = quantile(parts, at_infinity, 0.5);
  pooled.interval = {options.level, quantile(parts, at_infinity, tail),
                     quantile(parts, at_infinity, 1 - tail),
                     fmt::format("mixture over {} linkages, on the logarithmic scale of those "
                                 "missing",
                                 linkages.size())};
  if (!std::isfinite(*pooled.estimate)) {
    pooled.estimate.reset();
    pooled.interval.reset();
    pooled.refusal = "The intervals under single linkages are open, so that no median is settled.";
    return pooled;
  }
  if (refused > 0) {
    pooled.warnings.push_back(
        fmt::format("{} of {} linkages have no estimate and count as setting no upper limit: {}",
                    static_cast<int>(refused), linkages.size(), refusal));
  }
  if (without_interval) {
    pooled.warnings.push_back(
        "The method gives no interval, so that only the spread among linkages is in this one.");
  }
  if (linkages.size() < 5) {
    pooled.warnings.push_back(
        "Fewer than five linkages say little of how uncertain the linkage is.");
  }
  return pooled;
}

Result<OverlapTable> table_of_linkage(std::vector<std::string> lists,
                                      std::span<const std::size_t> list_of,
                                      std::span<const std::int64_t> person_of) {
  if (list_of.size() != person_of.size()) {
    return Error{Fault::InvalidInput, fmt::format("{} records have a list and {} a person",
                                                  list_of.size(), person_of.size())};
  }
  if (lists.empty() || lists.size() > kMaxLists) {
    return Error{Fault::InvalidInput,
                 fmt::format("{} lists; a table holds 1 to {}", lists.size(), kMaxLists)};
  }
  std::map<std::int64_t, std::size_t> on;
  for (std::size_t r = 0; r < list_of.size(); ++r) {
    if (list_of[r] >= lists.size()) {
      return Error{Fault::InvalidInput,
                   fmt::format("record {} is on list number {}, and there are {} lists", r,
                               list_of[r], lists.size())};
    }
    on[person_of[r]] |= std::size_t{1} << list_of[r];
  }
  OverlapTable table = empty_table(std::move(lists));
  for (const auto& [person, cell] : on) ++table.counts[cell];
  return table;
}

}  // namespace depone::estimate
