#include "math/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "math/binomial.h"

namespace depone::math {
namespace {

// Values of R 4.2.2: pnorm, qnorm, ppois, pchisq, qchisq, quantile(type = 8).
TEST(Distributions, AgreeWithR) {
  EXPECT_NEAR(normal_probability(-1.5), 0.06680720126885806, 1e-16);
  EXPECT_NEAR(normal_inverse(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_inverse(1e-10), -6.361340902404056, 1e-13);
  EXPECT_NEAR(normal_inverse(0.3), -0.5244005127080407, 1e-15);
  EXPECT_NEAR(poisson_at_most(3, 7.5), 0.059145459832683982, 1e-14);
  EXPECT_NEAR(poisson_at_least(20, 7.5), 0.00011074946488183028, 1e-17);
  EXPECT_NEAR(poisson_at_least(1, 1e-9) / 9.999999995e-10, 1, 1e-9);
  EXPECT_NEAR(chi_square_probability(3.841458820694124, 1), 0.95, 1e-13);
  EXPECT_NEAR(chi_square_inverse(0.95, 1), 3.841458820694124, 1e-10);
  EXPECT_NEAR(chi_square_inverse(0.99, 7), 18.475306906582361, 1e-9);
  EXPECT_NEAR(log_factorial(10), 15.10441257307552, 1e-13);
  EXPECT_NEAR(log_factorial(0.5), -0.1207822376352452, 1e-14);
}

// Values of mpmath; the last ones only have to come at once (a series would take 10^9 terms).
TEST(Distributions, KnowPoissonTailsOfVeryManyPeople) {
  EXPECT_NEAR(poisson_at_most(100'000, 100'000), 0.500841043099340124, 1e-13);
  EXPECT_NEAR(poisson_at_least(100'000, 100'000), 0.500420522110365177, 1e-13);
  EXPECT_NEAR(poisson_at_least(100'000, 99'000), 0.000757419921174767974, 1e-15);
  EXPECT_NEAR(poisson_at_most(100'000, 101'500), 1.19202503910027682e-6, 1e-18);
  EXPECT_NEAR(poisson_at_most(1'000'000, 1'000'000), 0.500265961486283653, 1e-13);
  EXPECT_EQ(poisson_at_least(150'000, 100'000), 0);
  EXPECT_NEAR(poisson_at_most(9'007'190'572'856'735, 9007190572856735.0), 0.5, 1e-8);
}

TEST(Distributions, HoldTheirEnds) {
  EXPECT_EQ(normal_inverse(0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(normal_inverse(1), std::numeric_limits<double>::infinity());
  EXPECT_EQ(poisson_at_most(-1, 3), 0);
  EXPECT_EQ(poisson_at_least(0, 0), 1);
  EXPECT_EQ(poisson_at_least(2, 0), 0);
  EXPECT_EQ(poisson_at_most(0, 0), 1);
  EXPECT_EQ(chi_square_probability(0, 2), 0);
}

TEST(Distributions, PoissonTailsOverlapInOneValue) {
  for (const double mean : {0.01, 0.7, 3.0, 42.0, 900.0}) {
    for (const std::int64_t n : {0, 1, 5, 40, 950}) {
      const double point = std::exp(static_cast<double>(n) * std::log(mean) - mean -
                                    log_factorial(static_cast<double>(n)));
      EXPECT_NEAR(poisson_at_most(n, mean) + poisson_at_least(n, mean), 1 + point, 1e-12);
    }
  }
}

TEST(Quantile, OfTypeEightIsRs) {
  const std::vector<double> values = {1, 2, 4, 8, 16};
  EXPECT_NEAR(quantile_type_8(values, 0.1), 1, 1e-15);
  EXPECT_NEAR(quantile_type_8(values, 0.25), 1 + 2.0 / 3, 1e-14);
  EXPECT_NEAR(quantile_type_8(values, 0.5), 4, 1e-14);
  EXPECT_NEAR(quantile_type_8(values, 0.8), 8 + 8 * 0.6, 1e-13);
  EXPECT_EQ(quantile_type_8(values, 0), 1);
  EXPECT_EQ(quantile_type_8(values, 1), 16);
}

// Means, variances and cell probabilities within six standard errors.
TEST(QuickBinomial, HasTheMomentsOfTheBinomial) {
  struct Shape {
    std::int64_t n;
    double p;
  };
  for (const Shape& shape : {Shape{5, 0.3}, Shape{40, 0.2}, Shape{60, 0.4}, Shape{4400, 0.26},
                             Shape{100'000, 0.9}, Shape{1'000'000, 3e-6}}) {
    Random random(11, static_cast<std::uint64_t>(shape.n));
    constexpr int kDraws = 100'000;
    const auto n = static_cast<double>(shape.n);
    const double mean = n * shape.p;
    const double variance = mean * (1 - shape.p);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      const auto k = static_cast<double>(quick_binomial(random, shape.n, shape.p));
      ASSERT_GE(k, 0);
      ASSERT_LE(k, n);
      sum += k - mean;
      squares += (k - mean) * (k - mean);
    }
    EXPECT_NEAR(sum / kDraws, 0, 6 * std::sqrt(variance / kDraws)) << shape.n;
    const double fourth = 3 + (1 - 6 * shape.p * (1 - shape.p)) / variance;
    EXPECT_NEAR(squares / kDraws / variance, 1, 6 * std::sqrt((fourth - 1) / kDraws)) << shape.n;
  }
}

TEST(QuickBinomial, HasTheProbabilitiesOfTheBinomial) {
  constexpr std::int64_t kN = 60;
  constexpr double kP = 0.4;  // by rejection
  constexpr int kDraws = 200'000;
  Random random(3);
  std::vector<int> seen(kN + 1, 0);
  for (int i = 0; i < kDraws; ++i) {
    ++seen[static_cast<std::size_t>(quick_binomial(random, kN, kP))];
  }
  for (std::int64_t k = 0; k <= kN; ++k) {
    const auto x = static_cast<double>(k);
    const double p = std::exp(log_factorial(kN) - log_factorial(x) - log_factorial(kN - x) +
                              x * std::log(kP) + (kN - x) * std::log(1 - kP));
    EXPECT_NEAR(seen[static_cast<std::size_t>(k)], kDraws * p, 6 * std::sqrt(kDraws * p) + 3) << k;
  }
}

TEST(QuickMultinomial, FillsOnlyCellsOfWeight) {
  Random random(9);
  const std::vector<double> weights = {0, 3, 0, 1, 0};
  std::vector<std::int64_t> counts(5);
  std::int64_t first = 0;
  for (int i = 0; i < 2000; ++i) {
    quick_multinomial(random, 40, weights, counts);
    EXPECT_EQ(counts[0] + counts[2] + counts[4], 0);
    EXPECT_EQ(counts[1] + counts[3], 40);
    first += counts[1];
  }
  EXPECT_NEAR(static_cast<double>(first) / 2000, 30, 6 * std::sqrt(7.5 / 2000));
}

TEST(NormalInverse, UndoesTheDistribution) {
  // Abramowitz and Stegun 1964, table 26.5.
  EXPECT_NEAR(normal_inverse(0.975), 1.959963984540054, 1e-9);
  EXPECT_NEAR(normal_inverse(0.5), 0, 1e-12);
  for (const double p : {1e-9, 0.001, 0.02, 0.3, 0.77, 0.99999}) {
    EXPECT_NEAR(0.5 * std::erfc(-normal_inverse(p) / std::sqrt(2.0)) / p, 1, 1e-8);
  }
}

}  // namespace
}  // namespace depone::math
