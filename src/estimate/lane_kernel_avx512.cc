// The kernel for x86 machines with AVX-512.
#include "estimate/lane_kernel.h"
#include "estimate/lanes.h"

#ifdef DEPONE_LANE_KERNELS
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"))), \
                                 apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,prefer-vector-width=512")
#endif

namespace depone::estimate {
namespace {
#define DEPONE_LANE_BYTES 64
#include "estimate/lane_kernel.inc"
}  // namespace

void fit_lanes_avx512(LaneJob& job) { fit(job); }

}  // namespace depone::estimate

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
