// The kernel for x86 machines with AVX-2.
#include "estimate/lane_kernel.h"
#include "estimate/lanes.h"

#ifdef DEPONE_LANE_KERNELS
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,prefer-vector-width=256")
#endif

namespace depone::estimate {
namespace {
#define DEPONE_LANE_BYTES 32
#include "estimate/lane_kernel.inc"
}  // namespace

void fit_lanes_avx2(LaneJob& job) { fit(job); }

}  // namespace depone::estimate

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
