#include "math/poisson_regression.h"

#include <algorithm>
#include <cmath>

#include "math/linear_optimum.h"
#include "math/special.h"

namespace depone::math {
namespace {

constexpr int kMostSteps = 200;

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void set_means(const Matrix& design, std::span<const double> offsets, PoissonFit& fit) {
  for (std::size_t i = 0; i < design.rows; ++i) {
    const double offset = offsets.empty() ? 0.0 : offsets[i];
    fit.means[i] = std::exp(offset + dot(design.row(i), fit.coefficients));
  }
}

double deviance_of(std::span<const double> counts, std::span<const double> means) {
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) sum += counts[i] * std::log(counts[i] / means[i]);
    sum -= counts[i] - means[i];
  }
  return 2 * sum;
}

Matrix information(const Matrix& design, std::span<const double> weights) {
  Matrix result(design.columns, design.columns);
  for (std::size_t i = 0; i < design.rows; ++i) {
    const std::span<const double> row = design.row(i);
    for (std::size_t a = 0; a < design.columns; ++a) {
      const double times = weights[i] * row[a];
      if (times == 0) continue;
      for (std::size_t b = 0; b <= a; ++b) result.at(a, b) += times * row[b];
    }
  }
  for (std::size_t a = 0; a < design.columns; ++a) {
    for (std::size_t b = a + 1; b < design.columns; ++b) result.at(a, b) = result.at(b, a);
  }
  return result;
}

// The usual start: a weighted least squares fit to the logarithms of the counts plus 0.1.
bool start(const Matrix& design, std::span<const double> counts, std::span<const double> offsets,
           PoissonFit& fit) {
  std::vector<double> weights(design.rows);
  std::vector<double> right(design.columns, 0.0);
  for (std::size_t i = 0; i < design.rows; ++i) {
    weights[i] = counts[i] + 0.1;
    const double logarithm = std::log(weights[i]) - (offsets.empty() ? 0.0 : offsets[i]);
    const double working = logarithm + (counts[i] - weights[i]) / weights[i];
    for (std::size_t a = 0; a < design.columns; ++a) {
      right[a] += weights[i] * working * design.at(i, a);
    }
  }
  const auto solution = solve_positive(information(design, weights), right);
  if (!solution) return false;
  fit.coefficients = *solution;
  return true;
}

Matrix rows_of(const Matrix& design, const std::vector<std::size_t>& chosen) {
  Matrix result(chosen.size(), design.columns);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::span<const double> row = design.row(chosen[i]);
    std::copy(row.begin(), row.end(), &result.values[i * design.columns]);
  }
  return result;
}

// Whether `wanted` is a combination of the rows, that is, at right angles to their null space.
bool spanned(const Matrix& rows, std::span<const double> wanted) {
  const Matrix basis = null_space(rows);
  for (std::size_t i = 0; i < basis.rows; ++i) {
    if (std::abs(dot(basis.row(i), wanted)) > 1e-7) return false;
  }
  return true;
}

}  // namespace

PoissonFit fit_poisson(const Matrix& design, std::span<const double> counts,
                       std::span<const double> offsets) {
  assert(counts.size() == design.rows && (offsets.empty() || offsets.size() == design.rows));
  PoissonFit fit;
  fit.means.assign(design.rows, 0.0);
  if (!start(design, counts, offsets, fit)) return fit;
  set_means(design, offsets, fit);
  fit.deviance = deviance_of(counts, fit.means);
  std::vector<double> score(design.columns);
  for (int step = 0; step < kMostSteps; ++step) {
    std::fill(score.begin(), score.end(), 0.0);
    for (std::size_t i = 0; i < design.rows; ++i) {
      for (std::size_t a = 0; a < design.columns; ++a) {
        score[a] += (counts[i] - fit.means[i]) * design.at(i, a);
      }
    }
    const auto change = solve_positive(information(design, fit.means), score);
    if (!change) return fit;
    const double before = fit.deviance;
    const std::vector<double> from = fit.coefficients;
    double part = 1;
    for (int halving = 0; halving < 40; ++halving, part /= 2) {
      for (std::size_t a = 0; a < from.size(); ++a) {
        fit.coefficients[a] = from[a] + part * (*change)[a];
      }
      set_means(design, offsets, fit);
      fit.deviance = deviance_of(counts, fit.means);
      if (fit.deviance <= before + 1e-12 * (std::abs(before) + 1)) break;
    }
    // The decrement bounds what is left to gain.
    if (dot(score, *change) < 1e-18 * (std::abs(fit.deviance) + 1) ||
        (std::abs(before - fit.deviance) < 1e-15 * (std::abs(before) + 1) &&
         dot(score, *change) < 1e-10)) {
      fit.converged = true;
      break;
    }
  }
  auto covariance = invert_positive(information(design, fit.means));
  if (!covariance) fit.converged = false;
  if (!fit.converged) return fit;
  fit.covariance = std::move(*covariance);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    fit.log_likelihood -= fit.means[i] + log_gamma(counts[i] + 1);
    if (counts[i] > 0) fit.log_likelihood += counts[i] * std::log(fit.means[i]);
  }
  return fit;
}

Existence existence(const Matrix& design, std::span<const double> counts,
                    std::span<const double> wanted) {
  std::vector<std::size_t> kept;
  std::vector<std::size_t> zeros;
  for (std::size_t i = 0; i < design.rows; ++i) (counts[i] > 0 ? kept : zeros).push_back(i);
  if (spanned(rows_of(design, kept), wanted)) return Existence::Exists;

  // In coordinates of the null space of the cells that have people, a cell without is a vector z,
  // and Farkas: every d with z' d <= 0 for all has z d = 0 exactly when -z is a combination of the
  // z' with weights >= 0.
  const Matrix basis = null_space(rows_of(design, kept));
  Matrix cone(basis.rows, zeros.size());
  for (std::size_t j = 0; j < zeros.size(); ++j) {
    for (std::size_t q = 0; q < basis.rows; ++q) {
      cone.at(q, j) = dot(basis.row(q), design.row(zeros[j]));
    }
  }
  const std::vector<double> no_cost(zeros.size(), 0.0);
  std::vector<double> against(basis.rows);
  std::size_t dropped = 0;
  for (std::size_t j = 0; j < zeros.size(); ++j) {
    for (std::size_t q = 0; q < basis.rows; ++q) against[q] = -cone.at(q, j);
    if (minimum(cone, against, no_cost).feasible) {
      kept.push_back(zeros[j]);
    } else {
      ++dropped;
    }
  }
  if (spanned(rows_of(design, kept), wanted)) return Existence::Exists;
  return dropped > 0 ? Existence::PulledToInfinity : Existence::NotIdentified;
}

}  // namespace depone::math
