// The posterior density of Manrique-Vallier's latent class model, without the unlisted and without
// anyone's class: both are summed over, so that chains walk where the data have a say only. Used by
// latent_class.cc. Const calls are thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "estimate/lanes.h"
#include "estimate/overlap_table.h"
#include "math/random.h"

namespace depone::estimate {

class LatentClassModel {
 public:
  // `classes` >= 2; the concentration has a gamma prior of this shape and rate.
  LatentClassModel(const OverlapTable& table, std::size_t classes, double shape, double rate);

  // A place holds, for each class and list, the log-odds of being listed; for each class but the
  // last log(-log(1 - V)), V its piece of what is left of the stick. In that form a change of the
  // concentration is a mere shift; it is integrated over.
  std::size_t dimensions() const { return classes_ * lists_ + classes_ - 1; }

  // What is known of a place besides its density.
  struct Aside {
    double likelihood = 0;        // its logarithm
    double listed = 0;            // the chance of being on a list
    std::vector<double> members;  // people expected in each class, listed or not, times the heat
  };

  // The logarithm of prior times likelihood to the power `heat` (1: the posterior; 0: the prior),
  // and its gradient. Minus infinity, and nothing else, where doubles cannot tell.
  double log_density(std::span<const double> place, double heat, std::span<double> gradient,
                     Aside* aside = nullptr) const;

  // A place drawn widely, wider than any posterior.
  std::vector<double> scattered(math::Random& random) const;

  // Exchanges two classes and accepts or not, as the prior of their order wants; the likelihood
  // does not change. True when `place` has changed.
  bool exchange(std::vector<double>& place, math::Random& random) const;

  std::size_t lists() const { return lists_; }
  std::size_t classes() const { return classes_; }
  double observed() const { return observed_; }

 private:
  std::vector<double> log_shares(std::span<const double> place) const;
  double order_prior(std::span<const double> shares, std::vector<double>* pieces) const;

  std::size_t lists_;
  std::size_t classes_;
  double shape_;
  double rate_;
  double observed_;
  // The table as latent_class_kernel.h wants it.
  std::size_t padded_;
  std::size_t low_lists_;
  std::size_t cells_ = 0;
  std::size_t empty_ = 0;
  std::vector<std::uint16_t> low_;
  std::vector<std::uint16_t> high_;
  std::vector<Lanes> people_;
};

}  // namespace depone::estimate
