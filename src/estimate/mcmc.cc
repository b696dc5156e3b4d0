#include "estimate/mcmc.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace depone::estimate {
namespace {

constexpr double kWantedAcceptance = 0.8;
constexpr double kFirstLeap = 0.1;

}  // namespace

HamiltonianChain::HamiltonianChain(LogDensity density, std::vector<double> start,
                                   std::size_t warm_up, std::size_t most_leaps)
    : density_(std::move(density)),
      place_(std::move(start)),
      gradient_(place_.size()),
      warm_up_(warm_up),
      most_leaps_(most_leaps),
      scale_(place_.size(), 1),
      centre_(std::log(10 * kFirstLeap)),
      mean_(place_.size(), 0),
      squares_(place_.size(), 0),
      trial_(place_.size()),
      trial_gradient_(place_.size()),
      momentum_(place_.size()) {
  assert(most_leaps >= 1);
  leap_ = kFirstLeap;
  log_density_ = density_(place_, gradient_);
}

void HamiltonianChain::move_to(std::span<const double> place) {
  place_.assign(place.begin(), place.end());
  log_density_ = density_(place_, gradient_);
}

double HamiltonianChain::accepted() const {
  return steps_ > warm_up_ ? acceptance_sum_ / static_cast<double>(steps_ - warm_up_) : 0;
}

void HamiltonianChain::step(math::Random& random) {
  double energy = -log_density_;
  for (double& one : momentum_) {
    one = random.normal();
    energy += one * one / 2;
  }
  trial_ = place_;
  trial_gradient_ = gradient_;
  double trial_log = log_density_;
  const std::size_t leaps = 1 + random.below(most_leaps_);
  // In units of scale_: momenta are standard normal, places are stretched. The half pushes at the
  // end of a leap and at the start of the next are one.
  const std::size_t size = trial_.size();
  const double leap = leap_;
  const double* const scale = scale_.data();
  double* const momentum = momentum_.data();
  double* const trial = trial_.data();
  double* const slope = trial_gradient_.data();
  double push = 0.5 * leap;
  for (std::size_t i = 0; i < leaps; ++i) {
    for (std::size_t d = 0; d < size; ++d) {
      momentum[d] += push * (scale[d] * slope[d]);
      trial[d] += leap * (scale[d] * momentum[d]);
    }
    trial_log = density_(trial_, trial_gradient_);
    if (!std::isfinite(trial_log)) break;
    push = leap;
  }
  for (std::size_t d = 0; d < size; ++d) momentum[d] += 0.5 * leap * (scale[d] * slope[d]);
  double acceptance = 0;
  if (std::isfinite(trial_log)) {
    double trial_energy = -trial_log;
    for (const double one : momentum_) trial_energy += one * one / 2;
    const double gain = energy - trial_energy;
    acceptance = gain >= 0 ? 1 : std::exp(gain);
    if (!(acceptance >= 0)) acceptance = 0;
  }
  if (random.uniform() < acceptance) {
    place_.swap(trial_);
    gradient_.swap(trial_gradient_);
    log_density_ = trial_log;
  }
  ++steps_;
  if (steps_ <= warm_up_) {
    adapt(acceptance);
  } else {
    acceptance_sum_ += acceptance;
  }
}

void HamiltonianChain::adapt(double acceptance) {
  // Dual averaging with the constants of Hoffman and Gelman.
  round_ += 1;
  const double share = 1 / (round_ + 10);
  mean_error_ = (1 - share) * mean_error_ + share * (kWantedAcceptance - acceptance);
  const double log_leap = centre_ - std::sqrt(round_) / 0.05 * mean_error_;
  const double weight = std::pow(round_, -0.75);
  mean_log_leap_ = weight * log_leap + (1 - weight) * mean_log_leap_;
  leap_ = std::exp(steps_ == warm_up_ ? mean_log_leap_ : log_leap);
  // Scales from ever longer windows; the first tenth is the way to the place, not the place.
  if (steps_ * 10 >= warm_up_) {
    seen_ += 1;
    for (std::size_t i = 0; i < place_.size(); ++i) {
      const double difference = place_[i] - mean_[i];
      mean_[i] += difference / seen_;
      squares_[i] += difference * (place_[i] - mean_[i]);
    }
  }
  const bool window_ends =
      steps_ == warm_up_ / 4 || steps_ == warm_up_ / 2 || steps_ == warm_up_ * 17 / 20;
  if (!window_ends || seen_ < 10) return;
  for (std::size_t i = 0; i < place_.size(); ++i) {
    const double variance = squares_[i] / (seen_ - 1);
    scale_[i] = std::sqrt((seen_ * variance + 5e-3) / (seen_ + 5));
  }
  std::fill(mean_.begin(), mean_.end(), 0.0);
  std::fill(squares_.begin(), squares_.end(), 0.0);
  seen_ = 0;
  centre_ = std::log(10 * leap_);
  mean_error_ = 0;
  mean_log_leap_ = 0;
  round_ = 0;
}

}  // namespace depone::estimate
