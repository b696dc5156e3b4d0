// Distances of many pairs of short texts at once, in the lanes of the processor's vectors.
//
// Texts of up to 16 bytes, which holds nearly all names. Pair i of the left array is compared with
// pair i of the right one. AVX2 takes 16 pairs at once, AVX-512BW 32; which the processor has is
// asked at run time, and every form gives exactly what the plain one does (reference/ twins,
// tests/linkage/distance_test.cc). Processors other than x86-64 use the plain form. Any thread.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "linkage/distance.h"

namespace depone::linkage {

struct alignas(16) ShortText {
  std::array<char, 16> bytes{};  // zeros after the end
};

// A text of at most 16 bytes, none of them zero.
ShortText short_text(std::string_view text);
std::size_t length_of(const ShortText& text);

// Whether a's bytes sort before b's.
inline bool sorts_before(const ShortText& a, const ShortText& b) {
  std::uint64_t x[2];
  std::uint64_t y[2];
  std::memcpy(x, a.bytes.data(), sizeof x);
  std::memcpy(y, b.bytes.data(), sizeof y);
  const std::size_t half = x[0] == y[0] ? 1 : 0;
  if constexpr (std::endian::native == std::endian::big) return x[half] < y[half];
  return __builtin_bswap64(x[half]) < __builtin_bswap64(y[half]);
}

// JaroCounts in bytes.
struct LaneCounts {
  std::uint8_t a = 0;
  std::uint8_t b = 0;
  std::uint8_t common = 0;
  std::uint8_t exchanged = 0;
  std::uint8_t prefix = 0;
};
inline JaroCounts wide(const LaneCounts& counts) {
  return {counts.a, counts.b, counts.common, counts.exchanged, counts.prefix};
}

enum class Lanes : std::uint8_t { Plain, Avx2, Avx512 };
const char* name_of(Lanes lanes);
// Whether this program and this processor have them.
bool lanes_available(Lanes lanes);
// The widest available; decided once.
Lanes best_lanes();

void count_jaro_many(Lanes lanes, const ShortText* left, const ShortText* right, std::size_t count,
                     LaneCounts* counts);
void levenshtein_many(Lanes lanes, const ShortText* left, const ShortText* right, std::size_t count,
                      std::uint8_t* distances);

}  // namespace depone::linkage
