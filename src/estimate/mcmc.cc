#include "estimate/mcmc.h"

#include <cmath>

namespace depone::estimate {
namespace {

constexpr double kWider = 1.05;              // deviation of proposals: tails are rarely lighter
constexpr std::size_t kTrajectoryEvery = 2;  // steps
constexpr std::uint64_t kMostLeaps = 3;      // about a quarter of a normal's period

double half_square(std::span<const double> values) {
  double sum = 0;
  for (const double one : values) sum += one * one;
  return sum / 2;
}

bool accepts(double gain, math::Random& random) { return std::log(random.uniform()) < gain; }

}  // namespace

NearNormalChain::NearNormalChain(LogDensity density, std::vector<double> start)
    : density_(std::move(density)),
      place_(std::move(start)),
      // Errors of a leap add up over the dimensions (Beskos and others 2013).
      leap_(1.3 / std::pow(static_cast<double>(place_.size()), 0.25)),
      trial_(place_.size()),
      gradient_(place_.size()),
      momentum_(place_.size()) {
  log_density_ = density_(place_, {});
}

bool NearNormalChain::step(math::Random& random) {
  const bool moved = jump(random);
  if (++steps_ % kTrajectoryEvery != 0) return moved;
  return leap_along(random) || moved;
}

bool NearNormalChain::jump(math::Random& random) {
  for (double& one : trial_) one = kWider * random.normal();
  const double trial_log = density_(trial_, {});
  const double gain =
      trial_log - log_density_ + (half_square(trial_) - half_square(place_)) / (kWider * kWider);
  if (!accepts(gain, random)) return false;
  place_.swap(trial_);
  log_density_ = trial_log;
  return true;
}

bool NearNormalChain::leap_along(math::Random& random) {
  for (double& one : momentum_) one = random.normal();
  const double energy = half_square(momentum_) - log_density_;
  const std::uint64_t leaps = 1 + random.below(kMostLeaps);
  const double leap = leap_ * (0.5 + 0.5 * random.uniform());
  trial_ = place_;
  density_(trial_, gradient_);
  double trial_log = 0;
  double push = leap / 2;
  for (std::uint64_t i = 0; i < leaps; ++i) {
    for (std::size_t d = 0; d < trial_.size(); ++d) {
      momentum_[d] += push * gradient_[d];
      trial_[d] += leap * momentum_[d];
    }
    trial_log = density_(trial_, gradient_);
    if (!std::isfinite(trial_log)) return false;
    push = leap;
  }
  for (std::size_t d = 0; d < trial_.size(); ++d) momentum_[d] += leap / 2 * gradient_[d];
  if (!accepts(energy - half_square(momentum_) + trial_log, random)) return false;
  place_.swap(trial_);
  log_density_ = trial_log;
  return true;
}

}  // namespace depone::estimate
