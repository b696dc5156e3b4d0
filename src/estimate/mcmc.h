// Hamiltonian Monte Carlo: draws from a density known up to a factor, with its gradient (Neal 2011,
// Handbook of Markov Chain Monte Carlo, ch. 5; step size and scales as in Hoffman and Gelman 2014).
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

// The logarithm of the density at `place` up to a constant, and its derivatives into `gradient`.
// May be minus infinity where there is no density.
using LogDensity = std::function<double(std::span<const double> place, std::span<double> gradient)>;

class HamiltonianChain {
 public:
  // Adapts step size and scales over the first `warm_up` steps (0: never), which are not draws
  // yet. A trajectory has 1 to `most_leaps` leaps, drawn anew each time, so that no period of the
  // motion is met.
  HamiltonianChain(LogDensity density, std::vector<double> start, std::size_t warm_up,
                   std::size_t most_leaps);

  void step(math::Random& random);

  std::span<const double> place() const { return place_; }
  double log_density() const { return log_density_; }
  // Puts the chain elsewhere: the other half of a move that someone else has accepted.
  void move_to(std::span<const double> place);

  // Share of trajectories accepted since the warm-up.
  double accepted() const;

 private:
  void adapt(double acceptance);

  LogDensity density_;
  std::vector<double> place_;
  std::vector<double> gradient_;
  double log_density_ = 0;
  std::size_t warm_up_;
  std::size_t most_leaps_;
  std::size_t steps_ = 0;
  std::vector<double> scale_;  // standard deviations, as far as known
  double leap_ = 0.1;
  // Dual averaging of log(leap_).
  double centre_ = 0;
  double mean_error_ = 0;
  double mean_log_leap_ = 0;
  double round_ = 0;
  // Moments of places within the current window of the warm-up.
  double seen_ = 0;
  std::vector<double> mean_;
  std::vector<double> squares_;
  double acceptance_sum_ = 0;
  // Work space.
  std::vector<double> trial_;
  std::vector<double> trial_gradient_;
  std::vector<double> momentum_;
};

}  // namespace depone::estimate
