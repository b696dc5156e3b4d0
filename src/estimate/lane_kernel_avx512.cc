// The kernels for x86 machines with AVX-512.
#include "estimate/graph_kernel.h"
#include "estimate/lane_kernel.h"
#include "estimate/lanes.h"

#ifdef DEPONE_LANE_KERNELS
#define DEPONE_LANE_BYTES 64
#include "estimate/lane_target_begin.inc"

namespace depone::estimate {
namespace {
#include "estimate/lane_kernel.inc"
// In the lanes of the former.
#include "estimate/graph_kernel.inc"
}  // namespace

void fit_lanes_avx512(LaneJob& job) { fit(job); }

const GraphKernel kGraphKernelAvx512 = {scan_graphs, to_graph_ratios, add_graph_products,
                                        add_graph_shares};

}  // namespace depone::estimate

#include "estimate/lane_target_end.inc"
#endif
