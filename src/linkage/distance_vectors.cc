// One algorithm in the compiler's vector types, compiled for two instruction sets
// (distance_vectors.inc).
#include "linkage/distance_vectors.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <emmintrin.h>

namespace depone::linkage {
namespace {

constexpr std::size_t kPlaces = 16;

// 16 texts turned on their side: byte `lane` of letters[i], `stride` bytes apart, is letter i of
// text `lane`. Four rounds of interleaving the first half with the second are a transposition.
inline void turn(const ShortText* texts, std::uint8_t* letters, std::size_t stride) {
  __m128i rows[kPlaces];
  __m128i next[kPlaces];
  for (std::size_t i = 0; i < kPlaces; ++i) {
    rows[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(texts[i].bytes.data()));
  }
  for (int round = 0; round < 4; ++round) {
    for (std::size_t i = 0; i < kPlaces / 2; ++i) {
      next[2 * i] = _mm_unpacklo_epi8(rows[i], rows[i + kPlaces / 2]);
      next[2 * i + 1] = _mm_unpackhi_epi8(rows[i], rows[i + kPlaces / 2]);
    }
    std::memcpy(rows, next, sizeof rows);
  }
  for (std::size_t i = 0; i < kPlaces; ++i) {
    _mm_store_si128(reinterpret_cast<__m128i*>(letters + i * stride), rows[i]);
  }
}

// Letters by place, 0 after a text's end. Returns the longest length.
template <std::size_t kLanes>
std::size_t by_place(const ShortText* texts, std::uint8_t (&letters)[kPlaces][kLanes]) {
  for (std::size_t lane = 0; lane < kLanes; lane += 16)
    turn(texts + lane, letters[0] + lane, kLanes);
  std::size_t longest = 0;
  while (longest < kPlaces) {
    std::uint64_t any = 0;
    for (std::size_t lane = 0; lane < kLanes; lane += 8) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, letters[longest] + lane, 8);
      any |= eight;
    }
    if (any == 0) break;
    ++longest;
  }
  return longest;
}

}  // namespace

#define DEPONE_LANES 16
#define DEPONE_TARGET "avx2"
#define DEPONE_JARO jaro_avx2
#define DEPONE_LEVENSHTEIN levenshtein_avx2
#include "linkage/distance_vectors.inc"
#undef DEPONE_LANES
#undef DEPONE_TARGET
#undef DEPONE_JARO
#undef DEPONE_LEVENSHTEIN

#define DEPONE_LANES 32
#define DEPONE_TARGET "avx512bw,avx512vl"
#define DEPONE_JARO jaro_avx512
#define DEPONE_LEVENSHTEIN levenshtein_avx512
#include "linkage/distance_vectors.inc"

}  // namespace depone::linkage

#endif
