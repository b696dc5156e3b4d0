// Linear programs over whole numbers, answered exactly: whether a system has a positive solution.
//
// Existence of a maximum likelihood estimate is such a question. Floating point with a tolerance
// answers it wrongly where it matters, on sparse tables, so that the tableau here stays integral
// (Edmonds 1967, Bareiss 1968): every entry is a determinant of the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace depone::math {

// Rows of equal length, one after the other; no entry is the least number of 64 bits.
struct IntegerMatrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::int64_t> entries;  // rows * columns

  std::int64_t& at(std::size_t row, std::size_t column) { return entries[row * columns + column]; }
  std::int64_t at(std::size_t row, std::size_t column) const {
    return entries[row * columns + column];
  }
};

// A basis, one vector a row, of the x with m x = 0. Unset when an entry passes 64 bits.
std::optional<IntegerMatrix> integer_kernel(const IntegerMatrix& m);

// Whether some y with every y_i > 0 solves m y = 0 (Stiemke 1915: exactly when no combination of
// the rows is >= 0 everywhere and > 0 somewhere). Found by the first phase of the simplex method
// on y >= 1 with Bland's rule, which cannot cycle. True when m has no column. Unset when an entry
// passes 64 bits.
std::optional<bool> has_positive_kernel(const IntegerMatrix& m);

}  // namespace depone::math
