// What the two builds of the latent class density (latent_class_kernel.inc) share with
// latent_class_model.cc.
#pragma once

#include <cstddef>
#include <cstdint>

#include "estimate/lane_kernel.h"

namespace depone::estimate {

// Everything the density reads and writes; plain pointers, as in lane_kernel.h. Classes stand side
// by side in the lanes of registers, `padded` of them (a multiple of four). A cell's chance in a
// class is the product of a low and a high half, each looked up among all combinations of half of
// the lists.
struct LatentClassJob {
  std::size_t lists;
  std::size_t classes;
  std::size_t padded;
  std::size_t low_lists;     // in the low half; the others are in the high one
  std::size_t cells;         // those with people, then the empty one, padded to four
  std::size_t empty;         // which one is the empty one
  const std::uint16_t* low;  // by cell: its combination of low lists
  const std::uint16_t* high;
  const double* people;  // by cell; 0 for the empty one and in padding
  double observed;
  double shape;  // of the concentration's gamma prior
  double rate;
  double heat;
  const double* place;
  double* room;       // latent_class_room() numbers, 64-byte aligned
  double* gradient;   // result
  double* members;    // result, unless null: by class; see latent_class_model.h
  double likelihood;  // result: its logarithm
  double listed;      // result: the chance of being on a list
};

std::size_t latent_class_room(std::size_t lists, std::size_t padded, std::size_t low_lists,
                              std::size_t cells);

// The logarithm of prior times likelihood to the power `heat`.
double latent_class_density_plain(LatentClassJob& job);
#ifdef DEPONE_LANE_KERNELS
double latent_class_density_avx2(LatentClassJob& job);
#endif

}  // namespace depone::estimate
