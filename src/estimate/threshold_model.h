// The posterior of a Poisson log-linear model under normal or flat priors, in coordinates in which
// it is nearly a standard normal. Used by threshold.cc. Const calls are thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "estimate/overlap_table.h"

namespace depone::estimate {

class PoissonPosterior {
 public:
  // `terms`: sets of lists, the empty one first; each has a normal prior around 0 with this
  // precision (0: flat). Cells with `left_out` set are not looked at. Finds the mode; ready() says
  // whether it has one.
  PoissonPosterior(const OverlapTable& table, std::vector<Lists> terms,
                   std::vector<double> precisions, std::vector<std::uint8_t> left_out);

  bool ready() const { return ready_; }
  std::span<const Lists> terms() const { return terms_; }

  // The parameters, in the order of the terms, at a place.
  std::vector<double> parameters(std::span<const double> place) const;
  void parameters(std::span<const double> place, std::span<double> result) const;
  // Less that at the mode; the gradient is left out when it is empty.
  double log_density(std::span<const double> place, std::span<double> gradient) const;

 private:
  double at(std::span<const double> parameters, std::span<double> slope,
            std::vector<double>* means) const;
  void find_mode();
  bool step_to_mode(std::vector<double>& gradient);
  void invert();

  std::size_t lists_;
  std::vector<Lists> terms_;
  std::vector<double> precisions_;
  std::vector<std::uint8_t> left_out_;
  std::vector<double> counts_;
  std::vector<double> mode_;
  std::vector<double> factor_;  // lower triangle L of the precision L L' at the mode, by rows
  std::vector<double> across_;  // inverse of L', by columns
  std::vector<double> back_;    // the same by rows
  double top_ = 0;              // density at the mode
  bool ready_ = false;
};

}  // namespace depone::estimate
