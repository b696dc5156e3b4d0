#include "estimate/latent_class_chain.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace depone::estimate {
namespace {

constexpr double kFirstLeap = 0.1;
constexpr double kWantedAcceptance = 0.8;
constexpr double kFirstHeat = 0.01;
constexpr double kHeatGrown = 0.5;  // share of the warm-up by which the likelihood has its weight
constexpr double kKeptAlive = 0.6;  // share of the warm-up under the prior that keeps classes
constexpr double kSpread = 0.1;     // a chance times its complement, by and large
constexpr std::size_t kExchanges = 2;
constexpr std::size_t kRefreshed = 3;

}  // namespace

LatentClassChain::LatentClassChain(const LatentClassModel& model, const LatentClassModel& alive,
                                   double heat, const LatentClassSteps& steps, math::Random& random)
    : model_(steps.warm_up > 0 ? &alive : &model),
      target_(&model),
      final_heat_(heat),
      heat_(steps.warm_up > 0 ? heat * kFirstHeat : heat),
      settings_(steps),
      few_(100 + model.observed() / 8),
      drawn_(model.classes()),
      scale_(model.dimensions()),
      momentum_(model.dimensions()),
      leap_(kFirstLeap) {
  assert(steps.fewest_leaps >= 1 && steps.most_leaps >= steps.fewest_leaps);
  here_.place = model.scattered(random);
  here_.gradient.resize(model.dimensions());
  trial_ = here_;
  evaluate(here_);
}

void LatentClassChain::evaluate(Point& point) const {
  point.log_density = model_->log_density(point.place, heat_, point.gradient, &point.aside);
}

void LatentClassChain::step(math::Random& random) {
  if (steps_ < settings_.warm_up) anneal();
  leap_along(random);
  for (std::size_t i = 0; i < kRefreshed; ++i) refresh(random);
  bool moved = false;
  for (std::size_t i = 0; i < kExchanges; ++i) moved |= model_->exchange(here_.place, random);
  if (moved) evaluate(here_);
}

void LatentClassChain::anneal() {
  const double done = static_cast<double>(steps_) / static_cast<double>(settings_.warm_up);
  const double heat =
      final_heat_ * (done < kHeatGrown ? std::pow(kFirstHeat, 1 - done / kHeatGrown) : 1);
  const LatentClassModel* const model =
      done < kKeptAlive && steps_ + 1 < settings_.warm_up ? model_ : target_;
  if (heat == heat_ && model == model_) return;
  heat_ = heat;
  model_ = model;
  evaluate(here_);
}

double LatentClassChain::log_members(const Point& point, std::size_t k) const {
  return std::log(point.aside.members[k] + few_);
}

// Draws what the scales are taken from, and takes them: one over the root of how sharply each
// number is known when everybody's class is.
void LatentClassChain::choose_scales(math::Random& random) {
  const std::size_t classes = model_->classes();
  const std::size_t lists = model_->lists();
  double later = 0;
  for (std::size_t k = classes; k-- > 0;) {
    drawn_[k] = log_members(here_, k) + random.normal();
    const double members = std::exp(drawn_[k]);
    const double scale = 1 / std::sqrt(kSpread * members);
    for (std::size_t list = 0; list < lists; ++list) scale_[k * lists + list] = scale;
    later += members;
    if (k + 1 == classes) continue;
    const double taken = members / later;
    const double piece = -std::log1p(-taken);
    scale_[classes * lists + k] = 1 / std::sqrt(1 + later * piece * piece * (1 - taken) / taken);
  }
}

// Minus the logarithm of the chance to draw what was drawn, at `point`.
double LatentClassChain::surprise(const Point& point) const {
  double sum = 0;
  for (std::size_t k = 0; k < drawn_.size(); ++k) {
    const double distance = drawn_[k] - log_members(point, k);
    sum += distance * distance / 2;
  }
  return sum;
}

void LatentClassChain::leap_along(math::Random& random) {
  choose_scales(random);
  const std::size_t size = scale_.size();
  double energy = surprise(here_) - here_.log_density;
  for (double& one : momentum_) {
    one = random.normal();
    energy += one * one / 2;
  }
  trial_.place = here_.place;
  trial_.gradient = here_.gradient;
  const std::size_t leaps =
      settings_.fewest_leaps + random.below(settings_.most_leaps - settings_.fewest_leaps + 1);
  const double leap = leap_;
  const double* const scale = scale_.data();
  double* const momentum = momentum_.data();
  double* const trial = trial_.place.data();
  double* const slope = trial_.gradient.data();
  double push = 0.5 * leap;
  for (std::size_t i = 0; i < leaps; ++i) {
    for (std::size_t d = 0; d < size; ++d) {
      momentum[d] += push * (scale[d] * slope[d]);
      trial[d] += leap * (scale[d] * momentum[d]);
    }
    evaluate(trial_);
    if (!std::isfinite(trial_.log_density)) break;
    push = leap;
  }
  double acceptance = 0;
  if (std::isfinite(trial_.log_density)) {
    double trial_energy = surprise(trial_) - trial_.log_density;
    for (std::size_t d = 0; d < size; ++d) {
      momentum[d] += 0.5 * leap * (scale[d] * slope[d]);
      trial_energy += momentum[d] * momentum[d] / 2;
    }
    const double gain = energy - trial_energy;
    acceptance = gain >= 0 ? 1 : std::exp(gain);
    if (!(acceptance >= 0)) acceptance = 0;
  }
  if (random.uniform() < acceptance) std::swap(here_, trial_);
  ++steps_;
  if (steps_ <= settings_.warm_up) adapt(acceptance);
}

// New chances for one class, drawn from their prior; hopeless for a class of many people.
void LatentClassChain::refresh(math::Random& random) {
  const auto k = static_cast<std::size_t>(random.below(model_->classes()));
  const std::size_t lists = model_->lists();
  trial_.place = here_.place;
  for (std::size_t list = 0; list < lists; ++list) {
    const double chance = random.uniform();
    trial_.place[k * lists + list] = std::log(chance / (1 - chance));
  }
  const double draw = random.uniform();
  // Never tried, in either direction, where it would fail: as good, and sooner done.
  constexpr double kHopeless = 200;
  if (here_.aside.members[k] > kHopeless) return;
  evaluate(trial_);
  if (!std::isfinite(trial_.log_density) || trial_.aside.members[k] > kHopeless) return;
  const double gain = heat_ * (trial_.aside.likelihood - here_.aside.likelihood);
  if (std::log(draw) < gain) std::swap(here_, trial_);
}

void LatentClassChain::adapt(double acceptance) {
  // Dual averaging with the constants of Hoffman and Gelman (2014).
  const auto round = static_cast<double>(steps_);
  const double share = 1 / (round + 10);
  mean_error_ = (1 - share) * mean_error_ + share * (kWantedAcceptance - acceptance);
  const double log_leap = std::log(10 * kFirstLeap) - std::sqrt(round) / 0.05 * mean_error_;
  const double weight = std::pow(round, -0.75);
  mean_log_leap_ = weight * log_leap + (1 - weight) * mean_log_leap_;
  leap_ = std::exp(steps_ == settings_.warm_up ? mean_log_leap_ : log_leap);
}

void LatentClassChain::trade(LatentClassChain& one, LatentClassChain& other, math::Random& random) {
  one.trial_.place = other.here_.place;
  other.trial_.place = one.here_.place;
  one.evaluate(one.trial_);
  other.evaluate(other.trial_);
  const double gain = one.trial_.log_density + other.trial_.log_density - one.here_.log_density -
                      other.here_.log_density;
  if (!(std::log(random.uniform()) < gain)) return;
  std::swap(one.here_, one.trial_);
  std::swap(other.here_, other.trial_);
}

}  // namespace depone::estimate
