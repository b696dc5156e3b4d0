// Which pairs of records are compared: blocking.
//
// Records that agree on all keys of a rule form a block, and its members become pairs. Each pair
// comes up once, from the first rule that makes it. A block of too many pairs is first divided by
// further keys and then, if it is still too large, its members are paired with their neighbours in
// sorted order (sorted neighbourhood, Hernandez and Stolfo 1995); how many pairs that leaves out is
// reported, never hidden.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/compare.h"
#include "linkage/spec.h"
#include "linkage/table.h"
#include "linkage/tile.h"

namespace depone::linkage {

// What a rule did.
struct RuleReport {
  std::string rule;
  std::uint64_t records = 0;   // that have all its keys
  std::uint64_t blocks = 0;    // of two records or more
  std::uint64_t largest = 0;   // records in the largest block before it was divided
  std::uint64_t pairs = 0;     // made by its blocks as they are
  std::uint64_t left_out = 0;  // that dividing blocks left out
  std::uint64_t divided = 0;   // blocks that were divided
};

struct PairBatch {
  std::span<const RecordIndex> left;
  std::span<const RecordIndex> right;
};

class Blocking {
 public:
  struct Options {
    std::uint64_t block_pairs = 200'000;
    bool across_files = false;  // only pairs of two different files
    std::size_t threads = 0;
    // The rows of the table in the order in which the blocks number them; null: as they stand.
    // Rows of the first file come first in either.
    const std::vector<RecordIndex>* order = nullptr;
  };

  // `table` and `name_tables` must outlive the call only. NotFound for an unknown column.
  static Result<Blocking> build(const Table& table, const std::vector<BlockRule>& rules,
                                const NameTables& name_tables, const Options& options,
                                Progress& progress, const Cancellation& cancellation);

  const std::vector<RuleReport>& reports() const { return reports_; }
  std::size_t rules() const { return blocks_.size(); }
  // Pieces of work of about a million pairs at most, in a fixed order.
  std::size_t tasks() const { return tasks_.size(); }
  // Calls use(tile) for the pairs of one piece, those that were made before marked. Any thread.
  void each_tile(std::size_t task, const std::function<void(const PairTile&)>& use) const;
  // The same pair by pair, for counting and tests; left < right always.
  void each_pair(std::size_t task, const std::function<void(const PairBatch&)>& use) const;

  // Calls use(tile) for pairs of the blocks of one rule alone, whatever other rules make, of about
  // `most` pairs chosen by row of a block: for training; none is taken. Returns how many pairs of
  // the rule each one stands for. Any thread.
  double sample_rule(std::size_t rule, std::uint64_t most,
                     const std::function<void(const PairTile&)>& use) const;

 private:
  struct Block {
    std::uint64_t begin = 0;  // in members
    std::uint32_t size = 0;
    std::uint32_t split = 0;   // members before it are of the first file (across_files)
    std::uint32_t window = 0;  // 0: all pairs; else neighbours up to this far
  };
  struct Rule {
    bool several = false;    // a record may be in more than one block
    bool windows = false;    // some block is a neighbourhood
    std::size_t column = 0;  // unless `several`: its place in a row of block_of_
    std::vector<RecordIndex> members;
    std::vector<Block> blocks;
    std::vector<std::uint64_t> first;  // `several`: where a record's blocks begin in `of`
    std::vector<std::uint32_t> of;     // sorted blocks
    // Where a record stands in its block, when some block is windowed: by record or beside `of`.
    std::vector<std::uint32_t> place_of;
  };
  struct Task {
    std::uint32_t rule = 0;
    std::uint32_t block_begin = 0;
    std::uint32_t block_end = 0;
    std::uint32_t row_begin = 0;  // of the only block when a block is cut into several tasks
    std::uint32_t row_end = 0;
  };
  struct Builder;

  // The first block of the rule, plus 1, that makes the pair; 0 when none does.
  std::uint32_t making_block(const Rule& rule, RecordIndex a, RecordIndex b) const;
  class TileMaker;
  std::uint64_t pairs_in(const Block& block) const;
  void plan_tasks();

  bool across_files_ = false;
  std::vector<std::uint8_t> files_;  // of the records, for pairs across files
  std::vector<Rule> blocks_;
  // By record and then by rule with one block a record: block + 1, 0 none. A record's blocks lie
  // together, since whether two records meet earlier asks for all of them.
  std::size_t width_ = 0;
  std::vector<std::uint32_t> block_of_;
  std::vector<RuleReport> reports_;
  std::vector<Task> tasks_;
};

}  // namespace depone::linkage
