// What the three builds of the kernel (lane_kernel.inc) share with lanes.cc.
#pragma once

#include <cstddef>
#include <cstdint>

namespace depone::estimate {

struct Lanes;

// Everything a kernel reads and writes; plain pointers, because nothing of the standard library may
// be compiled for an instruction set that the linker could then take for everybody.
struct LaneJob {
  std::size_t lists;
  std::size_t terms;               // of the longest model
  const std::uint16_t* models[8];  // `terms` terms each, kNoTerm after their end
  bool one_model;                  // all eight are models[0], which has no kNoTerm
  const Lanes* counts;             // 2^lists
  const Lanes* start;              // 2^lists
  Lanes* weights;                  // 2^lists: room for superset sums of expected counts
  Lanes* predictors;               // 2^lists: linear predictors
  Lanes* changes;                  // 2^lists
  Lanes* masks;                    // 2^lists: 1 for cells that stay, 0 for those removed
  Lanes* targets;                  // terms: observed margins
  Lanes* dead;                     // terms: 1 for terms at minus infinity and kNoTerm
  Lanes* factor;                   // (terms + 1) (terms + 2) / 2, rows one after the other
  Lanes* scaled;                   // terms + 1
  Lanes* unlisted;                 // results from here on
  Lanes* log_likelihood;
  Lanes* variance;
  std::uint32_t converged;
  int steps;
  bool counts_unlisted;  // counts[0] was observed, too
  bool keep_margins;     // leave the superset sums of the last fit in `weights`
};

inline constexpr std::uint16_t kNoTerm = 0xffff;

void fit_lanes_plain(LaneJob& job);
#if defined(__x86_64__) && defined(__GNUC__)
#define DEPONE_LANE_KERNELS 1
void fit_lanes_avx2(LaneJob& job);
void fit_lanes_avx512(LaneJob& job);
#endif

// Whether the kernel in use (lanes.h) has AVX-2.
bool has_wide_lanes();

}  // namespace depone::estimate
