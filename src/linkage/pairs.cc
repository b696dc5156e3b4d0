#include "linkage/pairs.h"

#include <algorithm>
#include <array>

#include "linkage/tile_kernels.h"

namespace depone::linkage {

std::uint32_t Blocking::making_block(const Rule& rule, RecordIndex a, RecordIndex b) const {
  const auto makes = [&](std::uint32_t block, std::uint64_t i, std::uint64_t j) {
    const std::uint32_t window = rule.blocks[block].window;
    if (window == 0) return true;
    const std::uint32_t x = rule.place_of[i];
    const std::uint32_t y = rule.place_of[j];
    return (x > y ? x - y : y - x) <= window;
  };
  if (!rule.several) {
    const std::uint32_t block = block_of_[a * width_ + rule.column];
    if (block == 0 || block != block_of_[b * width_ + rule.column]) return 0;
    return makes(block - 1, a, b) ? block : 0;
  }
  std::uint64_t i = rule.first[a];
  std::uint64_t j = rule.first[b];
  while (i < rule.first[a + 1] && j < rule.first[b + 1]) {
    if (rule.of[i] == rule.of[j]) {
      if (makes(rule.of[i], i, j)) return rule.of[i] + 1;
      ++i;
      ++j;
    } else if (rule.of[i] < rule.of[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return 0;
}

namespace {

// Rows and columns of the tiles that larger blocks are cut into.
constexpr std::uint32_t kSide = PairTile::kMostMembers / 2;
constexpr std::size_t kAhead = 48;

}  // namespace

// Fills tiles with pairs of a rule.
class Blocking::TileMaker {
 public:
  // Every pair of a block, none taken.
  TileMaker(const Blocking& blocking, const Rule& rule,
            const std::function<void(const PairTile&)>& use)
      : blocking_(blocking),
        rule_(rule),
        use_(use),
        taken_(PairTile::kMostPairs + PairTile::kSlack) {}

  // What earlier rules and blocks make is taken.
  void mark_earlier(std::uint32_t rule) {
    marks_ = true;
    for (std::uint32_t r = 0; r < rule; ++r) {
      const Rule& earlier = blocking_.blocks_[r];
      if (earlier.several || earlier.windows) {
        slow_.push_back(&earlier);
      } else {
        columns_.push_back(earlier.column);
      }
    }
    beside_.resize(columns_.size() * kStride);
  }

  // The pairs of single rows of a block, in rising order.
  void add_rows(std::uint32_t block_number, const std::vector<std::uint32_t>& rows) {
    const Block& block = rule_.blocks[block_number];
    if (block.size > PairTile::kMostMembers) {
      for (const std::uint32_t i : rows) add(block_number, i, i + 1);
      return;
    }
    if (rows.empty()) return;
    if (members_count_ + block.size > PairTile::kMostMembers) empty();
    const std::uint32_t base = place(block, 0, block.size);
    for (const std::uint32_t i : rows) {
      const auto [from, to] = partners(block, i);
      add_row(block_number, base + i, base + from, base + to);
    }
  }

  // Pairs of the rows [begin, end) of a block.
  void add(std::uint32_t block_number, std::uint32_t begin, std::uint32_t end) {
    const Block& block = rule_.blocks[block_number];
    if (block.size <= PairTile::kMostMembers) {
      if (members_count_ + block.size > PairTile::kMostMembers) empty();
      const std::uint32_t base = place(block, 0, block.size);
      const std::size_t rows = rows_made_;
      for (std::uint32_t i = begin; i < end; ++i) {
        const auto [from, to] = partners(block, i);
        add_row(block_number, base + i, base + from, base + to);
      }
      // Most blocks of a strict rule hold nothing new.
      if (rows_made_ == rows) members_count_ = base;
      // The members of a large block would be carried along for nothing.
      if (block.size > PairTile::kMostMembers / 4) empty();
      return;
    }
    for (std::uint32_t rows = begin; rows < end; rows += kSide) {
      const std::uint32_t rows_end = std::min(end, rows + kSide);
      const std::uint32_t first = partners(block, rows).first;
      const std::uint32_t last =
          std::max(partners(block, rows).second, partners(block, rows_end - 1).second);
      for (std::uint32_t side = first; side < last; side += kSide) {
        const std::uint32_t side_end = std::min(last, side + kSide);
        empty();
        const std::uint32_t left = place(block, rows, rows_end);
        const std::uint32_t right = place(block, side, side_end);
        for (std::uint32_t i = rows; i < rows_end; ++i) {
          const auto [from, to] = partners(block, i);
          add_row(block_number, left + i - rows, right + std::max(from, side) - side,
                  right + std::max(std::min(to, side_end), side) - side);
        }
      }
    }
    empty();
  }

  void empty() {
    hand_over();
    members_count_ = 0;
  }

 private:
  static constexpr std::size_t kStride = PairTile::kMostMembers + PairTile::kSlack;

  // The members that row i is paired with, half-open. Members of a plain block stand in the order
  // of the files and records; those of a neighbourhood do not.
  std::pair<std::uint32_t, std::uint32_t> partners(const Block& block, std::uint32_t i) const {
    if (block.window > 0) return {i + 1, std::min(block.size, i + block.window + 1)};
    if (!blocking_.across_files_) return {i + 1, block.size};
    return {block.split, i < block.split ? block.size : block.split};
  }

  // Takes members [begin, end) of a block into the tile, with their blocks by earlier rule, so that
  // a row is compared with many at once. Returns the place of the first.
  std::uint32_t place(const Block& block, std::uint32_t begin, std::uint32_t end) {
    const RecordIndex* const from = rule_.members.data() + block.begin;
    const RecordIndex* const all_end = rule_.members.data() + rule_.members.size();
    const auto base = static_cast<std::uint32_t>(members_count_);
    const std::uint32_t* const rows = blocking_.block_of_.data();
    const std::size_t width = blocking_.width_;
    for (std::uint32_t k = begin; k < end; ++k) {
      const std::size_t at = members_count_++;
      members_[at] = from[k];
      if (columns_.empty()) continue;
      // Records lie anywhere: the rows of those some blocks on are fetched meanwhile.
      if (const RecordIndex* const ahead = from + k + kAhead; ahead < all_end) {
        const std::uint32_t* const row = rows + *ahead * width;
        __builtin_prefetch(row);
        __builtin_prefetch(row + width - 1);
      }
      const std::uint32_t* const of = rows + from[k] * width;
      for (std::size_t c = 0; c < columns_.size(); ++c) beside_[c * kStride + at] = of[columns_[c]];
    }
    return base;
  }

  void add_row(std::uint32_t block, std::uint32_t left, std::uint32_t from, std::uint32_t to) {
    while (from < to) {
      if (pairs_ == PairTile::kMostPairs) hand_over();
      const auto room = static_cast<std::uint32_t>(PairTile::kMostPairs - pairs_);
      const std::uint32_t part = std::min(to, from + room);
      rows_.push_back({static_cast<std::uint16_t>(left), static_cast<std::uint16_t>(from),
                       static_cast<std::uint16_t>(part)});
      if (!marks_ || mark(block, left, from, part)) {
        pairs_ += part - from;
        ++rows_made_;
      } else {
        rows_.pop_back();
      }
      from = part;
    }
  }

  // Of the last row; whether any of its pairs is not taken.
  bool mark(std::uint32_t block, std::uint32_t left, std::uint32_t from, std::uint32_t to) {
    std::uint32_t* const taken = taken_.data() + pairs_;
    const bool open = mark_row(beside_.data(), columns_.size(), kStride, rows_.back(), taken);
    const RecordIndex a = members_[left];
    const bool files = blocking_.across_files_ && rule_.blocks[block].window > 0;
    if (!open || (slow_.empty() && !files && !rule_.several)) return open;
    bool still_open = false;
    for (std::uint32_t j = from; j < to; ++j) {
      std::uint32_t& one = taken[j - from];
      const RecordIndex b = members_[j];
      for (std::size_t s = 0; s < slow_.size() && one == 0; ++s) {
        one = blocking_.making_block(*slow_[s], a, b);
      }
      if (one != 0) continue;
      if (files && blocking_.files_[a] == blocking_.files_[b]) one = 1;
      if (rule_.several && blocking_.making_block(rule_, a, b) != block + 1) one = 1;
      still_open = still_open || one == 0;
    }
    return still_open;
  }

  void hand_over() {
    if (pairs_ > 0) {
      PairTile tile;
      tile.members = {members_.data(), members_count_};
      tile.values = members_count_;
      tile.rows = rows_;
      tile.pairs = pairs_;
      tile.taken = taken_.data();
      tile.wide = wide_tiles_available();
      use_(tile);
    }
    rows_.clear();
    pairs_ = 0;
  }

  const Blocking& blocking_;
  const Rule& rule_;
  const std::function<void(const PairTile&)>& use_;
  bool marks_ = false;
  std::vector<std::size_t> columns_;  // earlier rules with one block a record
  std::vector<const Rule*> slow_;     // other earlier rules
  std::array<RecordIndex, kStride> members_{};
  std::size_t members_count_ = 0;
  std::vector<std::uint32_t> beside_;  // by column of columns_, then by member
  std::vector<PairTile::Row> rows_;
  std::vector<std::uint32_t> taken_;
  std::size_t pairs_ = 0;
  std::size_t rows_made_ = 0;  // since the beginning
};

void Blocking::each_tile(std::size_t number,
                         const std::function<void(const PairTile&)>& use) const {
  const Task& task = tasks_[number];
  TileMaker maker(*this, blocks_[task.rule], use);
  maker.mark_earlier(task.rule);
  for (std::uint32_t b = task.block_begin; b < task.block_end; ++b) {
    maker.add(b, task.row_begin,
              task.row_end > 0 ? task.row_end : blocks_[task.rule].blocks[b].size);
  }
  maker.empty();
}

void Blocking::each_pair(std::size_t task, const std::function<void(const PairBatch&)>& use) const {
  std::vector<RecordIndex> left;
  std::vector<RecordIndex> right;
  each_tile(task, [&](const PairTile& tile) {
    left.clear();
    right.clear();
    const std::uint32_t* taken = tile.taken;
    for (const PairTile::Row& row : tile.rows) {
      for (std::size_t j = row.from; j < row.to; ++j) {
        if (*taken++ != 0) continue;
        const auto [a, b] = std::minmax(tile.members[row.left], tile.members[j]);
        left.push_back(a);
        right.push_back(b);
      }
    }
    use({left, right});
  });
}

double Blocking::sample_rule(std::size_t number, std::uint64_t most,
                             const std::function<void(const PairTile&)>& use) const {
  const Rule& rule = blocks_[number];
  std::uint64_t all = 0;
  for (const Block& block : rule.blocks) all += pairs_in(block);
  // Rows of blocks, chosen by their number: pairs of one row depend on one another, but the shares
  // of levels among them stay unbiased.
  const std::uint64_t threshold =
      all <= most ? ~std::uint64_t{0}
                  : static_cast<std::uint64_t>(static_cast<double>(most) /
                                               static_cast<double>(all) * 1.8e19);
  std::uint64_t sampled = 0;
  const std::function<void(const PairTile&)> counted = [&](const PairTile& tile) {
    sampled += tile.pairs;
    use(tile);
  };
  TileMaker maker(*this, rule, counted);
  std::vector<std::uint32_t> rows;
  for (std::size_t b = 0; b < rule.blocks.size(); ++b) {
    if (rule.blocks[b].window > 0) continue;
    const std::uint64_t of_block = mix(mix(number + 1) + b);
    rows.clear();
    for (std::uint32_t i = 0; i < rule.blocks[b].size; ++i) {
      if (mix(of_block + i) <= threshold) rows.push_back(i);
    }
    maker.add_rows(static_cast<std::uint32_t>(b), rows);
  }
  maker.empty();
  return sampled == 0 ? 1 : static_cast<double>(all) / static_cast<double>(sampled);
}

}  // namespace depone::linkage
