// The latent class density for any machine.
#include "estimate/latent_class_kernel.h"

namespace depone::estimate {
namespace {
#define DEPONE_LANE_BYTES 16
#include "estimate/latent_class_kernel.inc"
}  // namespace

double latent_class_density_plain(LatentClassJob& job) { return density(job); }

}  // namespace depone::estimate
