#include "linkage/order.h"

#include <algorithm>
#include <map>

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

struct Place {
  std::uint32_t near = 0;  // records with the commonest column's value together
  std::uint32_t file = 0;
  std::uint64_t content = 0;
};

}  // namespace

std::vector<RecordIndex> content_order(const Table& table, const std::vector<BlockRule>& rules) {
  const std::size_t size = table.size();
  std::vector<Place> places(size);
  for (std::size_t i = 0; i < size; ++i) places[i].file = table.files[i];
  const Column* const common = commonest_column(table, rules);
  std::vector<std::uint64_t> hashes;
  for (const Column& column : table.columns) {
    hashes.clear();
    for (const std::string& value : column.values) hashes.push_back(hash_of(value));
    // Which column a value stands in counts, in which order the columns are told does not.
    const std::uint64_t own = hash_of(column.name);
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t hash = hashes[column.ids[i]];
      places[i].content += mix(hash + own);
      if (&column == common) places[i].near = static_cast<std::uint32_t>(hash >> 32);
    }
  }
  std::vector<RecordIndex> order(size);
  for (RecordIndex i = 0; i < size; ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](RecordIndex a, RecordIndex b) {
    const Place& x = places[a];
    const Place& y = places[b];
    if (x.file != y.file) return x.file < y.file;
    if (x.near != y.near) return x.near < y.near;
    if (x.content != y.content) return x.content < y.content;
    const int ids = table.id_column.empty() ? 0 : table.record_ids[a].compare(table.record_ids[b]);
    return ids != 0 ? ids < 0 : a < b;
  });
  return order;
}

}  // namespace depone::linkage
