#include "casework/estimate_public.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace depone::casework {
namespace {

constexpr double kNotTold = std::numeric_limits<double>::quiet_NaN();

// What may be said of a group whose people are too few, or whose number would give another away.
Estimate untold(const Estimate& inside) {
  Estimate estimate;
  estimate.method = inside.method;
  estimate.title = inside.title;
  estimate.observed = estimate::kHiddenCount;
  // An assumption may name the model that the people chose.
  estimate.assumptions = {"Not told, as the estimate is not."};
  estimate.refusal =
      "How many people of this group are listed is not published, and so nothing made of it.";
  return estimate;
}

GroupFigures public_group(const GroupFigures& inside, double level,
                          const std::optional<std::int64_t>& observed) {
  GroupFigures group = inside;
  group.own.reset();
  group.own_weight.reset();
  if (!observed) {
    group.observed = estimate::kHiddenCount;
    group.estimate = group.lower = group.upper = kNotTold;
    if (inside.own) group.own = untold(*inside.own);
    return group;
  }
  Estimate rounded;
  rounded.estimate = inside.estimate;
  rounded.interval = EstimateInterval{level, inside.lower, inside.upper, ""};
  rounded = estimate::public_estimate(rounded, observed);
  group.estimate = *rounded.estimate;
  group.lower = rounded.interval->lower;
  group.upper = rounded.interval->upper;
  if (inside.own) group.own = estimate::public_estimate(*inside.own, observed);
  if (inside.own_weight) group.own_weight = std::round(20 * *inside.own_weight) / 20;
  return group;
}

void drop_hidden(OrderedJson& json) {
  if (!json.is_structured()) return;
  if (json.is_object()) {
    const auto found = json.find("observed");
    if (found != json.end() && *found == estimate::kHiddenCount) json.erase(found);
  }
  for (OrderedJson& member : json) drop_hidden(member);
}

}  // namespace

Result<PublicCounts> public_counts(const estimate::ReadTable& read, std::int64_t threshold) {
  PublicCounts counts;
  if (read.strata.empty()) {
    counts.all = DP_TRY(estimate::suppress(estimate::count_table(read.table), threshold));
    counts.rounded = !estimate::is_whole(counts.all) || !read.linkages.empty();
    return counts;
  }
  estimate::SafeStrata safe = DP_TRY(estimate::suppress_strata(read.strata, threshold));
  counts.all = std::move(safe.all);
  counts.groups = std::move(safe.groups);
  counts.rounded = !safe.whole;
  return counts;
}

Answer public_answer(const Answer& answer, const estimate::ReadTable& read,
                     const PublicCounts& counts) {
  if (!counts.rounded) return answer;
  Answer open = answer;
  if (answer.group) {
    const auto found = std::ranges::find(read.strata, *answer.group, &estimate::Stratum::name);
    assert(found != read.strata.end());
    const auto& observed =
        counts.groups[static_cast<std::size_t>(found - read.strata.begin())].sums.back();
    open.estimate =
        observed ? estimate::public_estimate(answer.estimate, observed) : untold(answer.estimate);
    return open;
  }
  const bool same_people = answer.estimate.observed == read.table.observed();
  open.estimate = estimate::public_estimate(answer.estimate,
                                            same_people ? counts.all.sums.back() : std::nullopt);
  const double level = answer.estimate.interval ? answer.estimate.interval->level : 0.95;
  for (std::size_t g = 0; g < open.groups.size(); ++g) {
    const auto found =
        std::ranges::find(read.strata, answer.groups[g].name, &estimate::Stratum::name);
    const std::optional<std::int64_t> observed =
        found == read.strata.end()
            ? std::nullopt
            : counts.groups[static_cast<std::size_t>(found - read.strata.begin())].sums.back();
    open.groups[g] = public_group(answer.groups[g], level, observed);
  }
  return open;
}

OrderedJson public_json(const Answer& answer) {
  OrderedJson json = to_json(answer);
  drop_hidden(json);
  return json;
}

}  // namespace depone::casework
