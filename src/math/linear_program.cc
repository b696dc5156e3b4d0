#include "math/linear_program.h"

#include <cassert>
#include <limits>
#include <utility>

namespace depone::math {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kHalf = std::int64_t{1} << 30;

bool is_small(std::int64_t x) { return x > -kHalf && x < kHalf; }

// (a b - c d) / by, which is known to be whole; false when it does not fit.
bool combine(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d, std::int64_t by,
             std::int64_t& into) {
  if (is_small(a) && is_small(b) && is_small(c) && is_small(d)) {
    const std::int64_t value = a * b - c * d;
    into = by == 1 ? value : value / by;
    return true;
  }
  const Wide value = (static_cast<Wide>(a) * b - static_cast<Wide>(c) * d) / by;
  if (value > std::numeric_limits<std::int64_t>::max() ||
      value <= std::numeric_limits<std::int64_t>::min()) {
    return false;
  }
  into = static_cast<std::int64_t>(value);
  return true;
}

// Makes `column` a unit column times the pivot in all rows but `row`. The true tableau is
// m / divisor before and m / m.at(row, column) after.
bool pivot(IntegerMatrix& m, std::size_t row, std::size_t column, std::int64_t divisor) {
  const std::int64_t by = m.at(row, column);
  for (std::size_t i = 0; i < m.rows; ++i) {
    if (i == row) continue;
    const std::int64_t factor = m.at(i, column);
    if (factor == 0 && by == divisor) continue;
    for (std::size_t j = 0; j < m.columns; ++j) {
      if (!combine(m.at(i, j), by, factor, m.at(row, j), divisor, m.at(i, j))) return false;
    }
  }
  return true;
}

void negate_row(IntegerMatrix& m, std::size_t row) {
  for (std::size_t j = 0; j < m.columns; ++j) m.at(row, j) = -m.at(row, j);
}

}  // namespace

std::optional<IntegerMatrix> integer_kernel(const IntegerMatrix& m) {
  IntegerMatrix reduced = m;
  std::vector<std::size_t> pivot_of_row;
  std::vector<bool> has_pivot(m.columns, false);
  std::int64_t divisor = 1;
  for (std::size_t column = 0; column < m.columns && pivot_of_row.size() < m.rows; ++column) {
    const std::size_t row = pivot_of_row.size();
    std::size_t found = row;
    while (found < m.rows && reduced.at(found, column) == 0) ++found;
    if (found == m.rows) continue;
    if (found != row) {
      for (std::size_t j = 0; j < m.columns; ++j) {
        std::swap(reduced.at(row, j), reduced.at(found, j));
      }
    }
    if (!pivot(reduced, row, column, divisor)) return std::nullopt;
    divisor = reduced.at(row, column);
    has_pivot[column] = true;
    pivot_of_row.push_back(column);
  }
  // Every pivot entry now equals `divisor`: a free column is one vector of the basis.
  IntegerMatrix kernel;
  kernel.columns = m.columns;
  for (std::size_t free = 0; free < m.columns; ++free) {
    if (has_pivot[free]) continue;
    const std::size_t start = kernel.entries.size();
    kernel.entries.resize(start + m.columns, 0);
    kernel.entries[start + free] = divisor;
    for (std::size_t row = 0; row < pivot_of_row.size(); ++row) {
      kernel.entries[start + pivot_of_row[row]] = -reduced.at(row, free);
    }
    ++kernel.rows;
  }
  return kernel;
}

std::optional<bool> has_positive_kernel(const IntegerMatrix& m) {
  // y = 1 + z with z >= 0 and m z = -m 1: columns are z, one artificial variable a row, and the
  // right-hand side; the last row is the sum of the artificial variables, which must reach 0.
  const std::size_t variables = m.columns;
  IntegerMatrix t;
  t.rows = m.rows + 1;
  t.columns = variables + m.rows + 1;
  t.entries.assign(t.rows * t.columns, 0);
  const std::size_t rhs = t.columns - 1;
  const auto subtract = [](std::int64_t& from, std::int64_t value) {
    // The least number has no negative; it counts as too large.
    return !__builtin_sub_overflow(from, value, &from) &&
           from != std::numeric_limits<std::int64_t>::min();
  };
  for (std::size_t i = 0; i < m.rows; ++i) {
    for (std::size_t j = 0; j < variables; ++j) {
      t.at(i, j) = m.at(i, j);
      if (!subtract(t.at(i, rhs), m.at(i, j))) return std::nullopt;
    }
    if (t.at(i, rhs) < 0) negate_row(t, i);
    t.at(i, variables + i) = 1;
    for (std::size_t j = 0; j < variables; ++j) {
      if (!subtract(t.at(m.rows, j), t.at(i, j))) return std::nullopt;
    }
    if (!subtract(t.at(m.rows, rhs), t.at(i, rhs))) return std::nullopt;
  }
  std::vector<std::size_t> basis(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i) basis[i] = variables + i;
  std::int64_t divisor = 1;
  while (t.at(m.rows, rhs) != 0) {
    std::size_t column = 0;
    while (column < variables && t.at(m.rows, column) >= 0) ++column;
    if (column == variables) return false;  // the least sum of the artificial variables is > 0
    std::size_t leaving = m.rows;
    for (std::size_t i = 0; i < m.rows; ++i) {
      if (t.at(i, column) <= 0) continue;
      if (leaving == m.rows) {
        leaving = i;
        continue;
      }
      const Wide left = static_cast<Wide>(t.at(i, rhs)) * t.at(leaving, column);
      const Wide right = static_cast<Wide>(t.at(leaving, rhs)) * t.at(i, column);
      if (left < right || (left == right && basis[i] < basis[leaving])) leaving = i;
    }
    assert(leaving < m.rows);  // the objective is bounded below by 0
    if (!pivot(t, leaving, column, divisor)) return std::nullopt;
    divisor = t.at(leaving, column);
    basis[leaving] = column;
  }
  return true;
}

}  // namespace depone::math
