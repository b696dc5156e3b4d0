// The AVX-512 forms behind tile_kernels.h; for its implementation alone. Only where
// wide_tiles_available().
#pragma once

#include "linkage/tile_kernels.h"

namespace depone::linkage {

#if defined(__x86_64__)
bool mark_row_wide(const std::uint32_t* blocks, std::size_t rules, std::size_t stride,
                   const PairTile::Row& row, std::uint32_t* taken);
void sort_texts_wide(const PairTile& tile, const ShortMembers& members, Level* levels,
                     PairQueue& near, PairQueue& rest);
void compare_dates_wide(const PairTile& tile, const DateMembers& members, Level* levels,
                        PairQueue& rest);
void compare_locations_wide(const PairTile& tile, const LocationMembers& members, Level* levels,
                            PairQueue& near, PairQueue& rest);
void add_weights_wide(const PairTile& tile, const WeightMembers& members, const Level* levels,
                      float* weights, PairQueue& rest);
#endif

}  // namespace depone::linkage
