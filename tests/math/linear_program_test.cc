#include "math/linear_program.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/loglinear_reference.h"

namespace depone::math {
namespace {

IntegerMatrix matrix(std::size_t rows, std::size_t columns, std::vector<std::int64_t> entries) {
  return {rows, columns, std::move(entries)};
}

TEST(PositiveKernel, IsFoundOrRuledOut) {
  EXPECT_EQ(has_positive_kernel(matrix(1, 2, {1, -1})), true);
  EXPECT_EQ(has_positive_kernel(matrix(1, 2, {1, 1})), false);
  EXPECT_EQ(has_positive_kernel(matrix(1, 2, {0, 0})), true);
  EXPECT_EQ(has_positive_kernel(matrix(1, 2, {0, 1})), false);
  EXPECT_EQ(has_positive_kernel(matrix(2, 3, {1, -1, 0, 0, 1, -1})), true);
  EXPECT_EQ(has_positive_kernel(matrix(2, 3, {1, -1, 0, 1, 1, -2})), true);
  EXPECT_EQ(has_positive_kernel(matrix(2, 3, {1, -1, 0, 1, -1, 1})), false);
  EXPECT_EQ(has_positive_kernel(matrix(0, 3, {})), true);
}

TEST(PositiveKernel, IsUndecidedPastSixtyFourBits) {
  const std::int64_t big = INT64_MAX / 2;
  EXPECT_EQ(has_positive_kernel(matrix(1, 3, {big, big, big})), std::nullopt);
  // The pivot 2^40 multiplies entries of the other row.
  const std::int64_t large = std::int64_t{1} << 40;
  EXPECT_EQ(integer_kernel(matrix(2, 3, {large, 1, 5, 3, large, 7})), std::nullopt);
}

RC_GTEST_PROP(IntegerKernel, IsABasisOfWhatTheMatrixSendsToNothing, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 5);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
  const auto m = matrix(rows, columns,
                        *rc::gen::container<std::vector<std::int64_t>>(
                            rows * columns, rc::gen::inRange<std::int64_t>(-2, 3)));
  const auto kernel = integer_kernel(m);
  RC_ASSERT(kernel.has_value());
  reference::Matrix literal(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) literal[i].push_back(m.at(i, j));
  }
  reference::Matrix basis(kernel->rows);
  for (std::size_t d = 0; d < kernel->rows; ++d) {
    for (std::size_t j = 0; j < columns; ++j) basis[d].push_back(kernel->at(d, j));
    for (std::size_t i = 0; i < rows; ++i) {
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < columns; ++j) sum += m.at(i, j) * kernel->at(d, j);
      RC_ASSERT(sum == 0);
    }
  }
  RC_ASSERT(reference::rank_of(literal) + kernel->rows == columns);
  RC_ASSERT(reference::rank_of(basis) == kernel->rows);
}

// y > 0 with m y = 0 may be scaled: max s with m y = 0, s <= y_i, s <= 1 in fractions.
RC_GTEST_PROP(PositiveKernel, IsThatOfTheSimplexMethodInFractions, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 4);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
  const auto m = matrix(rows, columns,
                        *rc::gen::container<std::vector<std::int64_t>>(
                            rows * columns, rc::gen::inRange<std::int64_t>(-3, 4)));
  const std::size_t n = columns;
  reference::Matrix program;
  std::vector<reference::Fraction> right;
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<reference::Fraction> row(2 * n + 2);
    for (std::size_t j = 0; j < n; ++j) row[j] = m.at(i, j);
    program.push_back(row);
    right.push_back(0);
  }
  for (std::size_t j = 0; j < n; ++j) {
    std::vector<reference::Fraction> row(2 * n + 2);
    row[j] = 1;
    row[2 * n] = -1;
    row[n + j] = -1;
    program.push_back(row);
    right.push_back(0);
  }
  std::vector<reference::Fraction> row(2 * n + 2);
  row[2 * n] = 1;
  row[2 * n + 1] = 1;
  program.push_back(row);
  right.push_back(1);
  std::vector<reference::Fraction> objective(2 * n + 2);
  objective[2 * n] = 1;
  const auto value = reference::maximum(program, right, objective);
  RC_ASSERT(value.has_value());
  RC_ASSERT(has_positive_kernel(m) == (reference::Fraction(0) < *value));
}

}  // namespace
}  // namespace depone::math
