#include "linkage/order.h"

#include <algorithm>
#include <map>
#include <set>

namespace depone::linkage {
namespace {

// The column that most rules use whole, the first of several; null without any.
const Column* commonest_column(const Table& table, const std::vector<BlockRule>& rules) {
  std::map<std::string_view, int> uses;
  for (const BlockRule& rule : rules) {
    for (const BlockKey& key : rule.keys) {
      if (key.take == Take::Whole) ++uses[key.column];
    }
  }
  const Column* best = nullptr;
  int most = 0;
  for (const auto& [name, count] : uses) {
    if (count > most) {
      most = count;
      best = table.find(name);
    }
  }
  return best;
}

std::set<std::string_view> columns_used(const Spec& spec) {
  std::set<std::string_view> used;
  for (const Field& field : spec.fields) used.insert(field.columns.begin(), field.columns.end());
  for (const BlockRule& rule : spec.rules) {
    for (const BlockKey& key : rule.keys) used.insert(key.column);
  }
  return used;
}

struct Place {
  std::uint64_t near =
      0;  // whether of the first file, then records with the commonest column's value together
  std::uint64_t content = 0;
  RecordIndex record = 0;
};

}  // namespace

std::vector<RecordIndex> content_order(const Table& table, const Spec& spec) {
  const std::size_t size = table.size();
  std::vector<Place> places(size);
  for (RecordIndex i = 0; i < size; ++i) {
    places[i].near = std::uint64_t{table.files[i] != 0} << 63;
    places[i].record = i;
  }
  const Column* const common = commonest_column(table, spec.rules);
  const std::set<std::string_view> used = columns_used(spec);
  std::vector<std::uint64_t> hashes;
  for (const Column& column : table.columns) {
    if (!used.contains(column.name)) continue;
    hashes.clear();
    for (const std::string& value : column.values) hashes.push_back(hash_of(value));
    // Which column a value stands in counts, in which order the columns are told does not.
    const std::uint64_t own = hash_of(column.name);
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t hash = hashes[column.ids[i]];
      places[i].content += mix(hash + own);
      if (&column == common) places[i].near |= hash >> 1;
    }
  }
  std::sort(places.begin(), places.end(), [&](const Place& x, const Place& y) {
    if (x.near != y.near) return x.near < y.near;
    if (x.content != y.content) return x.content < y.content;
    const int ids = table.id_column.empty()
                        ? 0
                        : table.record_ids[x.record].compare(table.record_ids[y.record]);
    return ids != 0 ? ids < 0 : x.record < y.record;
  });
  std::vector<RecordIndex> order;
  order.reserve(size);
  for (const Place& place : places) order.push_back(place.record);
  return order;
}

}  // namespace depone::linkage
