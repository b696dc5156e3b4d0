// Binomial and multinomial variates for many replicates of large counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "math/random.h"

namespace depone::math {

// Successes in n >= 0 trials of probability p in [0, 1]; exact in distribution. Transformed
// rejection (Hoermann 1993, algorithm BTRS) where n p is 10 or more, at about 50 ns whatever n is;
// else inversion, from 0 upwards. Random::binomial() draws other numbers from the same stream.
std::int64_t quick_binomial(Random& random, std::int64_t n, double p);

// How n things fall into cells of the given weights (>= 0, not all 0), into `counts` (as long).
void quick_multinomial(Random& random, std::int64_t n, std::span<const double> weights,
                       std::span<std::int64_t> counts);

}  // namespace depone::math
