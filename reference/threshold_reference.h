// The literal twin of src/estimate/threshold_model: the Poisson log-likelihood cell by cell, and,
// for independent lists, the posterior of the number on no list by brute summing. Tests only.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "estimate/overlap_table.h"

namespace depone::reference {

// Up to a constant.
inline double log_poisson_posterior(const estimate::OverlapTable& table,
                                    const std::vector<estimate::Lists>& terms,
                                    const std::vector<double>& precisions,
                                    const std::vector<double>& parameters) {
  double sum = 0;
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    double log_mean = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if ((terms[i] & cell) == terms[i]) log_mean += parameters[i];
    }
    sum += static_cast<double>(table.counts[cell]) * log_mean - std::exp(log_mean);
  }
  for (std::size_t i = 0; i < terms.size(); ++i) {
    sum -= precisions[i] * parameters[i] * parameters[i] / 2;
  }
  return sum;
}

struct GridPosterior {
  std::vector<double> numbers;  // of all people, ascending
  std::vector<double> weights;  // sum 1

  double quantile(double p) const {
    double sum = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      sum += weights[i];
      if (sum >= p) return numbers[i];
    }
    return numbers.back();
  }
  double deviation() const {
    double mean = 0;
    double square = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      mean += weights[i] * numbers[i];
      square += weights[i] * numbers[i] * numbers[i];
    }
    return std::sqrt(square - mean * mean);
  }
};

// Three independent lists, constant and main effects normal with variance 10,000: all four
// parameters on grids around where they may be.
inline GridPosterior independence_posterior(const estimate::OverlapTable& table) {
  const std::vector<estimate::Lists> terms{0, 1, 2, 4};
  const std::vector<double> precisions(4, 1e-4);
  // Centre by coordinate ascent, width by the curvature: enough for a grid of six deviations.
  std::vector<double> centre{std::log(10.0), 0, 0, 0};
  for (int round = 0; round < 400; ++round) {
    for (double& one : centre) {
      for (double step : {0.2, 0.02, 0.002}) {
        for (const double sign : {-1.0, 1.0}) {
          while (true) {
            const double before = log_poisson_posterior(table, terms, precisions, centre);
            one += sign * step;
            if (log_poisson_posterior(table, terms, precisions, centre) > before) continue;
            one -= sign * step;
            break;
          }
        }
      }
    }
  }
  const double top = log_poisson_posterior(table, terms, precisions, centre);
  constexpr int kSteps = 8;
  GridPosterior posterior;
  double total = 0;
  for (int i = -90; i <= 90; ++i) {
    std::vector<double> place = centre;
    place[0] += 0.02 * i;
    double sum = 0;
    // Main effects follow the constant down; wide enough for both.
    for (int a = -kSteps; a <= kSteps; ++a) {
      for (int b = -kSteps; b <= kSteps; ++b) {
        for (int c = -kSteps; c <= kSteps; ++c) {
          place[1] = centre[1] - 0.02 * i * 0.6 + 0.16 * a;
          place[2] = centre[2] - 0.02 * i * 0.6 + 0.16 * b;
          place[3] = centre[3] - 0.02 * i * 0.6 + 0.16 * c;
          const double value = log_poisson_posterior(table, terms, precisions, place) - top;
          if (value > -40) sum += std::exp(value);
        }
      }
    }
    posterior.numbers.push_back(static_cast<double>(table.observed()) + std::exp(place[0]));
    posterior.weights.push_back(sum);
    total += sum;
  }
  for (double& one : posterior.weights) one /= total;
  return posterior;
}

}  // namespace depone::reference
