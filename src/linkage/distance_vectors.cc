// One algorithm in the compiler's vector types, compiled for two instruction sets
// (distance_vectors.inc).
#include "linkage/distance_vectors.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)

namespace depone::linkage {
namespace {

constexpr std::size_t kPlaces = 16;

// Letters by place: letters[i][lane] is letter i of the lane's text, 0 after its end. Returns the
// longest length.
template <std::size_t kLanes>
std::size_t by_place(const ShortText* texts, std::uint16_t (&letters)[kPlaces][kLanes],
                     std::uint16_t (&lengths)[kLanes]) {
  std::size_t longest = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::memcpy(&low, texts[lane].bytes.data(), 8);
    std::memcpy(&high, texts[lane].bytes.data() + 8, 8);
    std::size_t length = 0;
    if (high != 0) {
      length = 16 - static_cast<std::size_t>(__builtin_clzll(high)) / 8;
    } else if (low != 0) {
      length = 8 - static_cast<std::size_t>(__builtin_clzll(low)) / 8;
    }
    lengths[lane] = static_cast<std::uint16_t>(length);
    longest = std::max(longest, length);
  }
  for (std::size_t i = 0; i < longest; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      letters[i][lane] = static_cast<unsigned char>(texts[lane].bytes[i]);
    }
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
