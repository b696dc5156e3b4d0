// Comparisons by letters: names, places, identifiers. For the comparisons' implementations alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "linkage/compare.h"
#include "linkage/distance.h"
#include "linkage/distance_lanes.h"
#include "linkage/tile_kernels.h"

namespace depone::linkage {

// The letters and digits of a text as bits; all other characters share four.
std::uint64_t letters_of(std::string_view text);

// How often each letter or digit is in a text, four bits each: the digits, then the letters in six
// groups with all else. At most 15 of a kind are counted.
std::uint64_t bag_of(std::string_view text);

// The bits of a word by adding neighbours, since the first x86-64 has no instruction for it.
inline int count_bits(std::uint64_t word) {
  word -= (word >> 1) & 0x5555555555555555u;
  word = (word & 0x3333333333333333u) + ((word >> 2) & 0x3333333333333333u);
  word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
  return static_cast<int>((word * 0x0101010101010101u) >> 56);
}

// The most letters two texts can have in common in Jaro's sense: each letter that only one of them
// has is one less.
inline int most_in_common(std::size_t a, std::uint64_t letters_a, std::size_t b,
                          std::uint64_t letters_b) {
  return std::min(static_cast<int>(a) - count_bits(letters_a & ~letters_b),
                  static_cast<int>(b) - count_bits(letters_b & ~letters_a));
}

// Whether words with these letters may be alike (below) at all: Jaro-Winkler from .86 needs Jaro
// from .766, and that or one typo in four letters needs common (1/a + 1/b) >= 1.2.
inline bool may_be_alike(std::size_t a, std::uint64_t letters_a, std::size_t b,
                         std::uint64_t letters_b) {
  const auto x = static_cast<int>(a);
  const auto y = static_cast<int>(b);
  return 10 * most_in_common(a, letters_a, b, letters_b) * (x + y) >= 12 * x * y;
}
// Jaro-Winkler from .86 on, or one typo in four letters or more.
bool alike(std::string_view a, std::string_view b);
// One letter that the longer word begins with.
bool is_initial(std::string_view a, std::string_view b);

// Decides by Jaro's counts. Pairs whose letters already differ too much never reach the counting;
// the others go through the processor's vectors many at a time.
class ShortComparison : public Comparison {
 public:
  Level level_of_different(ValueId left, ValueId right) const override;
  void compare_tile(const PairTile& tile, const ValueId* values, LevelCache& cache,
                    Level* levels) const override;

  // What the filter and the vectors need of a value, side by side in memory.
  struct alignas(32) Value {
    ShortText text;
    std::uint64_t letters = 0;  // letters_of or bag_of
    std::uint32_t length = 0;
    std::uint32_t marks = 0;  // bits; two values that share one are worth a look by unlike()
  };

 protected:
  // Two different values; the texts' order does not matter to what is asked of them.
  struct Pair {
    ValueId x = 0;
    ValueId y = 0;
    std::string_view a;  // the text of x
    std::string_view b;
    bool share_mark = false;
  };

  // Why a pair that is not near is worth a look by unlike(), beside a mark both have. None: by
  // nothing, and how often letters come up is counted, since most texts are of the same few digits.
  enum class Special : std::uint8_t { None, Initials, Subsets };

  // After column_ is set, all values equal to themselves at `top`; `marks` by value or empty.
  void prepare_letters(Level top, Special special, const std::vector<std::uint32_t>& marks = {});
  const std::string& text(ValueId value) const { return column_.values[value]; }

  // Whether two different values may be at a level that counts decide; must not be false for any
  // that are. Monotonous in counts.common and prefix; `exchanged` is 0.
  virtual bool may_be_near(const JaroCounts& most) const = 0;
  // The level of values that are not near. Must be 1 ("different") unless they share a mark, or one
  // has a single letter (Special::Initials), or all letters of one are in the other (Subsets): else
  // it is not asked.
  virtual Level unlike(const Pair& pair) const = 0;
  virtual Level near(const Pair& pair, const JaroCounts& counts) const = 0;

  Level different(ValueId left, ValueId right, LevelCache& cache) const override;

 private:
  struct Members;
  Pair pair_of(ValueId x, ValueId y) const;
  bool is_special(const Members& members, std::size_t left, std::size_t right) const;
  // The level of two different values that need not be near.
  Level judge(ValueId x, ValueId y) const;
  void settle_near(const Members& members, const PairQueue& queue, Level* levels) const;

  std::vector<Value> values_;
  std::vector<std::uint8_t> least_;  // LeastCommon
  Level top_ = 0;
  Special special_ = Special::None;
};

}  // namespace depone::linkage
