// Small dense matrices, for designs of a few dozen columns.
#pragma once

#include <cassert>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace depone::math {

// Row by row; indexes start at 0.
struct Matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  Matrix() = default;
  Matrix(std::size_t row_count, std::size_t column_count)
      : rows(row_count), columns(column_count), values(row_count * column_count, 0.0) {}

  double& at(std::size_t row, std::size_t column) {
    assert(row < rows && column < columns);
    return values[row * columns + column];
  }
  double at(std::size_t row, std::size_t column) const {
    assert(row < rows && column < columns);
    return values[row * columns + column];
  }
  std::span<const double> row(std::size_t i) const { return {&values[i * columns], columns}; }
};

// The x of a x = b for a symmetric positive definite a; nothing when a pivot is below 1e-13 of its
// diagonal element, that is, when a is singular as far as doubles can tell (Cholesky).
std::optional<std::vector<double>> solve_positive(const Matrix& a, std::span<const double> b);

// The inverse of such a matrix.
std::optional<Matrix> invert_positive(const Matrix& a);

// A basis of {d : a d = 0}, one vector a row; no rows when there is only d = 0. Gaussian
// elimination with full pivoting; what is below 1e-9 of the largest element counts as 0.
Matrix null_space(const Matrix& a);

}  // namespace depone::math
