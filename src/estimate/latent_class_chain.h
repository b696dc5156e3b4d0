// One Markov chain over a latent class model (latent_class_model.h): Hamiltonian steps whose
// stretch fits the classes as they are, exchanges of classes, and fresh chances for idle ones.
//
// Classes of thousands of people and classes of none want steps of very different lengths, and
// which class is which changes along the way. So each step first draws, for each class, a noisy
// logarithm of its members, takes its lengths from those draws, and is accepted with the ratio of
// the chances to draw the same at the other end: exact whatever the lengths (Bou-Rabee, Carpenter
// and Marsden 2024, arXiv:2404.15253, "GIST").
//
// A chain warms up out of the prior: the likelihood grows from a hundredth of its weight to the
// whole, under a prior that keeps many classes alive; only then the prior becomes the model's own.
// Superfluous classes die easily, missing ones are hard to find. Used by latent_class.cc. A value;
// not thread-safe, but chains over one model may run on different threads.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "estimate/latent_class_model.h"
#include "math/random.h"

namespace depone::estimate {

struct LatentClassSteps {
  std::size_t warm_up = 400;     // steps, which adapt the length of a leap
  std::size_t fewest_leaps = 8;  // of a trajectory; how many is drawn anew each time
  std::size_t most_leaps = 32;
};

class LatentClassChain {
 public:
  // Starts at a scattered place. `alive` is the model with the prior that keeps classes alive; the
  // chain ends up at `model` with the likelihood to the power `heat`. Both outlive the chain.
  LatentClassChain(const LatentClassModel& model, const LatentClassModel& alive, double heat,
                   const LatentClassSteps& steps, math::Random& random);

  void step(math::Random& random);

  double listed() const { return here_.aside.listed; }  // the chance of being on a list
  // Expected in each class, listed or not; times the heat.
  std::span<const double> members() const { return here_.aside.members; }

  // Two warmed-up chains over models of the same table trade places or not, as their densities
  // want.
  static void trade(LatentClassChain& one, LatentClassChain& other, math::Random& random);

 private:
  struct Point {
    std::vector<double> place;
    std::vector<double> gradient;
    LatentClassModel::Aside aside;
    double log_density = 0;
  };

  void anneal();
  void leap_along(math::Random& random);
  void refresh(math::Random& random);
  void evaluate(Point& point) const;
  double log_members(const Point& point, std::size_t k) const;
  void choose_scales(math::Random& random);
  double surprise(const Point& point) const;
  void adapt(double acceptance);

  const LatentClassModel* model_;
  const LatentClassModel* target_;
  double final_heat_;
  double heat_;
  LatentClassSteps settings_;
  double few_;  // members that do not matter for the scales
  std::size_t steps_ = 0;
  Point here_;
  Point trial_;
  std::vector<double> drawn_;  // noisy logarithms of members, by class
  std::vector<double> scale_;  // as the place
  std::vector<double> momentum_;
  // Dual averaging of log(leap_).
  double leap_;
  double mean_error_ = 0;
  double mean_log_leap_ = 0;
};

}  // namespace depone::estimate
