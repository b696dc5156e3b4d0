#include "math/logistic.h"

#include <cmath>

namespace depone::math {
namespace {

double predictor(std::span<const double> row, std::span<const double> coefficients) {
  double sum = 0;
  for (std::size_t j = 0; j < row.size(); ++j) sum += row[j] * coefficients[j];
  return sum;
}

// Minus the penalised log likelihood.
double loss(const Matrix& design, std::span<const char> outcomes, double ridge,
            std::span<const double> coefficients) {
  double sum = 0;
  for (std::size_t i = 0; i < design.rows; ++i) {
    const double x = predictor(design.row(i), coefficients);
    // log(1 + e^x) - y x, without overflow.
    sum += std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))) - (outcomes[i] != 0 ? x : 0);
  }
  for (std::size_t j = 1; j < coefficients.size(); ++j) {
    sum += ridge / 2 * coefficients[j] * coefficients[j];
  }
  return sum;
}

}  // namespace

double logistic(double log_odds) {
  if (log_odds >= 0) return 1 / (1 + std::exp(-log_odds));
  const double e = std::exp(log_odds);
  return e / (1 + e);
}

LogisticFit fit_logistic(const Matrix& design, std::span<const char> outcomes, double ridge) {
  assert(outcomes.size() == design.rows);
  const std::size_t p = design.columns;
  LogisticFit fit;
  fit.coefficients.assign(p, 0.0);
  double before = loss(design, outcomes, ridge, fit.coefficients);
  for (int step = 0; step < 100; ++step) {
    Matrix information(p, p);
    std::vector<double> score(p, 0.0);
    for (std::size_t i = 0; i < design.rows; ++i) {
      const std::span<const double> row = design.row(i);
      const double probability = logistic(predictor(row, fit.coefficients));
      const double weight = probability * (1 - probability);
      for (std::size_t a = 0; a < p; ++a) {
        score[a] += ((outcomes[i] != 0 ? 1 : 0) - probability) * row[a];
        for (std::size_t b = 0; b <= a; ++b) information.at(a, b) += weight * row[a] * row[b];
      }
    }
    for (std::size_t a = 0; a < p; ++a) {
      if (a > 0) {
        information.at(a, a) += ridge;
        score[a] -= ridge * fit.coefficients[a];
      }
      for (std::size_t b = a + 1; b < p; ++b) information.at(a, b) = information.at(b, a);
    }
    const auto change = solve_positive(information, score);
    if (!change) return fit;
    double gain = 0;
    for (std::size_t a = 0; a < p; ++a) gain += score[a] * (*change)[a];
    if (gain < 1e-16 * (std::abs(before) + 1)) {
      fit.converged = true;
      return fit;
    }
    double part = 1;
    std::vector<double> next(p);
    double after = before;
    for (int halving = 0; halving < 40; ++halving, part /= 2) {
      for (std::size_t a = 0; a < p; ++a) next[a] = fit.coefficients[a] + part * (*change)[a];
      after = loss(design, outcomes, ridge, next);
      if (after <= before) break;
    }
    if (after > before) {
      fit.converged = true;  // as near as doubles come
      return fit;
    }
    fit.coefficients = next;
    before = after;
  }
  return fit;
}

}  // namespace depone::math
