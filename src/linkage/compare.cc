#include "linkage/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/csv.h"
#include "linkage/normalise.h"

namespace depone::linkage {
namespace {

constexpr std::array<std::string_view, 14> kKindNames = {"name",
                                                         "person",
                                                         "date",
                                                         "number",
                                                         "postcode",
                                                         "place",
                                                         "location",
                                                         "identifier",
                                                         "category",
                                                         "text",
                                                         "people",
                                                         "cross_script_name",
                                                         "cross_script_person",
                                                         "organisation"};

constexpr std::size_t kCachePlaces = 1u << 15;

}  // namespace

std::string_view name_of(Kind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

Result<Kind> kind_of(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found != kKindNames.end()) return static_cast<Kind>(found - kKindNames.begin());
  return Error{Fault::InvalidInput, fmt::format("there is no kind of field \"{}\"", name),
               fmt::format("the kinds are {}", fmt::join(kKindNames, ", "))};
}

Result<NameTables> NameTables::load(const DataFiles& data) {
  const std::string text = DP_TRY(data.read("linkage/nicknames_en.csv"));
  const CsvTable table = DP_TRY(read_csv(text, "data/linkage/nicknames_en.csv"));
  const std::size_t column = DP_TRY(table.column("names"));
  std::map<std::string, std::vector<std::uint16_t>> groups;
  for (std::size_t g = 0; g < table.rows.size(); ++g) {
    const std::string names = plain(table.rows[g][column]);
    for (const std::string_view name : words_of(names)) {
      auto& of_name = groups[std::string(name)];
      const auto group = static_cast<std::uint16_t>(g);
      if (of_name.empty() || of_name.back() != group) of_name.push_back(group);
    }
  }
  NameTables name_tables;
  name_tables.names_.assign(groups.begin(), groups.end());
  name_tables.matcher_ = DP_TRY(names::Matcher::load(data));
  return name_tables;
}

const std::vector<std::uint16_t>& NameTables::groups_of(std::string_view name) const {
  const auto found = std::lower_bound(
      names_.begin(), names_.end(), name,
      [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return found != names_.end() && found->first == name ? found->second : none_;
}

bool NameTables::share_group(std::string_view a, std::string_view b) const {
  const auto& left = groups_of(a);
  if (left.empty()) return false;
  const auto& right = groups_of(b);
  return std::any_of(left.begin(), left.end(), [&](std::uint16_t group) {
    return std::find(right.begin(), right.end(), group) != right.end();
  });
}

void LevelCache::make_places() { places_.resize(kCachePlaces); }

void Comparison::compare_tile(const PairTile& tile, const ValueId* values, LevelCache& cache,
                              Level* levels) const {
  std::size_t pair = 0;
  for (const PairTile::Row& row : tile.rows) {
    for (std::size_t j = row.from; j < row.to; ++j, ++pair) {
      if (tile.taken != nullptr && tile.taken[pair] != 0) {
        levels[pair] = kMissingLevel;
        continue;
      }
      levels[pair] = compare(values[row.left], values[j], cache);
    }
  }
}

Level Comparison::different(ValueId left, ValueId right, LevelCache& cache) const {
  const ValueId a = std::min(left, right);
  const ValueId b = std::max(left, right);
  const std::uint64_t pair = (std::uint64_t{a} << 32) | b;
  LevelCache::Place& place = cache.place(a, b);
  if (place.pair != pair) place = {pair, level_by_text(a, b)};
  return place.level;
}

Level Comparison::level_by_text(ValueId a, ValueId b) const {
  const bool in_order = column_.values[a] < column_.values[b];
  return in_order ? level_of_different(a, b) : level_of_different(b, a);
}

void Comparison::equal_is(Level top) {
  equal_.assign(column_.counts.size(), top);
  equal_[kMissing] = kMissingLevel;
}

}  // namespace depone::linkage
