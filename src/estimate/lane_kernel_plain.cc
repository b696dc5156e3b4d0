// The kernel for any machine.
#include "estimate/lane_kernel.h"
#include "estimate/lanes.h"

namespace depone::estimate {
namespace {
#define DEPONE_LANE_BYTES 16
#include "estimate/lane_kernel.inc"
}  // namespace

void fit_lanes_plain(LaneJob& job) { fit(job); }

}  // namespace depone::estimate
