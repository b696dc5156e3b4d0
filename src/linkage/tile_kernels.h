// What is done to the rows of a tile, many pairs at once. For the comparisons and the scorer alone.
//
// Each in two forms that give exactly the same: plain, and with AVX-512 where PairTile::wide allows
// it. Arrays by member are PairTile::kSlack places longer than the members,
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

// taken[k] of a row (k from row.from): whether the left member's block and k's are the same, and
// not 0, by any of `rules` earlier rules. Blocks stand by rule, `stride` apart, and then by member.
// Returns whether any is not taken.
bool mark_row(const std::uint32_t* blocks, std::size_t rules, std::size_t stride,
              const PairTile::Row& row, std::uint32_t* taken);

// Pairs that a kernel leaves open, by the places of their members and by their number in the tile.
struct PairQueue {
  static constexpr std::size_t kRoom = PairTile::kMostPairs + PairTile::kSlack;
  std::array<std::uint32_t, kRoom> ends;
  std::array<std::uint32_t, kRoom> pair;
  std::size_t count = 0;

  std::size_t left(std::size_t k) const { return ends.data()[k] >> 16; }
  std::size_t right(std::size_t k) const { return ends.data()[k] & 0xFFFF; }
  void add(std::size_t left_place, std::size_t right_place, std::size_t number) {
    ends.data()[count] = static_cast<std::uint32_t>(left_place << 16 | right_place);
    pair.data()[count++] = static_cast<std::uint32_t>(number);
  }
};

// Texts (compare_short.h). Equal values get `top`, missing ones 0 and all others 1. Of those of at
// most 16 letters, pairs that may have enough letters in common go to `near`; those that have not
// but are special, and longer ones, go to `rest`.
struct ShortMembers {
  const ValueId* ids = nullptr;
  const std::uint64_t* letters = nullptr;  // letters_of, or with `bags` bag_of
  const std::uint32_t* heads = nullptr;    // the first four letters, zeros after the end
  const std::uint8_t* lengths = nullptr;   // at most 255
  const std::uint32_t* marks = nullptr;
  const std::uint8_t* least = nullptr;  // LeastCommon
  Level top = 0;
  bool bags = false;
  bool initials = false;  // a single letter makes a pair special
  bool subsets = false;   // that all letters of one are in the other does
};
void sort_texts(const PairTile& tile, const ShortMembers& members, Level* levels, PairQueue& near,
                PairQueue& rest);

// The fewest letters in common with which texts may be near, by the letters they begin with alike
// (0 to 4), the left length (0 to 16) and the right length less 1 (0 to 15).
struct LeastCommon {
  static constexpr std::size_t kLengths = 16;
  static constexpr std::size_t kOfPrefix = (kLengths + 1) * kLengths;
  static std::size_t place(std::size_t prefix, std::size_t left, std::size_t right) {
    return prefix * kOfPrefix + left * kLengths + right - 1;
  }
};

// Dates of eight letters, the first in the lowest byte. Levels as in compare_kinds.cc; pairs of
// different dates of which one is not whole go to `rest`.
struct DateMembers {
  const ValueId* ids = nullptr;
  const std::uint64_t* letters = nullptr;
  const std::int32_t* years = nullptr;
  const std::uint8_t* whole = nullptr;  // 1 or 0
};
void compare_dates(const PairTile& tile, const DateMembers& members, Level* levels,
                   PairQueue& rest);
inline constexpr std::uint32_t kFirstOfJanuary = 0x31303130u;  // "0101" in a date's upper half
// The level of two different whole dates.
Level level_of_whole_dates(std::uint64_t x, std::uint64_t y, std::int32_t year_x,
                           std::int32_t year_y);

// Postcodes of at most eight letters with their places, as in compare_location.cc: levels are
// 7 * place + code, of equal values 3 and 6 where they are there. Where counting must say whether
// the places are alike, the level is that of other places and the pair goes to `near`; pairs of
// longer postcodes or places, and of places of which one may be part of the other, go to `rest`
// without a level. Each at most 255. Area, district and sector are beginnings of the postcode.
struct alignas(8) LocationLengths {
  std::uint8_t code = 0;
  std::uint8_t area = 0;
  std::uint8_t district = 0;
  std::uint8_t sector = 0;
  std::uint8_t place = 0;
};
struct LocationMembers {
  const ValueId* ids = nullptr;
  const std::uint32_t* codes = nullptr;   // 0: none
  const std::uint32_t* places = nullptr;  // 0: none
  const std::uint64_t* code_texts = nullptr;
  const std::uint64_t* place_letters = nullptr;
  const LocationLengths* lengths = nullptr;
};
void compare_locations(const PairTile& tile, const LocationMembers& members, Level* levels,
                       PairQueue& near, PairQueue& rest);
inline Level level_of_equal_locations(const LocationMembers& members, std::size_t i) {
  return static_cast<Level>((members.places[i] != 0 ? 21 : 0) + (members.codes[i] != 0 ? 6 : 0));
}
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
void add_weights(const PairTile& tile, const WeightMembers& members, const Level* levels,
                 float* weights, PairQueue& rest);

}  // namespace depone::linkage
