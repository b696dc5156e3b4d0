#include "linkage/tile_kernels_wide.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
// gcc's header makes its "any value" registers of variables without one, and warns of that itself
// where it optimises for debugging.
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

#define DEPONE_WIDE \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512cd,avx512vpopcntdq,popcnt")))

namespace depone::linkage {
namespace {

constexpr std::size_t kShort = LeastCommon::kLengths;
constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7Fu;

DEPONE_WIDE inline __mmask16 valid_lanes(std::size_t left_over) {
  return left_over >= 16 ? static_cast<__mmask16>(0xFFFF)
                         : static_cast<__mmask16>((1u << left_over) - 1);
}

// Adds the lanes of `lanes` to a queue.
DEPONE_WIDE inline void add_lanes(PairQueue& queue, __mmask16 lanes, std::size_t left,
                                  std::size_t right, std::size_t pair) {
  const __m512i places = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i ends =
      _mm512_add_epi32(places, _mm512_set1_epi32(static_cast<int>(left << 16 | right)));
  const __m512i pairs = _mm512_add_epi32(places, _mm512_set1_epi32(static_cast<int>(pair)));
  _mm512_storeu_si512(queue.ends.data() + queue.count, _mm512_maskz_compress_epi32(lanes, ends));
  _mm512_storeu_si512(queue.pair.data() + queue.count, _mm512_maskz_compress_epi32(lanes, pairs));
  queue.count += static_cast<std::size_t>(_mm_popcnt_u32(lanes));
}

// How many letters 16 pairs have in common at most, one byte a pair.
DEPONE_WIDE inline __m128i most_by_bags(__m512i left, __m512i low, __m512i high) {
  const __m512i nibble = _mm512_set1_epi8(15);
  const __m512i zero = _mm512_setzero_si512();
  const __m512i left_even = _mm512_and_si512(left, nibble);
  const __m512i left_odd = _mm512_and_si512(_mm512_srli_epi64(left, 4), nibble);
  const auto common = [&](__m512i right) DEPONE_WIDE {
    const __m512i even = _mm512_min_epu8(left_even, _mm512_and_si512(right, nibble));
    const __m512i odd =
        _mm512_min_epu8(left_odd, _mm512_and_si512(_mm512_srli_epi64(right, 4), nibble));
    return _mm512_cvtepi64_epi8(_mm512_sad_epu8(_mm512_add_epi8(even, odd), zero));
  };
  return _mm_unpacklo_epi64(common(low), common(high));
}

DEPONE_WIDE inline __m128i count_letters(__m512i low, __m512i high) {
  return _mm_unpacklo_epi64(_mm512_cvtepi64_epi8(_mm512_popcnt_epi64(low)),
                            _mm512_cvtepi64_epi8(_mm512_popcnt_epi64(high)));
}

DEPONE_WIDE inline void sort_row(const ShortMembers& members, const PairTile::Row& row,
                                 std::size_t first, Level* levels, PairQueue& near,
                                 PairQueue& rest) {
  const std::size_t i = row.left;
  const ValueId id = members.ids[i];
  if (id == kMissing) {
    std::memset(levels + first, kMissingLevel, row.to - row.from);
    return;
  }
  const std::uint8_t a = members.lengths[i];
  const __m512i ids = _mm512_set1_epi32(static_cast<int>(id));
  const __m128i one = _mm_set1_epi8(1);
  for (std::size_t j = row.from; j < row.to; j += 16) {
    const std::size_t pair = first + j - row.from;
    const __mmask16 valid = valid_lanes(row.to - j);
    const __m512i others = _mm512_loadu_si512(members.ids + j);
    const __mmask16 equal = _mm512_cmpeq_epi32_mask(others, ids);
    const __mmask16 there = _mm512_test_epi32_mask(others, others);
    __m128i found = _mm_maskz_mov_epi8(there, one);
    found = _mm_mask_set1_epi8(found, equal, static_cast<char>(members.top));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(levels + pair), found);
    const auto open = static_cast<__mmask16>(valid & there & ~equal);
    if (open == 0) continue;
    const __m128i lengths = _mm_loadu_si128(reinterpret_cast<const __m128i*>(members.lengths + j));
    const __m512i letters = _mm512_set1_epi64(static_cast<long long>(members.letters[i]));
    const __m512i low = _mm512_loadu_si512(members.letters + j);
    const __m512i high = _mm512_loadu_si512(members.letters + j + 8);
    __m128i common;
    __mmask16 within = 0;
    if (members.bags) {
      common = most_by_bags(letters, low, high);
    } else {
      const __m128i a_only =
          count_letters(_mm512_andnot_si512(low, letters), _mm512_andnot_si512(high, letters));
      const __m128i b_only =
          count_letters(_mm512_andnot_si512(letters, low), _mm512_andnot_si512(letters, high));
      common = _mm_min_epi8(_mm_sub_epi8(_mm_set1_epi8(static_cast<char>(a)), a_only),
                            _mm_sub_epi8(lengths, b_only));
      within = static_cast<__mmask16>(_mm_testn_epi8_mask(a_only, a_only) |
                                      _mm_testn_epi8_mask(b_only, b_only));
    }
    const __mmask16 fits = a <= kShort ? _mm_cmple_epu8_mask(lengths, _mm_set1_epi8(kShort))
                                       : static_cast<__mmask16>(0);
    // The more letters they begin with alike, the fewer in common are enough.
    const std::uint8_t* const least = members.least + std::min<std::size_t>(a, kShort) * kShort;
    const __m128i places = _mm_sub_epi8(lengths, one);
    const auto need_of = [&](std::size_t prefix) DEPONE_WIDE {
      const auto* const table =
          reinterpret_cast<const __m128i*>(least + prefix * LeastCommon::kOfPrefix);
      return _mm_shuffle_epi8(_mm_loadu_si128(table), places);
    };
    const __m512i apart = _mm512_xor_si512(_mm512_set1_epi32(static_cast<int>(members.heads[i])),
                                           _mm512_loadu_si512(members.heads + j));
    __m128i need = need_of(0);
    __mmask16 alike = _mm512_testn_epi32_mask(apart, _mm512_set1_epi32(0xFF));
    if ((alike & open) != 0) {
      need = _mm_mask_mov_epi8(need, alike, need_of(1));
      alike = _mm512_testn_epi32_mask(apart, _mm512_set1_epi32(0xFFFF));
      need = _mm_mask_mov_epi8(need, alike, need_of(2));
      alike = _mm512_testn_epi32_mask(apart, _mm512_set1_epi32(0xFFFFFF));
      need = _mm_mask_mov_epi8(need, alike, need_of(3));
      alike = _mm512_testn_epi32_mask(apart, apart);
      need = _mm_mask_mov_epi8(need, alike, need_of(4));
    }
    const auto is_near = static_cast<__mmask16>(open & fits & _mm_cmpge_epi8_mask(common, need));
    if (is_near != 0) add_lanes(near, is_near, i, j, pair);
    __mmask16 special =
        _mm512_test_epi32_mask(_mm512_loadu_si512(members.marks + j),
                               _mm512_set1_epi32(static_cast<int>(members.marks[i])));
    if (members.initials) {
      special |= a == 1 ? static_cast<__mmask16>(0xFFFF) : _mm_cmpeq_epi8_mask(lengths, one);
    }
    if (members.subsets) special |= within;
    const auto left_over = static_cast<__mmask16>(open & ~is_near & (special | ~fits));
    if (left_over != 0) add_lanes(rest, left_over, i, j, pair);
  }
}

DEPONE_WIDE inline void compare_row_of_dates(const DateMembers& members, const PairTile::Row& row,
                                             std::size_t first, Level* levels, PairQueue& rest) {
  const std::size_t i = row.left;
  const ValueId id = members.ids[i];
  if (id == kMissing) {
    std::memset(levels + first, kMissingLevel, row.to - row.from);
    return;
  }
  const __m256i ids = _mm256_set1_epi32(static_cast<int>(id));
  const __m512i x = _mm512_set1_epi64(static_cast<long long>(members.letters[i]));
  const __m256i year = _mm256_set1_epi32(members.years[i]);
  const std::uint64_t day_text = members.letters[i] >> 32;
  const __m512i turned =
      _mm512_set1_epi64(static_cast<long long>((day_text << 16 | day_text >> 16) & 0xFFFFFFFFu));
  const auto day_known = static_cast<__mmask8>(day_text != kFirstOfJanuary ? 0xFF : 0);
  const auto whole_left = static_cast<__mmask8>(members.whole[i] != 0 ? 0xFF : 0);
  const __m512i low = _mm512_set1_epi64(static_cast<long long>(kLow));
  const __m512i one = _mm512_set1_epi64(1);
  const __m512i byte = _mm512_set1_epi64(255);
  for (std::size_t j = row.from; j < row.to; j += 8) {
    const std::size_t pair = first + j - row.from;
    const std::size_t left_over = row.to - j;
    const auto valid = static_cast<__mmask8>(left_over >= 8 ? 0xFF : (1u << left_over) - 1);
    const __m256i others = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(members.ids + j));
    const __mmask8 equal = _mm256_cmpeq_epi32_mask(others, ids);
    const __mmask8 there = _mm256_test_epi32_mask(others, others);
    const __m512i y = _mm512_loadu_si512(members.letters + j);
    const __m512i apart = _mm512_xor_si512(x, y);
    const __m512i filled =
        _mm512_or_si512(_mm512_add_epi64(_mm512_and_si512(apart, low), low), apart);
    const __m512i places = _mm512_srli_epi64(_mm512_andnot_si512(low, filled), 7);
    const __m512i differ = _mm512_popcnt_epi64(places);
    const __mmask8 differ_one = _mm512_cmpeq_epi64_mask(differ, one);
    const __mmask8 differ_two = _mm512_cmpeq_epi64_mask(differ, _mm512_set1_epi64(2));
    // The place of the first that differs, in bits.
    const __m512i lowest =
        _mm512_and_si512(places, _mm512_sub_epi64(_mm512_setzero_si512(), places));
    const __m512i at = _mm512_sub_epi64(_mm512_set1_epi64(63), _mm512_lzcnt_epi64(lowest));
    const __m512i x_at = _mm512_srlv_epi64(x, at);
    const __m512i y_at = _mm512_srlv_epi64(y, at);
    const __mmask8 neighbours = _mm512_test_epi64_mask(places, _mm512_srli_epi64(places, 8));
    const __mmask8 there_and_back = _mm512_mask_cmpeq_epi64_mask(
        _mm512_cmpeq_epi64_mask(_mm512_and_si512(x_at, byte),
                                _mm512_and_si512(_mm512_srli_epi64(y_at, 8), byte)),
        _mm512_and_si512(y_at, byte), _mm512_and_si512(_mm512_srli_epi64(x_at, 8), byte));
    const auto typo =
        static_cast<__mmask8>(differ_one | (differ_two & neighbours & there_and_back));
    const __mmask8 same_year = _mm512_testn_epi64_mask(apart, _mm512_set1_epi64(0xFFFFFFFFll));
    const __mmask8 same_day = static_cast<__mmask8>(
        _mm512_testn_epi64_mask(apart,
                                _mm512_set1_epi64(static_cast<long long>(0xFFFFFFFF00000000ull))) &
        day_known);
    const __mmask8 swapped = static_cast<__mmask8>(
        _mm512_cmpeq_epi64_mask(_mm512_srli_epi64(y, 32), turned) & same_year);
    const __m256i years = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(members.years + j));
    const __mmask8 next_year = _mm256_cmpeq_epi32_mask(
        _mm256_abs_epi32(_mm256_sub_epi32(years, year)), _mm256_set1_epi32(1));
    __m512i level = one;
    level = _mm512_mask_set1_epi64(level, next_year, 2);
    level = _mm512_mask_set1_epi64(level, same_year, 3);
    level = _mm512_mask_set1_epi64(level, differ_two, 4);
    level = _mm512_mask_set1_epi64(level, same_day, 5);
    level = _mm512_mask_set1_epi64(level, swapped, 6);
    level = _mm512_mask_set1_epi64(level, typo, 7);
    level = _mm512_mask_set1_epi64(level, equal, 8);
    level = _mm512_maskz_mov_epi64(there, level);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(levels + pair), _mm512_cvtepi64_epi8(level));
    const __m128i whole = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(members.whole + j));
    const auto both = static_cast<__mmask8>(_mm_test_epi8_mask(whole, whole) & whole_left);
    const auto slow = static_cast<__mmask8>(valid & there & ~equal & ~both);
    if (slow != 0) add_lanes(rest, slow, i, j, pair);
  }
}

DEPONE_WIDE inline __m256i eight(const std::uint32_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

// One of the LocationLengths of eight members, by its place in them.
template <unsigned kPlace>
DEPONE_WIDE inline __m512i length_in(__m512i lengths) {
  return _mm512_and_si512(_mm512_srli_epi64(lengths, 8 * kPlace), _mm512_set1_epi64(255));
}

// As level_of_codes for eight pairs; equal and missing codes are the caller's.
DEPONE_WIDE inline __m512i levels_of_codes(const LocationMembers& members, std::size_t i,
                                           std::size_t j, __m512i lengths) {
  const __m512i left = _mm512_set1_epi64(static_cast<long long>(members.code_texts[i]));
  const __m512i right = _mm512_loadu_si512(members.code_texts + j);
  const __m512i a = _mm512_set1_epi64(members.lengths[i].code);
  const __m512i b = length_in<0>(lengths);
  const __m512i one = _mm512_set1_epi64(1);
  const __m512i seven = _mm512_set1_epi64(7);
  const __m512i eight = _mm512_set1_epi64(8);
  const __m512i byte = _mm512_set1_epi64(255);
  const __m512i last_bit = _mm512_set1_epi64(63);
  const __m512i apart = _mm512_xor_si512(left, right);
  const __m512i lowest = _mm512_and_si512(apart, _mm512_sub_epi64(_mm512_setzero_si512(), apart));
  const __m512i first =
      _mm512_andnot_si512(seven, _mm512_sub_epi64(last_bit, _mm512_lzcnt_epi64(lowest)));
  const __m512i last =
      _mm512_andnot_si512(seven, _mm512_sub_epi64(last_bit, _mm512_lzcnt_epi64(apart)));
  // Codes of one length: one letter replaced, or two neighbours exchanged.
  const __m512i left_first = _mm512_and_si512(_mm512_srlv_epi64(left, first), byte);
  const __m512i left_last = _mm512_and_si512(_mm512_srlv_epi64(left, last), byte);
  const __m512i right_first = _mm512_and_si512(_mm512_srlv_epi64(right, first), byte);
  const __m512i right_last = _mm512_and_si512(_mm512_srlv_epi64(right, last), byte);
  const auto exchanged =
      static_cast<__mmask8>(_mm512_cmpeq_epi64_mask(last, _mm512_add_epi64(first, eight)) &
                            _mm512_cmpeq_epi64_mask(left_first, right_last) &
                            _mm512_cmpeq_epi64_mask(left_last, right_first));
  const auto replaced = static_cast<__mmask8>(_mm512_cmpeq_epi64_mask(first, last) | exchanged);
  // Of two lengths: without the letter where they part, the longer must be the shorter.
  const __mmask8 left_longer = _mm512_cmpgt_epi64_mask(a, b);
  const __m512i shorter = _mm512_mask_mov_epi64(left, left_longer, right);
  const __m512i longer = _mm512_mask_mov_epi64(right, left_longer, left);
  const __m512i before = _mm512_sub_epi64(_mm512_sllv_epi64(one, first), one);
  const __m512i without = _mm512_or_si512(
      _mm512_and_si512(longer, before), _mm512_andnot_si512(before, _mm512_srli_epi64(longer, 8)));
  const __mmask8 inserted = _mm512_cmpeq_epi64_mask(without, shorter);
  const __mmask8 same_length = _mm512_cmpeq_epi64_mask(a, b);
  const __m512i difference = _mm512_abs_epi64(_mm512_sub_epi64(a, b));
  const auto comparable =
      static_cast<__mmask8>(_mm512_cmpge_epi64_mask(_mm512_min_epi64(a, b), _mm512_set1_epi64(3)) &
                            _mm512_cmple_epi64_mask(difference, one));
  const auto typo = static_cast<__mmask8>(
      comparable & ((same_length & replaced) | (static_cast<__mmask8>(~same_length) & inserted)));
  // Letters at the beginning that both have.
  const __m512i alike = _mm512_srli_epi64(first, 3);
  const auto begins = [&](std::uint8_t own, __m512i others) DEPONE_WIDE {
    const __m512i length = _mm512_set1_epi64(own);
    return static_cast<__mmask8>(_mm512_cmpeq_epi64_mask(length, others) &
                                 _mm512_cmpge_epi64_mask(alike, length));
  };
  __m512i level = one;
  level = _mm512_mask_set1_epi64(level, begins(members.lengths[i].area, length_in<1>(lengths)), 2);
  level =
      _mm512_mask_set1_epi64(level, begins(members.lengths[i].district, length_in<2>(lengths)), 3);
  level =
      _mm512_mask_set1_epi64(level, begins(members.lengths[i].sector, length_in<3>(lengths)), 4);
  return _mm512_mask_set1_epi64(level, typo, 5);
}

DEPONE_WIDE inline void compare_row_of_locations(const LocationMembers& members,
                                                 const PairTile::Row& row, std::size_t first,
                                                 Level* levels, PairQueue& near, PairQueue& rest) {
  const std::size_t i = row.left;
  const ValueId id = members.ids[i];
  if (id == kMissing) {
    std::memset(levels + first, kMissingLevel, row.to - row.from);
    return;
  }
  const __m256i ids = _mm256_set1_epi32(static_cast<int>(id));
  const __m256i code = _mm256_set1_epi32(static_cast<int>(members.codes[i]));
  const __m256i place = _mm256_set1_epi32(static_cast<int>(members.places[i]));
  const auto has_code = static_cast<__mmask8>(members.codes[i] != 0 ? 0xFF : 0);
  const auto has_place = static_cast<__mmask8>(members.places[i] != 0 ? 0xFF : 0);
  const auto long_code = static_cast<__mmask8>(members.lengths[i].code > 8 ? 0xFF : 0);
  const auto long_place = static_cast<__mmask8>(members.lengths[i].place > kShort ? 0xFF : 0);
  const __m512i letters = _mm512_set1_epi64(static_cast<long long>(members.place_letters[i]));
  const __m256i a = _mm256_set1_epi32(members.lengths[i].place);
  for (std::size_t j = row.from; j < row.to; j += 8) {
    const std::size_t pair = first + j - row.from;
    const std::size_t left_over = row.to - j;
    const auto valid = static_cast<__mmask8>(left_over >= 8 ? 0xFF : (1u << left_over) - 1);
    const __m256i other_ids = eight(members.ids + j);
    const __mmask8 equal = _mm256_cmpeq_epi32_mask(other_ids, ids);
    const __mmask8 there = _mm256_test_epi32_mask(other_ids, other_ids);
    const auto open = static_cast<__mmask8>(valid & there & ~equal);
    const __m256i other_codes = eight(members.codes + j);
    const __m256i other_places = eight(members.places + j);
    const auto codes =
        static_cast<__mmask8>(_mm256_test_epi32_mask(other_codes, other_codes) & has_code);
    const auto places =
        static_cast<__mmask8>(_mm256_test_epi32_mask(other_places, other_places) & has_place);
    const __mmask8 same_code = _mm256_cmpeq_epi32_mask(other_codes, code);
    const __mmask8 same_place = _mm256_cmpeq_epi32_mask(other_places, place);
    const __m512i lengths = _mm512_loadu_si512(members.lengths + j);
    __m512i level = levels_of_codes(members, i, j, lengths);
    level = _mm512_mask_set1_epi64(level, same_code, 6);
    level = _mm512_maskz_mov_epi64(codes, level);
    level = _mm512_mask_add_epi64(level, places, level, _mm512_set1_epi64(7));
    level = _mm512_mask_add_epi64(level, static_cast<__mmask8>(places & same_place), level,
                                  _mm512_set1_epi64(14));
    level = _mm512_mask_set1_epi64(level, equal, level_of_equal_locations(members, i));
    level = _mm512_maskz_mov_epi64(there, level);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(levels + pair), _mm512_cvtepi64_epi8(level));
    if (open == 0) continue;
    const __m512i others = _mm512_loadu_si512(members.place_letters + j);
    const __m512i left_only = _mm512_andnot_si512(others, letters);
    const __m512i right_only = _mm512_andnot_si512(letters, others);
    const __m256i b = _mm512_cvtepi64_epi32(length_in<4>(lengths));
    const auto asked = static_cast<__mmask8>(open & places & ~same_place);
    const auto longer_place =
        static_cast<__mmask8>(_mm256_cmpgt_epi32_mask(b, _mm256_set1_epi32(kShort)) | long_place);
    const auto within = static_cast<__mmask8>(_mm512_testn_epi64_mask(left_only, left_only) |
                                              _mm512_testn_epi64_mask(right_only, right_only));
    const auto longer_code = static_cast<__mmask8>(
        _mm512_cmpgt_epi64_mask(length_in<0>(lengths), _mm512_set1_epi64(8)) | long_code);
    const auto slow = static_cast<__mmask8>((asked & (longer_place | within)) |
                                            (open & codes & ~same_code & longer_code));
    const __m256i common = _mm256_min_epi32(
        _mm256_sub_epi32(a, _mm512_cvtepi64_epi32(_mm512_popcnt_epi64(left_only))),
        _mm256_sub_epi32(b, _mm512_cvtepi64_epi32(_mm512_popcnt_epi64(right_only))));
    const __m256i product = _mm256_mullo_epi32(a, b);
    const __mmask8 may_be = _mm256_cmpge_epi32_mask(
        _mm256_slli_epi32(_mm256_mullo_epi32(common, _mm256_add_epi32(a, b)), 1),
        _mm256_add_epi32(product, _mm256_slli_epi32(product, 1)));
    const auto is_near = static_cast<__mmask8>(asked & ~slow & may_be);
    if (is_near != 0) add_lanes(near, is_near, i, j, pair);
    if (slow != 0) add_lanes(rest, slow, i, j, pair);
  }
}

DEPONE_WIDE inline void add_row(const WeightMembers& members, const PairTile::Row& row,
                                std::size_t first, const Level* levels, float* weights,
                                PairQueue& rest) {
  const __m512 table_low = _mm512_loadu_ps(members.weight);
  const __m512 table_high = _mm512_loadu_ps(members.weight + 16);
  const __m512i id = _mm512_set1_epi32(static_cast<int>(members.ids[row.left]));
  const __m512i bits =
      _mm512_set1_epi32(static_cast<int>(members.rarity == nullptr ? 0 : members.equal_levels));
  for (std::size_t j = row.from; j < row.to; j += 16) {
    const std::size_t pair = first + j - row.from;
    const __mmask16 valid = valid_lanes(row.to - j);
    const __m512i level =
        _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(levels + pair)));
    __m512 sum = _mm512_maskz_loadu_ps(valid, weights + pair);
    sum = _mm512_add_ps(sum, _mm512_permutex2var_ps(table_low, level, table_high));
    const auto worth = static_cast<__mmask16>(
        _mm512_test_epi32_mask(_mm512_srlv_epi32(bits, level), _mm512_set1_epi32(1)) & valid);
    if (worth != 0) {
      const __mmask16 equal =
          _mm512_mask_cmpeq_epi32_mask(worth, _mm512_loadu_si512(members.ids + j), id);
      if (equal != 0) {
        const __m512 rarity = _mm512_set1_ps(members.rarity[members.ids[row.left]]);
        sum = _mm512_mask_add_ps(sum, equal, sum, rarity);
      }
      const auto others = static_cast<__mmask16>(worth & ~equal);
      if (others != 0) add_lanes(rest, others, row.left, j, pair);
    }
    _mm512_mask_storeu_ps(weights + pair, valid, sum);
  }
}

}  // namespace

DEPONE_WIDE bool mark_row_wide(const std::uint32_t* blocks, std::size_t rules, std::size_t stride,
                               const PairTile::Row& row, std::uint32_t* taken) {
  const __m512i one = _mm512_set1_epi32(1);
  unsigned open = 0;
  for (std::size_t j = row.from; j < row.to; j += 16) {
    __mmask16 found = 0;
    for (std::size_t r = 0; r < rules; ++r) {
      const std::uint32_t* const of = blocks + r * stride;
      const __m512i others = _mm512_loadu_si512(of + j);
      const __m512i block = _mm512_set1_epi32(static_cast<int>(of[row.left]));
      found = static_cast<__mmask16>(
          found |
          _mm512_mask_cmpeq_epi32_mask(_mm512_test_epi32_mask(others, others), others, block));
    }
    _mm512_storeu_si512(taken + (j - row.from), _mm512_maskz_mov_epi32(found, one));
    open |= static_cast<unsigned>(valid_lanes(row.to - j) & ~found);
  }
  return open != 0;
}

// Every row within one function, so that a short one costs no call.
DEPONE_WIDE void sort_texts_wide(const PairTile& tile, const ShortMembers& members, Level* levels,
                                 PairQueue& near, PairQueue& rest) {
  std::size_t first = 0;
  for (const PairTile::Row& row : tile.rows) {
    sort_row(members, row, first, levels, near, rest);
    first += static_cast<std::size_t>(row.to - row.from);
  }
}

DEPONE_WIDE void compare_dates_wide(const PairTile& tile, const DateMembers& members, Level* levels,
                                    PairQueue& rest) {
  std::size_t first = 0;
  for (const PairTile::Row& row : tile.rows) {
    compare_row_of_dates(members, row, first, levels, rest);
    first += static_cast<std::size_t>(row.to - row.from);
  }
}

DEPONE_WIDE void compare_locations_wide(const PairTile& tile, const LocationMembers& members,
                                        Level* levels, PairQueue& near, PairQueue& rest) {
  std::size_t first = 0;
  for (const PairTile::Row& row : tile.rows) {
    compare_row_of_locations(members, row, first, levels, near, rest);
    first += static_cast<std::size_t>(row.to - row.from);
  }
}

DEPONE_WIDE void add_weights_wide(const PairTile& tile, const WeightMembers& members,
                                  const Level* levels, float* weights, PairQueue& rest) {
  std::size_t first = 0;
  for (const PairTile::Row& row : tile.rows) {
    add_row(members, row, first, levels, weights, rest);
    first += static_cast<std::size_t>(row.to - row.from);
  }
}

}  // namespace depone::linkage

#endif
