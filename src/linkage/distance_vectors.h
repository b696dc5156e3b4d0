// The vector forms behind distance_lanes.h; for its implementation alone.
#pragma once

#include <cstdint>

#include "linkage/distance_lanes.h"

namespace depone::linkage {

#if defined(__x86_64__)
// 16 pairs.
void jaro_avx2(const ShortText* left, const ShortText* right, LaneCounts* counts);
void levenshtein_avx2(const ShortText* left, const ShortText* right, std::uint8_t* distances);
// 32 pairs.
void jaro_avx512(const ShortText* left, const ShortText* right, LaneCounts* counts);
void levenshtein_avx512(const ShortText* left, const ShortText* right, std::uint8_t* distances);
#endif

}  // namespace depone::linkage
