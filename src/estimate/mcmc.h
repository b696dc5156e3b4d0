// A Markov chain for densities that are nearly standard normal in the coordinates they are given
// in: most steps propose a place that has nothing to do with the present one (an independence
// sampler, Tierney 1994, Ann. Statist. 22:1701), and every few a short Hamiltonian trajectory (Neal
// 2011) moves on from where such proposals are refused, far out in tails heavier than the normal's.
//
// A chain is a value: it holds no random numbers of its own, and given the same Random it does the
// same. Not thread-safe; different chains may run on different threads.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "math/random.h"

namespace depone::estimate {

// The logarithm of the density at `place` up to a constant, and its derivatives into `gradient`,
// unless that is empty. May be minus infinity where there is no density.
using LogDensity = std::function<double(std::span<const double> place, std::span<double> gradient)>;

class NearNormalChain {
 public:
  NearNormalChain(LogDensity density, std::vector<double> start);

  // True when it has moved.
  bool step(math::Random& random);

  std::span<const double> place() const { return place_; }

 private:
  bool jump(math::Random& random);
  bool leap_along(math::Random& random);

  LogDensity density_;
  std::vector<double> place_;
  double log_density_ = 0;
  std::size_t steps_ = 0;
  double leap_;
  // Work space.
  std::vector<double> trial_;
  std::vector<double> gradient_;
  std::vector<double> momentum_;
};

}  // namespace depone::estimate
