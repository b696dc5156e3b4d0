#include "linkage/tile_kernels.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "linkage/compare_short.h"
#include "linkage/tile_kernels_wide.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kShort = LeastCommon::kLengths;
constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7Fu;

bool mark_plain(const std::uint32_t* blocks, std::size_t rules, std::size_t stride,
                const PairTile::Row& row, std::uint32_t* taken) {
  const std::size_t count = row.to - row.from;
  std::fill_n(taken, count, 0u);
  for (std::size_t r = 0; r < rules; ++r) {
    const std::uint32_t block = blocks[r * stride + row.left];
    const std::uint32_t* const others = blocks + r * stride + row.from;
    if (block == 0) continue;
    for (std::size_t k = 0; k < count; ++k) taken[k] |= others[k] == block ? 1u : 0u;
  }
  return std::find(taken, taken + count, 0u) != taken + count;
}

int bag_in_common(std::uint64_t a, std::uint64_t b) {
  int common = 0;
  for (unsigned shift = 0; shift < 64; shift += 4) {
    common += static_cast<int>(std::min(a >> shift & 15, b >> shift & 15));
  }
  return common;
}

void sort_texts_plain(const ShortMembers& members, const PairTile::Row& row, std::size_t first,
                      Level* levels, PairQueue& near, PairQueue& rest) {
  const std::size_t i = row.left;
  const std::size_t a = members.lengths[i];
  const std::uint64_t letters = members.letters[i];
  for (std::size_t j = row.from; j < row.to; ++j) {
    const std::size_t pair = first + j - row.from;
    if (members.ids[i] == kMissing || members.ids[j] == kMissing) {
      levels[pair] = kMissingLevel;
      continue;
    }
    if (members.ids[i] == members.ids[j]) {
      levels[pair] = members.top;
      continue;
    }
    levels[pair] = 1;
    const std::size_t b = members.lengths[j];
    if (std::max(a, b) > kShort) {
      rest.add(i, j, pair);
      continue;
    }
    const std::uint64_t others = members.letters[j];
    const int common =
        members.bags ? bag_in_common(letters, others) : most_in_common(a, letters, b, others);
    const std::uint32_t apart = members.heads[i] ^ members.heads[j];
    const std::size_t prefix = apart == 0 ? 4 : static_cast<std::size_t>(__builtin_ctz(apart)) / 8;
    if (common >= static_cast<int>(members.least[LeastCommon::place(prefix, a, b)])) {
      near.add(i, j, pair);
    } else if ((members.marks[i] & members.marks[j]) != 0 ||
               (members.initials && (a == 1 || b == 1)) ||
               (members.subsets && ((letters & ~others) == 0 || (others & ~letters) == 0))) {
      rest.add(i, j, pair);
    }
  }
}

void compare_dates_plain(const DateMembers& members, const PairTile::Row& row, std::size_t first,
                         Level* levels, PairQueue& rest) {
  const std::size_t i = row.left;
  for (std::size_t j = row.from; j < row.to; ++j) {
    const std::size_t pair = first + j - row.from;
    if (members.ids[i] == kMissing || members.ids[j] == kMissing) {
      levels[pair] = kMissingLevel;
    } else if (members.ids[i] == members.ids[j]) {
      levels[pair] = 8;
    } else if ((members.whole[i] & members.whole[j]) == 0) {
      rest.add(i, j, pair);
    } else {
      levels[pair] = level_of_whole_dates(members.letters[i], members.letters[j], members.years[i],
                                          members.years[j]);
    }
  }
}

void compare_locations_plain(const LocationMembers& members, const PairTile::Row& row,
                             std::size_t first, Level* levels, PairQueue& near, PairQueue& rest) {
  const std::size_t i = row.left;
  for (std::size_t j = row.from; j < row.to; ++j) {
    const std::size_t pair = first + j - row.from;
    if (members.ids[i] == kMissing || members.ids[j] == kMissing) {
      levels[pair] = kMissingLevel;
      continue;
    }
    if (members.ids[i] == members.ids[j]) {
      levels[pair] = level_of_equal_locations(members, i);
      continue;
    }
    int code = 0;
    if (members.codes[i] != 0 && members.codes[j] != 0) {
      if (members.codes[i] != members.codes[j] &&
          std::max(members.lengths[i].code, members.lengths[j].code) > 8) {
        rest.add(i, j, pair);
        continue;
      }
      code = members.codes[i] == members.codes[j] ? 6 : level_of_codes(members, i, j);
    }
    int place = 0;
    if (members.places[i] != 0 && members.places[j] != 0) {
      place = 1;
      if (members.places[i] == members.places[j]) {
        place = 3;
      } else {
        const std::uint64_t x = members.place_letters[i];
        const std::uint64_t y = members.place_letters[j];
        const int a = members.lengths[i].place;
        const int b = members.lengths[j].place;
        if ((x & ~y) == 0 || (y & ~x) == 0 || std::max(a, b) > static_cast<int>(kShort)) {
          rest.add(i, j, pair);
          continue;
        }
        // .90 needs Jaro from 5/6, that is common (1/a + 1/b) >= 1.5.
        const int common =
            most_in_common(static_cast<std::size_t>(a), x, static_cast<std::size_t>(b), y);
        if (2 * common * (a + b) >= 3 * a * b) near.add(i, j, pair);
      }
    }
    levels[pair] = static_cast<Level>(7 * place + code);
  }
}

void add_weights_plain(const WeightMembers& members, const PairTile::Row& row, std::size_t first,
                       const Level* levels, float* weights, PairQueue& rest) {
  const std::size_t count = row.to - row.from;
  const Level* const of = levels + first;
  float* const sums = weights + first;
  for (std::size_t k = 0; k < count; ++k) sums[k] += members.weight[of[k]];
  if (members.rarity == nullptr) return;
  const ValueId id = members.ids[row.left];
  for (std::size_t k = 0; k < count; ++k) {
    if ((members.equal_levels >> of[k] & 1) == 0) continue;
    if (members.ids[row.from + k] == id) {
      sums[k] += members.rarity[id];
    } else {
      rest.add(row.left, row.from + k, first + k);
    }
  }
}

template <class Use>
void each_row(const PairTile& tile, Use use) {
  std::size_t first = 0;
  for (const PairTile::Row& row : tile.rows) {
    use(row, first);
    first += static_cast<std::size_t>(row.to - row.from);
  }
}

}  // namespace

bool wide_tiles_available() {
#if defined(__x86_64__)
  static const bool available =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
      __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
      __builtin_cpu_supports("avx512cd") != 0 && __builtin_cpu_supports("avx512vpopcntdq") != 0;
  return available;
#else
  return false;
#endif
}

Level level_of_whole_dates(std::uint64_t x, std::uint64_t y, std::int32_t year_x,
                           std::int32_t year_y) {
  const std::uint64_t apart = x ^ y;
  // One bit a place that differs.
  const std::uint64_t places = ((((apart & kLow) + kLow) | apart) & ~kLow) >> 7;
  const std::uint64_t differ = (places * 0x0101010101010101u) >> 56;
  const auto year_apart = static_cast<std::uint32_t>(apart);
  const auto day_apart = static_cast<std::uint32_t>(apart >> 32);
  if (differ <= 2) {
    if (differ == 1) return 7;
    const auto first = static_cast<unsigned>(__builtin_ctzll(places));
    const bool neighbours = (places & (places >> 8)) != 0;
    if (neighbours && ((x >> first) & 255) == ((y >> (first + 8)) & 255) &&
        ((y >> first) & 255) == ((x >> (first + 8)) & 255)) {
      return 7;
    }
  }
  const auto day_x = static_cast<std::uint32_t>(x >> 32);
  const auto day_y = static_cast<std::uint32_t>(y >> 32);
  if (year_apart == 0 && day_x == ((day_y << 16) | (day_y >> 16))) return 6;
  if (day_apart == 0 && day_x != kFirstOfJanuary) return 5;
  if (differ == 2) return 4;
  if (year_apart == 0) return 3;
  return std::abs(year_x - year_y) == 1 ? 2 : 1;
}

int level_of_codes(const LocationMembers& members, std::size_t i, std::size_t j) {
  std::uint64_t x = members.code_texts[i];
  std::uint64_t y = members.code_texts[j];
  const LocationLengths& left = members.lengths[i];
  const LocationLengths& right = members.lengths[j];
  const int a = left.code;
  const int b = right.code;
  // They part at bit `first`.
  const auto first = static_cast<unsigned>(__builtin_ctzll(x ^ y)) / 8 * 8;
  if (std::min(a, b) >= 3 && std::abs(a - b) <= 1) {
    if (a == b) {
      // One letter replaced, or two neighbours exchanged.
      const auto last = (63 - static_cast<unsigned>(__builtin_clzll(x ^ y))) / 8 * 8;
      if (first == last || (last == first + 8 && ((x >> first) & 255) == ((y >> last) & 255) &&
                            ((x >> last) & 255) == ((y >> first) & 255))) {
        return 5;
      }
    } else {
      // Without the letter where they part, the longer must be the shorter.
      if (a > b) std::swap(x, y);
      const std::uint64_t before = (std::uint64_t{1} << first) - 1;
      if (((y & before) | ((y >> 8) & ~before)) == x) return 5;
    }
  }
  const auto alike = static_cast<int>(first / 8);  // letters at the beginning
  if (left.sector == right.sector && alike >= left.sector) return 4;
  if (left.district == right.district && alike >= left.district) return 3;
  return left.area == right.area && alike >= left.area ? 2 : 1;
}

bool mark_row(const std::uint32_t* blocks, std::size_t rules, std::size_t stride,
              const PairTile::Row& row, std::uint32_t* taken) {
#if defined(__x86_64__)
  if (wide_tiles_available()) return mark_row_wide(blocks, rules, stride, row, taken);
#endif
  return mark_plain(blocks, rules, stride, row, taken);
}

void sort_texts(const PairTile& tile, const ShortMembers& members, Level* levels, PairQueue& near,
                PairQueue& rest) {
#if defined(__x86_64__)
  if (tile.wide) {
    sort_texts_wide(tile, members, levels, near, rest);
    return;
  }
#endif
  each_row(tile, [&](const PairTile::Row& row, std::size_t first) {
    sort_texts_plain(members, row, first, levels, near, rest);
  });
}

void compare_dates(const PairTile& tile, const DateMembers& members, Level* levels,
                   PairQueue& rest) {
#if defined(__x86_64__)
  if (tile.wide) {
    compare_dates_wide(tile, members, levels, rest);
    return;
  }
#endif
  each_row(tile, [&](const PairTile::Row& row, std::size_t first) {
    compare_dates_plain(members, row, first, levels, rest);
  });
}

void compare_locations(const PairTile& tile, const LocationMembers& members, Level* levels,
                       PairQueue& near, PairQueue& rest) {
#if defined(__x86_64__)
  if (tile.wide) {
    compare_locations_wide(tile, members, levels, near, rest);
    return;
  }
#endif
  each_row(tile, [&](const PairTile::Row& row, std::size_t first) {
    compare_locations_plain(members, row, first, levels, near, rest);
  });
}

void add_weights(const PairTile& tile, const WeightMembers& members, const Level* levels,
                 float* weights, PairQueue& rest) {
#if defined(__x86_64__)
  if (tile.wide) {
    add_weights_wide(tile, members, levels, weights, rest);
    return;
  }
#endif
  each_row(tile, [&](const PairTile::Row& row, std::size_t first) {
    add_weights_plain(members, row, first, levels, weights, rest);
  });
}

}  // namespace depone::linkage
