#include <algorithm>
#include <array>
#include <map>

#include "base/parallel.h"
#include "linkage/block_keys.h"
#include "linkage/pairs.h"

namespace depone::linkage {
namespace {

constexpr std::uint64_t kTaskPairs = 1u << 20;
constexpr std::size_t kSmallestNeighbourhood = 8;

struct Entry {
  std::uint64_t key;
  RecordIndex record;
};

// Takes out entries whose key no other has: under a strict rule most records stand alone. Two bits
// a place, eight places an entry, so that few keys share one; those that do stay.
void drop_lonely(std::vector<Entry>& entries) {
  std::size_t places = 1024;
  while (places < entries.size() * 8) places *= 2;
  std::vector<std::uint8_t> seen(places / 4);
  for (const Entry& entry : entries) {
    // The upper bits: grouping starts with the lower ones.
    const std::size_t place = (entry.key >> 33) & (places - 1);
    std::uint8_t& four = seen[place / 4];
    const auto shift = static_cast<unsigned>(place % 4 * 2);
    // Never seen 0, once 1, more often 3.
    const unsigned now = four >> shift & 3u;
    four = static_cast<std::uint8_t>(four | (now == 0 ? 1u : 3u) << shift);
  }
  std::erase_if(entries, [&](const Entry& entry) {
    const std::size_t place = (entry.key >> 33) & (places - 1);
    return (seen[place / 4] >> (place % 4 * 2) & 3u) != 3;
  });
}

// By key, equal keys in the order of the records: three passes of 11 bits over mixed keys group
// nearly all, a last sort of the runs that share 33 bits does the rest.
void group_by_key(std::vector<Entry>& entries) {
  std::vector<Entry> other(entries.size());
  for (const unsigned shift : {0u, 11u, 22u}) {
    std::array<std::size_t, 2049> starts{};
    for (const Entry& entry : entries) ++starts[((entry.key >> shift) & 2047) + 1];
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    for (const Entry& entry : entries) other[starts[(entry.key >> shift) & 2047]++] = entry;
    entries.swap(other);
  }
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 33) - 1;
  for (std::size_t i = 0; i < entries.size();) {
    std::size_t end = i + 1;
    bool mixed = false;
    while (end < entries.size() && (entries[end].key & kMask) == (entries[i].key & kMask)) {
      mixed |= entries[end].key != entries[i].key;
      ++end;
    }
    if (mixed) {
      std::stable_sort(entries.begin() + static_cast<std::ptrdiff_t>(i),
                       entries.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const Entry& a, const Entry& b) { return a.key < b.key; });
    }
    i = end;
  }
}

std::uint64_t pairs_of(std::uint64_t size, std::uint64_t split, bool across) {
  return across ? split * (size - split) : size * (size - 1) / 2;
}

}  // namespace

// Makes the blocks of one rule.
struct Blocking::Builder {
  const Table& table;
  const Options& options;
  const std::vector<std::vector<const ValueKeys*>>&
      refinements;          // keys that divide blocks, in order
  std::size_t width;        // of block_of
  std::uint32_t* block_of;  // Blocking::block_of_; a rule writes its own column only

  void build(const std::vector<const ValueKeys*>& keys, Rule& rule, RuleReport& report) const {
    std::vector<Entry> entries;
    entries.reserve(table.size());
    if (rule.several) {
      std::vector<std::uint64_t> of_record;
      for (RecordIndex i = 0; i < table.size(); ++i) {
        keys_of_record(keys, i, of_record);
        if (!of_record.empty()) ++report.records;
        for (const std::uint64_t key : of_record) entries.push_back({key, i});
      }
    } else {
      for (RecordIndex i = 0; i < table.size(); ++i) {
        const std::uint64_t key = key_of_record(keys, i);
        if (key != kNoKey) entries.push_back({key, i});
      }
      report.records = entries.size();
    }
    drop_lonely(entries);
    group_by_key(entries);
    for (std::size_t i = 0; i < entries.size();) {
      std::size_t end = i + 1;
      while (end < entries.size() && entries[end].key == entries[i].key) ++end;
      if (end - i > 1) add_block(entries, i, end, rule, report);
      i = end;
    }
    entries = {};
    index(rule);
  }

 private:
  RecordIndex row_of(RecordIndex record) const {
    return options.order == nullptr ? record : (*options.order)[record];
  }

  std::uint32_t split_of(const std::vector<Entry>& entries, std::size_t begin,
                         std::size_t end) const {
    std::size_t at = begin;
    while (at < end && table.files[entries[at].record] == 0) ++at;
    return static_cast<std::uint32_t>(at - begin);
  }

  void add_block(std::vector<Entry>& entries, std::size_t begin, std::size_t end, Rule& rule,
                 RuleReport& report) const {
    const std::uint64_t size = end - begin;
    const std::uint64_t pairs = pairs_of(size, split_of(entries, begin, end), options.across_files);
    report.largest = std::max(report.largest, size);
    if (pairs == 0) return;
    ++report.blocks;
    const std::uint64_t before = report.pairs;
    if (pairs <= options.block_pairs) {
      keep(entries, begin, end, 0, rule, report);
      return;
    }
    ++report.divided;
    divide(entries, begin, end, 0, rule, report);
    report.left_out += pairs - std::min(pairs, report.pairs - before);
  }

  void keep(const std::vector<Entry>& entries, std::size_t begin, std::size_t end,
            std::uint32_t window, Rule& rule, RuleReport& report) const {
    const std::uint64_t size = end - begin;
    const std::uint32_t split = split_of(entries, begin, end);
    std::uint64_t pairs = pairs_of(size, split, options.across_files);
    if (pairs == 0) return;
    rule.blocks.push_back({rule.members.size(), static_cast<std::uint32_t>(size), split, window});
    for (std::size_t i = begin; i < end; ++i) rule.members.push_back(entries[i].record);
    if (window > 0) pairs = std::min(pairs, size * window - window * (window + 1) / 2);
    report.pairs += pairs;
  }

  void divide(std::vector<Entry>& entries, std::size_t begin, std::size_t end, std::size_t by,
              Rule& rule, RuleReport& report) const {
    const std::uint64_t size = end - begin;
    if (size < 2) return;
    const std::uint64_t pairs = pairs_of(size, split_of(entries, begin, end), options.across_files);
    if (pairs <= options.block_pairs) {
      keep(entries, begin, end, 0, rule, report);
      return;
    }
    const auto from = entries.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = entries.begin() + static_cast<std::ptrdiff_t>(end);
    if (by >= refinements.size() || rule.several) {
      neighbours(entries, begin, end, rule, report);
      return;
    }
    // A record without the further key stays with the others that lack it.
    std::vector<std::uint64_t> keys;
    for (auto entry = from; entry != to; ++entry) {
      keys_of_record(refinements[by], entry->record, keys);
      entry->key = keys.empty() ? 0 : keys.front();
    }
    std::stable_sort(from, to, [](const Entry& a, const Entry& b) { return a.key < b.key; });
    for (std::size_t i = begin; i < end;) {
      std::size_t next = i + 1;
      while (next < end && entries[next].key == entries[i].key) ++next;
      divide(entries, i, next, by + 1, rule, report);
      i = next;
    }
  }

  // Members in the order of their values, so that like values are near.
  void neighbours(std::vector<Entry>& entries, std::size_t begin, std::size_t end, Rule& rule,
                  RuleReport& report) const {
    const auto from = entries.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = entries.begin() + static_cast<std::ptrdiff_t>(end);
    std::stable_sort(from, to, [&](const Entry& a, const Entry& b) {
      for (const Column& column : table.columns) {
        const int order = column.values[column.ids[row_of(a.record)]].compare(
            column.values[column.ids[row_of(b.record)]]);
        if (order != 0) return order < 0;
      }
      return a.record < b.record;
    });
    const std::uint64_t size = end - begin;
    const auto window = static_cast<std::uint32_t>(
        std::max<std::uint64_t>(kSmallestNeighbourhood, options.block_pairs / size));
    keep(entries, begin, end, window, rule, report);
  }

  void index(Rule& rule) const {
    rule.windows = std::any_of(rule.blocks.begin(), rule.blocks.end(),
                               [](const Block& block) { return block.window > 0; });
    if (!rule.several) {
      if (rule.windows) rule.place_of.assign(table.size(), 0);
      for (std::size_t b = 0; b < rule.blocks.size(); ++b) {
        const Block& block = rule.blocks[b];
        for (std::uint32_t k = 0; k < block.size; ++k) {
          const RecordIndex record = rule.members[block.begin + k];
          block_of[record * width + rule.column] = static_cast<std::uint32_t>(b + 1);
          if (block.window > 0) rule.place_of[record] = k;
        }
      }
      return;
    }
    rule.first.assign(table.size() + 1, 0);
    for (const RecordIndex record : rule.members) ++rule.first[record + 1];
    for (std::size_t i = 1; i < rule.first.size(); ++i) rule.first[i] += rule.first[i - 1];
    rule.of.resize(rule.members.size());
    if (rule.windows) rule.place_of.resize(rule.members.size());
    std::vector<std::uint64_t> next(rule.first.begin(), rule.first.end() - 1);
    for (std::size_t b = 0; b < rule.blocks.size(); ++b) {
      const Block& block = rule.blocks[b];
      for (std::uint32_t k = 0; k < block.size; ++k) {
        const std::uint64_t at = next[rule.members[block.begin + k]]++;
        rule.of[at] = static_cast<std::uint32_t>(b);
        if (rule.windows) rule.place_of[at] = k;
      }
    }
  }
};

Result<Blocking> Blocking::build(const Table& table, const std::vector<BlockRule>& rules,
                                 const NameTables& name_tables, const Options& options,
                                 Progress& progress, const Cancellation& cancellation) {
  // Each distinct key is worked out once, however many rules use it.
  std::vector<BlockKey> distinct;
  for (const BlockRule& rule : rules) {
    for (const BlockKey& key : rule.keys) {
      if (std::find(distinct.begin(), distinct.end(), key) == distinct.end()) {
        distinct.push_back(key);
      }
    }
  }
  std::vector<const Column*> columns;
  for (const BlockKey& key : distinct) {
    const Column* column = DP_TRY(table.column(key.column));
    columns.push_back(column);
  }
  std::vector<ValueKeys> made(distinct.size());
  NoProgress quiet;
  DP_TRY(parallel_for(
      distinct.size(), options.threads,
      [&](std::size_t k) { made[k] = make_value_keys(*columns[k], distinct[k], name_tables); },
      quiet, cancellation));
  // With another order each column's ids are laid out in it once.
  std::map<const Column*, std::vector<ValueId>> reordered;
  if (options.order != nullptr) {
    for (ValueKeys& keys : made) {
      std::vector<ValueId>& ids = reordered[keys.column];
      if (ids.empty()) {
        ids.reserve(table.size());
        for (const RecordIndex row : *options.order) ids.push_back(keys.column->ids[row]);
      }
      keys.ids = ids.data();
    }
  }
  const auto keys_of = [&](const BlockRule& rule) {
    std::vector<const ValueKeys*> keys;
    for (const BlockKey& key : rule.keys) {
      const auto found = std::find(distinct.begin(), distinct.end(), key);
      keys.push_back(&made[static_cast<std::size_t>(found - distinct.begin())]);
    }
    return keys;
  };
  std::vector<std::vector<const ValueKeys*>> singles;
  for (std::size_t k = 0; k < distinct.size(); ++k) {
    if (!made[k].several) singles.push_back({&made[k]});
  }
  Blocking blocking;
  blocking.across_files_ = options.across_files;
  if (options.across_files) blocking.files_ = table.files;
  blocking.blocks_.resize(rules.size());
  blocking.reports_.resize(rules.size());
  std::vector<std::vector<const ValueKeys*>> keys;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    keys.push_back(keys_of(rules[r]));
    Rule& rule = blocking.blocks_[r];
    rule.several = std::any_of(keys[r].begin(), keys[r].end(),
                               [](const ValueKeys* part) { return part->several; });
    if (!rule.several) rule.column = blocking.width_++;
  }
  blocking.block_of_.assign(table.size() * blocking.width_, 0);
  DP_TRY(parallel_for(
      rules.size(), options.threads,
      [&](std::size_t r) {
        blocking.reports_[r].rule = text_of(rules[r]);
        const Builder builder{table, options, singles, blocking.width_, blocking.block_of_.data()};
        builder.build(keys[r], blocking.blocks_[r], blocking.reports_[r]);
      },
      progress, cancellation, "blocking"));
  blocking.plan_tasks();
  return blocking;
}

std::uint64_t Blocking::pairs_in(const Block& block) const {
  return pairs_of(block.size, block.split, across_files_);
}

void Blocking::plan_tasks() {
  for (std::uint32_t r = 0; r < blocks_.size(); ++r) {
    const Rule& rule = blocks_[r];
    std::uint64_t waiting = 0;
    std::uint32_t begin = 0;
    const auto flush = [&](std::uint32_t end) {
      if (end > begin) tasks_.push_back({r, begin, end, 0, 0});
      begin = end;
      waiting = 0;
    };
    for (std::uint32_t b = 0; b < rule.blocks.size(); ++b) {
      const std::uint64_t pairs = pairs_in(rule.blocks[b]);
      if (pairs > kTaskPairs) {
        flush(b);
        const std::uint32_t rows = rule.blocks[b].size;
        const auto pieces = static_cast<std::uint32_t>(pairs / kTaskPairs + 1);
        for (std::uint32_t p = 0; p < pieces; ++p) {
          tasks_.push_back({r, b, b + 1,
                            static_cast<std::uint32_t>(std::uint64_t{rows} * p / pieces),
                            static_cast<std::uint32_t>(std::uint64_t{rows} * (p + 1) / pieces)});
        }
        begin = b + 1;
        continue;
      }
      waiting += pairs;
      if (waiting >= kTaskPairs) flush(b + 1);
    }
    flush(static_cast<std::uint32_t>(rule.blocks.size()));
  }
}

}  // namespace depone::linkage
