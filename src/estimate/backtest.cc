#include "estimate/backtest.h"

#include <algorithm>
#include <cmath>

#include "estimate/sensitivity_variants.h"

namespace depone::estimate {

OverlapTable within_list(const OverlapTable& table, std::size_t i) {
  OverlapTable of_list = table;
  for (std::size_t s = 0; s < table.counts.size(); ++s) {
    if ((s >> i & 1) == 0) of_list.counts[s] = 0;
  }
  return keep_lists(of_list, table.all_lists() & ~(Lists{1} << i));
}

Result<BackTest> back_test(const OverlapTable& table, const Method& method, Progress& progress,
                           const Cancellation& cancellation) {
  BackTest test;
  if (table.list_count() < 3) {
    test.refusal =
        "The back-test takes one list as the population and needs two others to estimate it; there "
        "are fewer than three lists.";
    return test;
  }
  std::vector<double> errors;
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    BackTestCase item;
    item.list = table.lists[i];
    item.size = table.on_list(i);
    const OverlapTable seen = within_list(table, i);
    item.seen = seen.observed();
    item.estimate = DP_TRY(run_or_refuse(seen, method));
    if (item.estimate.estimate && item.size > 0) {
      const auto size = static_cast<double>(item.size);
      item.error = (*item.estimate.estimate - size) / size;
      errors.push_back(std::abs(*item.error));
      if (item.estimate.interval) {
        item.covered =
            item.estimate.interval->lower <= size && size <= item.estimate.interval->upper;
        ++test.judged;
        test.covered += *item.covered ? 1 : 0;
      }
    }
    test.cases.push_back(std::move(item));
    progress.step(i + 1, table.list_count(), table.lists[i]);
  }
  if (!errors.empty()) {
    std::sort(errors.begin(), errors.end());
    const std::size_t middle = errors.size() / 2;
    test.median_absolute_error =
        errors.size() % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
  }
  return test;
}

OrderedJson to_json(const BackTest& test) {
  if (!test.refusal.empty()) return {{"refusal", test.refusal}};
  OrderedJson json{{"judged", test.judged}, {"covered", test.covered}};
  if (test.median_absolute_error) json["median_absolute_error"] = *test.median_absolute_error;
  OrderedJson cases = OrderedJson::array();
  for (const BackTestCase& item : test.cases) {
    OrderedJson entry{{"list", item.list}, {"size", item.size}, {"seen", item.seen}};
    if (item.error) entry["error"] = *item.error;
    if (item.covered) entry["covered"] = *item.covered;
    entry["estimate"] = to_json(item.estimate);
    cases.push_back(std::move(entry));
  }
  json["cases"] = std::move(cases);
  return json;
}

}  // namespace depone::estimate
