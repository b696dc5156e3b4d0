// The literal twin of src/estimate/latent_class on toy tables: two classes, every way in which the
// people of each cell can fall into them, every number of unlisted people up to an end, and the
// concentration on a grid; all other unknowns integrated by the beta function. Tests only.
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "estimate/overlap_table.h"

namespace depone::reference {

inline double log_beta(double a, double b) {
  return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

// Probabilities of 0, 1, ... `most` unlisted people.
inline std::vector<double> latent_class_posterior(const estimate::OverlapTable& table,
                                                  std::int64_t most, double shape, double rate) {
  const std::size_t lists = table.list_count();
  const std::size_t cells = table.counts.size();
  // The logarithm of the concentration on a grid over its gamma prior.
  std::vector<double> concentrations;
  std::vector<double> prior;
  for (double t = -40; t < 6; t += 0.1) {
    concentrations.push_back(std::exp(t));
    prior.push_back(std::exp(shape * t - rate * std::exp(t)));
  }
  std::vector<double> posterior;
  for (std::int64_t unlisted = 0; unlisted <= most; ++unlisted) {
    std::vector<double> counts(table.counts.begin(), table.counts.end());
    counts[0] = static_cast<double>(unlisted);
    double all = 0;
    for (const double count : counts) all += count;
    // By members of the first class: the stick's beta integral, over all concentrations.
    std::vector<double> sticks;
    for (double members = 0; members <= all; ++members) {
      sticks.push_back(0);
      for (std::size_t i = 0; i < concentrations.size(); ++i) {
        const double a = concentrations[i];
        sticks.back() +=
            prior[i] * std::exp(std::log(a) + log_beta(1 + members, a + (all - members)));
      }
    }
    double sum = 0;
    std::vector<double> first(cells, 0);  // of each cell's people, those in the first class
    const std::function<void(std::size_t)> split = [&](std::size_t cell) {
      if (cell < cells) {
        for (double in = 0; in <= counts[cell]; ++in) {
          first[cell] = in;
          split(cell + 1);
        }
        return;
      }
      // (N - 1)! over everybody's factorials: the ways, with the prior 1/N.
      double log_weight = std::lgamma(all);
      double members = 0;
      for (std::size_t c = 0; c < cells; ++c) {
        log_weight -= std::lgamma(first[c] + 1) + std::lgamma(counts[c] - first[c] + 1);
        members += first[c];
      }
      for (std::size_t list = 0; list < lists; ++list) {
        double on_first = 0;
        double on_second = 0;
        for (std::size_t c = 0; c < cells; ++c) {
          if ((c >> list & 1) == 0) continue;
          on_first += first[c];
          on_second += counts[c] - first[c];
        }
        log_weight += log_beta(1 + on_first, 1 + members - on_first);
        log_weight += log_beta(1 + on_second, 1 + (all - members) - on_second);
      }
      sum += std::exp(log_weight) * sticks[static_cast<std::size_t>(members)];
    };
    split(0);
    posterior.push_back(sum);
  }
  double total = 0;
  for (const double one : posterior) total += one;
  for (double& one : posterior) one /= total;
  return posterior;
}

}  // namespace depone::reference
