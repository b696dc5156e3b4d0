#include "linkage/order.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/parallel.h"

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
  if (!spec.source.empty()) used.insert(spec.source);
  return used;
}

constexpr std::size_t kAtOnce = 1u << 15;
constexpr std::size_t kParts = 256;
constexpr unsigned kPartShift = 56;

struct Place {
  // Whether of the first file; then records with the commonest column's value together.
  std::uint64_t near = 0;
  std::uint64_t content = 0;
  RecordIndex record = 0;
};

}  // namespace

Result<std::vector<RecordIndex>> content_order(const Table& table, const Spec& spec,
                                               std::size_t threads,
                                               const Cancellation& cancellation) {
  const std::size_t size = table.size();
  const Column* const common = commonest_column(table, spec.rules);
  const std::set<std::string_view> used = columns_used(spec);
  std::vector<const Column*> columns;
  for (const Column& column : table.columns) {
    if (used.contains(column.name)) columns.push_back(&column);
  }
  NoProgress quiet;
  // By column and value. Which column a value stands in counts, in which order the columns are told
  // does not.
  std::vector<std::vector<std::uint64_t>> hashes(columns.size());
  std::vector<std::uint64_t> near;
  DP_TRY(parallel_for(
      columns.size(), threads,
      [&](std::size_t c) {
        const std::uint64_t own = hash_of(columns[c]->name);
        hashes[c].reserve(columns[c]->values.size());
        for (const std::string& value : columns[c]->values) {
          const std::uint64_t hash = hash_of(value);
          hashes[c].push_back(mix(hash + own));
          if (columns[c] == common) near.push_back(hash >> 1);
        }
      },
      quiet, cancellation));
  std::vector<Place> places(size);
  DP_TRY(parallel_for((size + kAtOnce - 1) / kAtOnce, threads,
                      [&](std::size_t part) {
                        const std::size_t end = std::min(size, (part + 1) * kAtOnce);
                        for (std::size_t i = part * kAtOnce; i < end; ++i) {
                          Place place;
                          place.near = std::uint64_t{table.files[i] != 0} << 63;
                          if (common != nullptr) place.near |= near[common->ids[i]];
                          if (table.files[i] > 1) place.content = mix(table.files[i]);
                          for (std::size_t c = 0; c < columns.size(); ++c) {
                            place.content += hashes[c][columns[c]->ids[i]];
                          }
                          place.record = static_cast<RecordIndex>(i);
                          places[i] = place;
                        }
                      },
                      quiet, cancellation));
  // By the upper bits first, so that the parts can be sorted side by side.
  std::vector<std::size_t> starts(kParts + 1, 0);
  for (const Place& place : places) ++starts[(place.near >> kPartShift) + 1];
  for (std::size_t p = 1; p <= kParts; ++p) starts[p] += starts[p - 1];
  std::vector<Place> sorted(size);
  std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
  for (const Place& place : places) sorted[next[place.near >> kPartShift]++] = place;
  places = {};
  std::vector<RecordIndex> order(size);
  DP_TRY(parallel_for(
      kParts, threads,
      [&](std::size_t p) {
        const auto begin = sorted.begin() + static_cast<std::ptrdiff_t>(starts[p]);
        const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(starts[p + 1]);
        std::sort(begin, end, [&](const Place& x, const Place& y) {
          if (x.near != y.near) return x.near < y.near;
          if (x.content != y.content) return x.content < y.content;
          const int ids = table.id_column.empty()
                              ? 0
                              : table.record_ids[x.record].compare(table.record_ids[y.record]);
          return ids != 0 ? ids < 0 : x.record < y.record;
        });
        for (std::size_t i = starts[p]; i < starts[p + 1]; ++i) order[i] = sorted[i].record;
      },
      quiet, cancellation));
  return order;
}

}  // namespace depone::linkage
