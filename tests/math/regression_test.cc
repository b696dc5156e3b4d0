#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "math/linear_optimum.h"
#include "math/matrix.h"
#include "math/poisson_regression.h"
#include "math/root.h"

namespace depone::math {
namespace {

Matrix matrix(std::vector<std::vector<double>> rows) {
  Matrix result(rows.size(), rows[0].size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) result.at(i, j) = rows[i][j];
  }
  return result;
}

TEST(Matrix, InverseTimesMatrixIsOne) {
  const Matrix a = matrix({{4, 2, 1}, {2, 5, 3}, {1, 3, 6}});
  const Matrix inverse = *invert_positive(a);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k) sum += a.at(i, k) * inverse.at(k, j);
      EXPECT_NEAR(sum, i == j ? 1 : 0, 1e-12);
    }
  }
  EXPECT_FALSE(invert_positive(matrix({{1, 2}, {2, 4}})));
}

TEST(NullSpace, HasTheDimensionTheRankLeavesAndIsAnnulled) {
  const Matrix a = matrix({{1, 2, 3, 4}, {2, 4, 6, 8}, {0, 1, 1, 0}});
  const Matrix basis = null_space(a);
  ASSERT_EQ(basis.rows, 2U);
  for (std::size_t b = 0; b < basis.rows; ++b) {
    for (std::size_t i = 0; i < a.rows; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < a.columns; ++j) sum += a.at(i, j) * basis.at(b, j);
      EXPECT_NEAR(sum, 0, 1e-12);
    }
  }
  EXPECT_EQ(null_space(matrix({{1, 0}, {0, 1}})).rows, 0U);
}

// A transport problem by hand: two rows of 3 and 4, two columns of 5 and 2.
TEST(BoundsOf, AreThoseOfATwoByTwoTable) {
  const Matrix sums = matrix({{1, 1, 0, 0}, {0, 0, 1, 1}, {1, 0, 1, 0}, {0, 1, 0, 1}});
  const std::vector<double> totals = {3, 4, 5, 2};
  const Bounds first = *bounds_of(sums, totals, 0);  // Frechet: max(0, 3 + 5 - 7) to min(3, 5)
  EXPECT_NEAR(first.lower, 1, 1e-9);
  EXPECT_NEAR(first.upper, 3, 1e-9);
  EXPECT_FALSE(bounds_of(matrix({{1, 1}, {1, 1}}), std::vector<double>{1, 2}, 0));
  EXPECT_TRUE(std::isinf(bounds_of(matrix({{1, -1}}), std::vector<double>{0}, 0)->upper));
}

// Whole-number tables with two margins: the program's bounds against trying all of them.
RC_GTEST_PROP(BoundsOf, AreThoseFoundByTryingAllTables, ()) {
  std::vector<int> cells(6);
  for (int& cell : cells) cell = *rc::gen::inRange(0, 5);
  // 2 x 3: two row sums, three column sums.
  Matrix sums(5, 6);
  std::vector<double> totals(5, 0.0);
  for (std::size_t j = 0; j < 6; ++j) {
    sums.at(j / 3, j) = 1;
    sums.at(2 + j % 3, j) = 1;
    totals[j / 3] += cells[j];
    totals[2 + j % 3] += cells[j];
  }
  int least = 100;
  int most = -1;
  // The first two cells of the first row settle the rest.
  for (int a = 0; a <= 12; ++a) {
    for (int b = 0; b <= 12; ++b) {
      const int c = static_cast<int>(totals[0]) - a - b;
      if (c < 0 || totals[2] < a || totals[3] < b || totals[4] < c) continue;
      least = std::min(least, a);
      most = std::max(most, a);
    }
  }
  const Bounds bounds = *bounds_of(sums, totals, 0);
  RC_ASSERT(std::abs(bounds.lower - least) < 1e-7);
  RC_ASSERT(std::abs(bounds.upper - most) < 1e-7);
}

// Dobson 1990, the example of R's help for glm: deviance 5.1291, intercept 3.0445, -0.4543,
// -0.2930.
TEST(FitPoisson, IsRsGlmOnDobsonsTrial) {
  Matrix design(9, 5);
  for (std::size_t i = 0; i < 9; ++i) {
    design.at(i, 0) = 1;
    if (i % 3 > 0) design.at(i, i % 3) = 1;
    if (i / 3 > 0) design.at(i, 2 + i / 3) = 1;
  }
  const std::vector<double> counts = {18, 17, 15, 20, 10, 20, 25, 13, 12};
  const PoissonFit fit = fit_poisson(design, counts);
  ASSERT_TRUE(fit.converged);
  EXPECT_NEAR(fit.coefficients[0], 3.044522, 1e-6);
  EXPECT_NEAR(fit.coefficients[1], -0.4542553, 1e-6);
  EXPECT_NEAR(fit.coefficients[2], -0.2929871, 1e-6);
  EXPECT_NEAR(fit.deviance, 5.129141, 1e-6);
  EXPECT_NEAR(-2 * fit.log_likelihood + 10, 56.76132, 1e-5);
  EXPECT_NEAR(std::sqrt(fit.covariance.at(0, 0)), 0.1709, 5e-5);
}

TEST(Existence, FollowsTheMeanWantedAndNotTheOtherCoefficients) {
  // Intercept and one 0/1 column: nobody where the column is 1.
  const Matrix design = matrix({{1, 0}, {1, 1}});
  const std::vector<double> counts = {5, 0};
  EXPECT_EQ(existence(design, counts, std::vector<double>{1, 0}), Existence::Exists);
  EXPECT_EQ(existence(design, counts, std::vector<double>{1, 1}), Existence::PulledToInfinity);
  EXPECT_EQ(existence(matrix({{1, 1}}), std::vector<double>{3}, std::vector<double>{1, 0}),
            Existence::NotIdentified);
  // Two zeros that pull in opposite directions hold each other.
  const Matrix held = matrix({{1, 0}, {1, 1}, {1, -1}});
  EXPECT_EQ(existence(held, std::vector<double>{5, 0, 0}, std::vector<double>{1, 1}),
            Existence::Exists);
}

TEST(Root, FindsTheSignChangeOrSaysThereIsNone) {
  const auto cube = [](double x) { return x * x * x - 2; };
  EXPECT_NEAR(*root(cube, 0, 5, 1e-12), std::cbrt(2.0), 1e-11);
  EXPECT_FALSE(root(cube, 2, 5, 1e-12));
  EXPECT_NEAR(maximum_at([](double x) { return -(x - 0.3) * (x - 0.3); }, -2, 4, 1e-8), 0.3, 1e-7);
}

}  // namespace
}  // namespace depone::math
