// Loops over decomposable graphs, eight numbers of unlisted people at a time, built for each
// instruction set as lane_kernel.h is. What each does: decomposable_kernel.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace depone::estimate {

struct Lanes;

// Graphs as the rows whose logarithms they sum or whose ratios they multiply.
struct GraphRange {
  const std::uint16_t* rows;  // kGraphStride a graph, the first `lists` of them used
  std::size_t count;
  std::size_t lists;
};
inline constexpr std::size_t kGraphStride = 7;

// Graphs at many blocks of eight numbers.
struct GraphScan {
  GraphRange graphs;
  std::size_t first;  // the index of the first graph
  std::size_t blocks;
  const Lanes* const* tables;  // the rows of each block
  const Lanes* shared;         // a block: what all graphs have
  Lanes* tops;                 // a block: raised to the highest logarithm
  Lanes* leaders;              // a block: the index of the first graph that has it
  double* highest;             // a graph: raised to its highest logarithm
};

struct GraphKernel {
  void (*scan)(const GraphScan& scan);
  // Turns `size` rows a list, logarithms, into ratios to the reference's; `base`: its sum.
  void (*to_ratios)(const std::uint16_t* reference, std::size_t lists, std::size_t size,
                    Lanes* rows, Lanes& base);
  void (*add_products)(const GraphRange& graphs, const Lanes* ratios, Lanes& sums);
  void (*add_shares)(const GraphRange& graphs, const Lanes* ratios, const Lanes& factors,
                     double* totals);
};

extern const GraphKernel kGraphKernelPlain;
extern const GraphKernel kGraphKernelAvx2;
extern const GraphKernel kGraphKernelAvx512;

// That of the instruction set in use (lanes.h).
const GraphKernel& graph_kernel();

}  // namespace depone::estimate
