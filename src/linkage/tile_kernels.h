// What is done to one row of a tile, many pairs at once. For the comparisons and the scorer alone.
//
// Each in two forms that give exactly the same: plain, and with AVX-512 where the processor has it
// (`wide`, PairTile::wide). Arrays by member are PairTile::kSlack places longer than the members,
// and `levels` and the queues have as much room left; what is written there does not matter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "linkage/compare.h"
#include "linkage/tile.h"

namespace depone::linkage {

// Whether this processor has what the wide forms need.
bool wide_tiles_available();

// taken[k] is not 0 any more where blocks[k] is `block`.
void mark_equal(std::uint32_t block, const std::uint32_t* blocks, std::size_t count,
                std::uint32_t* taken);

// Pairs that a kernel leaves open, by the places of their members and by their number in the tile.
struct PairQueue {
  static constexpr std::size_t kFull = 512;  // from here on it must be emptied
  std::array<std::uint32_t, kFull + PairTile::kMostMembers + PairTile::kSlack> ends;
  std::array<std::uint32_t, kFull + PairTile::kMostMembers + PairTile::kSlack> pair;
  std::size_t count = 0;

  std::size_t left(std::size_t k) const { return ends[k] >> 16; }
  std::size_t right(std::size_t k) const { return ends[k] & 0xFFFF; }
  void add(std::size_t left_place, std::size_t right_place, std::size_t number) {
    ends[count] = static_cast<std::uint32_t>(left_place << 16 | right_place);
    pair[count++] = static_cast<std::uint32_t>(number);
  }
};

// Texts (compare_short.h). Equal values get `top`, missing ones 0 and all others 1; those of at
// most 16 letters that have least[length of right - 1] letters in common go to `near`; those that
// are not near but special, or longer, to `rest`.
struct ShortMembers {
  const ValueId* ids = nullptr;
  const std::uint64_t* letters = nullptr;
  const std::uint8_t* lengths = nullptr;  // at most 255
  const std::uint32_t* marks = nullptr;
  Level top = 0;
  bool initials = false;  // a single letter makes a pair special
  bool subsets = false;   // that all letters of one are in the other does
};
void sort_texts(bool wide, const ShortMembers& members, const PairTile::Row& row, std::size_t first,
                const std::uint8_t* least, Level* levels, PairQueue& near, PairQueue& rest);

// Dates of eight letters, the first in the lowest byte. Levels as in compare_kinds.cc; pairs of
// different dates of which one is not whole go to `rest`.
struct DateMembers {
  const ValueId* ids = nullptr;
  const std::uint64_t* letters = nullptr;
  const std::int32_t* years = nullptr;
  const std::uint8_t* whole = nullptr;  // 1 or 0
};
void compare_dates(bool wide, const DateMembers& members, const PairTile::Row& row,
                   std::size_t first, Level* levels, PairQueue& rest);
// The level of two different whole dates.
Level level_of_whole_dates(std::uint64_t x, std::uint64_t y, std::int32_t year_x,
                           std::int32_t year_y);

// Postcodes of at most eight letters with their places, as in compare_location.cc: levels are
// 7 * place + code. Where counting must say whether the places are alike, the level is that of
// other places and the pair goes to `near`; pairs of longer postcodes or places, and of places of
// which one may be part of the other, go to `rest` without a level.
struct LocationMembers {
  const ValueId* ids = nullptr;
  const std::uint32_t* codes = nullptr;  // 0: none
  const std::uint64_t* code_texts = nullptr;
  const std::uint8_t* code_lengths = nullptr;
  const std::uint8_t* areas = nullptr;  // lengths of the beginnings
  const std::uint8_t* districts = nullptr;
  const std::uint8_t* sectors = nullptr;
  const std::uint32_t* places = nullptr;  // 0: none
  const std::uint64_t* place_letters = nullptr;
  const std::uint8_t* place_lengths = nullptr;  // at most 255
  const Level* equal = nullptr;                 // by member: the level of two equal values
};
void compare_locations(bool wide, const LocationMembers& members, const PairTile::Row& row,
                       std::size_t first, Level* levels, PairQueue& near, PairQueue& rest);
// The level of two different codes, 1 to 5.
int level_of_codes(const LocationMembers& members, std::size_t i, std::size_t j);

// Adds weight[level] to every pair's weight, and for equal values their `rarity` (by value; null:
// there is none). Pairs of different values at one of the `equal_levels` (bits) go to `rest`.
struct WeightMembers {
  const ValueId* ids = nullptr;
  const float* weight = nullptr;  // kMaxLevels of them
  const float* rarity = nullptr;
  std::uint32_t equal_levels = 0;
};
void add_weights(bool wide, const WeightMembers& members, const PairTile::Row& row,
                 std::size_t first, const Level* levels, float* weights, PairQueue& rest);

}  // namespace depone::linkage
