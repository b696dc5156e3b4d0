// Random numbers that are the same on every machine: xoshiro256++ (Blackman and Vigna 2021), seeded
// through splitmix64 from a seed and a stream number.
//
// One stream a replicate or chain makes results independent of the number of threads. The
// distributions are ours because those of <random> differ between standard libraries. Not for
// cryptography. Not thread-safe; copies go on separately.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace depone::math {

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t next();
  // In the open interval (0, 1), in steps of 2^-53.
  double uniform();
  // In [0, bound), unbiased (Lemire 2019); bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // Mean 0, variance 1 (Marsaglia's polar method).
  double normal();
  // Scale 1; shape > 0 (Marsaglia and Tsang 2000). May be 0 for tiny shapes: see log_gamma_variate.
  double gamma(double shape);
  // The logarithm of a gamma variate, without underflow for tiny shapes.
  double log_gamma_variate(double shape);
  // a, b > 0.
  double beta(double a, double b);
  // Successes in n >= 0 trials of probability p in [0, 1]; exact (Devroye 1986, X.4.3: halving by
  // beta-distributed order statistics).
  std::int64_t binomial(std::int64_t n, double p);
  // mean >= 0; exact (Devroye 1986, X.3: gamma reduction).
  std::int64_t poisson(double mean);
  // How n things fall into cells with the given weights (>= 0, not all 0); as long as `weights`.
  std::vector<std::int64_t> multinomial(std::int64_t n, std::span<const double> weights);

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace depone::math
