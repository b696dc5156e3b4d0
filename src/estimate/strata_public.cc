#include "estimate/strata_public.h"

#include <algorithm>
#include <cassert>

namespace depone::estimate {
namespace {

constexpr std::size_t kNoItem = static_cast<std::size_t>(-1);

// Where the counts of one group, or of everybody, are in the system.
struct Places {
  std::vector<std::size_t> cells;  // by combination less 1; of everybody these are sums
  std::vector<std::size_t> sums;   // lists, then everybody in it
};

SafeTable taken_from(const Places& places, const std::vector<std::optional<std::int64_t>>& cells,
                     const std::vector<std::optional<std::int64_t>>& sums) {
  SafeTable table;
  for (const std::size_t at : places.cells) {
    table.cells.push_back(at == kNoItem ? std::nullopt : cells[at]);
  }
  for (const std::size_t at : places.sums) {
    table.sums.push_back(at == kNoItem ? std::nullopt : sums[at]);
  }
  return table;
}

}  // namespace

Result<SafeStrata> suppress_strata(std::span<const Stratum> strata, std::int64_t threshold) {
  assert(!strata.empty());
  const std::size_t lists = strata.front().table.list_count();
  const std::size_t combinations = (std::size_t{1} << lists) - 1;
  CountTable counts;
  // Members of the sums over groups: of each combination, each list, everybody.
  std::vector<std::vector<std::size_t>> across(combinations + lists + 1);
  std::vector<Places> places(strata.size() + 1);
  for (std::size_t g = 0; g < strata.size(); ++g) {
    const Stratum& stratum = strata[g];
    std::vector<std::vector<std::size_t>> within(lists + 1);
    for (std::size_t s = 1; s <= combinations; ++s) {
      if ((s & stratum.not_kept) != 0) {
        places[g].cells.push_back(kNoItem);
        continue;
      }
      const std::size_t cell = counts.cells.size();
      places[g].cells.push_back(cell);
      counts.cells.push_back(stratum.table.counts[s]);
      across[s - 1].push_back(cell);
      for (std::size_t i = 0; i < lists; ++i) {
        if ((s >> i & 1) == 0) continue;
        within[i].push_back(cell);
        across[combinations + i].push_back(cell);
      }
      within[lists].push_back(cell);
      across[combinations + lists].push_back(cell);
    }
    for (std::vector<std::size_t>& members : within) {
      places[g].sums.push_back(members.empty() ? kNoItem : counts.sums.size());
      if (!members.empty()) counts.sums.push_back(std::move(members));
    }
  }
  Places& all = places.back();
  for (std::size_t item = 0; item < across.size(); ++item) {
    auto& where = item < combinations ? all.cells : all.sums;
    where.push_back(across[item].empty() ? kNoItem : counts.sums.size());
    if (!across[item].empty()) counts.sums.push_back(std::move(across[item]));
  }
  const SafeTable safe = DP_TRY(suppress(counts, threshold));
  SafeStrata result;
  result.whole = std::ranges::all_of(safe.cells, [](const auto& count) { return !!count; }) &&
                 std::ranges::all_of(safe.sums, [](const auto& count) { return !!count; });
  for (std::size_t g = 0; g < strata.size(); ++g) {
    result.groups.push_back(taken_from(places[g], safe.cells, safe.sums));
  }
  result.all = taken_from(all, safe.sums, safe.sums);
  return result;
}

OrderedJson to_json(std::span<const Stratum> strata, const SafeStrata& safe) {
  OrderedJson json = OrderedJson::array();
  for (std::size_t g = 0; g < strata.size(); ++g) {
    const Stratum& stratum = strata[g];
    OrderedJson group{{"stratum", stratum.name}};
    group.update(to_json(stratum.table, safe.groups[g]));
    const OverlapTable& table = stratum.table;
    OrderedJson rows = OrderedJson::array();
    for (std::size_t s = 1; s < table.counts.size(); ++s) {
      if ((s & stratum.not_kept) == 0) rows.push_back(std::move(group["rows"][s - 1]));
    }
    group["rows"] = std::move(rows);
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      if ((stratum.not_kept >> i & 1) != 0) group["totals"].erase(table.lists[i]);
    }
    json.push_back(std::move(group));
  }
  return json;
}

}  // namespace depone::estimate
