// The kernel for x86 machines with AVX-2.
#include "estimate/lane_kernel.h"
#include "estimate/lanes.h"

#ifdef DEPONE_LANE_KERNELS
#pragma GCC push_options
#pragma GCC target("avx2,prefer-vector-width=256")

namespace depone::estimate {
namespace {
#define DEPONE_LANE_BYTES 32
#include "estimate/lane_kernel.inc"
}  // namespace

void fit_lanes_avx2(LaneJob& job) { fit(job); }

}  // namespace depone::estimate

#pragma GCC pop_options
#endif
