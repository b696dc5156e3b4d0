// A tile: some thousand pairs among some hundred records, the unit in which pairs are compared.
//
// Pairs of one block share their records. What a comparison needs of a record is fetched once a
// tile, and the pairs then find it side by side in the nearest memory, so that whole rows of them
// go through the processor's vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "linkage/table.h"

namespace depone::linkage {

struct PairTile {
  static constexpr std::size_t kMostMembers = 1024;
  static constexpr std::size_t kMostPairs = 8192;
  // Kernels work on whole vectors: arrays by member and by pair that they read or write have so
  // many places more, whose content does not matter.
  static constexpr std::size_t kSlack = 64;

  // One member paired with all of [from, to).
  struct Row {
    std::uint16_t left = 0;
    std::uint16_t from = 0;
    std::uint16_t to = 0;
  };

  std::span<const RecordIndex> members;  // a record may be there twice; empty when only values are
  std::size_t values = 0;                // of members
  std::span<const Row> rows;             // none empty; pairs are numbered in their order
  std::size_t pairs = 0;
  // By pair: 0 when it is to be used, else an earlier rule or block has made it. At most kMostPairs
  // and kSlack places.
  const std::uint32_t* taken = nullptr;
  bool wide = false;  // the kernels may use AVX-512
};

}  // namespace depone::linkage
