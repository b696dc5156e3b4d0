#include "math/matrix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace depone::math {
namespace {

// The lower triangle of Cholesky's factor.
std::optional<Matrix> factor(const Matrix& a) {
  assert(a.rows == a.columns);
  const std::size_t n = a.rows;
  Matrix lower(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a.at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= lower.at(i, k) * lower.at(j, k);
      if (i == j) {
        if (!(sum > 1e-13 * a.at(i, i))) return std::nullopt;
        lower.at(i, i) = std::sqrt(sum);
      } else {
        lower.at(i, j) = sum / lower.at(j, j);
      }
    }
  }
  return lower;
}

std::vector<double> substitute(const Matrix& lower, std::span<const double> b) {
  const std::size_t n = lower.rows;
  std::vector<double> x(b.begin(), b.end());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= lower.at(i, k) * x[k];
    x[i] /= lower.at(i, i);
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) x[i] -= lower.at(k, i) * x[k];
    x[i] /= lower.at(i, i);
  }
  return x;
}

}  // namespace

std::optional<std::vector<double>> solve_positive(const Matrix& a, std::span<const double> b) {
  const std::optional<Matrix> lower = factor(a);
  if (!lower) return std::nullopt;
  return substitute(*lower, b);
}

std::optional<Matrix> invert_positive(const Matrix& a) {
  const std::optional<Matrix> lower = factor(a);
  if (!lower) return std::nullopt;
  Matrix inverse(a.rows, a.rows);
  std::vector<double> unit(a.rows, 0.0);
  for (std::size_t j = 0; j < a.rows; ++j) {
    unit[j] = 1;
    const std::vector<double> column = substitute(*lower, unit);
    for (std::size_t i = 0; i < a.rows; ++i) inverse.at(i, j) = column[i];
    unit[j] = 0;
  }
  return inverse;
}

Matrix null_space(const Matrix& a) {
  Matrix m = a;
  std::vector<std::size_t> order(m.columns);  // columns, pivots first
  std::iota(order.begin(), order.end(), std::size_t{0});
  double largest = 0;
  for (const double value : m.values) largest = std::max(largest, std::abs(value));
  const double zero = 1e-9 * largest;
  std::size_t rank = 0;
  while (rank < std::min(m.rows, m.columns)) {
    std::size_t best_row = rank;
    std::size_t best_column = rank;
    double best = zero;
    for (std::size_t i = rank; i < m.rows; ++i) {
      for (std::size_t j = rank; j < m.columns; ++j) {
        if (std::abs(m.at(i, order[j])) <= best) continue;
        best = std::abs(m.at(i, order[j]));
        best_row = i;
        best_column = j;
      }
    }
    if (best <= zero) break;
    std::swap(order[rank], order[best_column]);
    for (std::size_t j = 0; j < m.columns; ++j) std::swap(m.at(rank, j), m.at(best_row, j));
    const double pivot = m.at(rank, order[rank]);
    for (std::size_t j = 0; j < m.columns; ++j) m.at(rank, j) /= pivot;
    for (std::size_t i = 0; i < m.rows; ++i) {
      const double times = m.at(i, order[rank]);
      if (i == rank || times == 0) continue;
      for (std::size_t j = 0; j < m.columns; ++j) m.at(i, j) -= times * m.at(rank, j);
    }
    ++rank;
  }
  Matrix basis(m.columns - rank, m.columns);
  for (std::size_t free = rank; free < m.columns; ++free) {
    basis.at(free - rank, order[free]) = 1;
    for (std::size_t i = 0; i < rank; ++i) {
      const double value = -m.at(i, order[free]);
      basis.at(free - rank, order[i]) = std::abs(value) < 1e-12 ? 0.0 : value;
    }
  }
  return basis;
}

}  // namespace depone::math
