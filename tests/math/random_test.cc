#include "math/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

namespace depone::math {
namespace {

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments_of(const std::function<double()>& draw, int count = 200'000) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < count; ++i) {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  const double mean = sum / count;
  return {mean, squares / count - mean * mean};
}

// Within six standard errors of the mean and of the variance, whose error grows with the kurtosis.
void expect_moments(const std::function<double()>& draw, double mean, double variance,
                    double excess_kurtosis = 0) {
  const Moments seen = moments_of(draw);
  EXPECT_NEAR(seen.mean, mean, 6 * std::sqrt(variance / 200'000));
  EXPECT_NEAR(seen.variance / variance, 1, 6 * std::sqrt((excess_kurtosis + 2) / 200'000));
}

TEST(Random, IsTheSameForOneSeedAndStreamOnly) {
  Random a(1, 2);
  Random same(1, 2);
  Random other_stream(1, 3);
  Random other_seed(2, 2);
  const std::uint64_t first = a.next();
  EXPECT_EQ(same.next(), first);
  EXPECT_NE(other_stream.next(), first);
  EXPECT_NE(other_seed.next(), first);
}

TEST(Random, HasTheMomentsOfItsDistributions) {
  Random random(7);
  expect_moments([&] { return random.uniform(); }, 0.5, 1.0 / 12);
  expect_moments([&] { return random.normal(); }, 0, 1);
  for (const double shape : {0.3, 1.0, 4.5}) {
    expect_moments([&] { return random.gamma(shape); }, shape, shape, 6 / shape);
  }
  expect_moments([&] { return random.beta(0.5, 2); }, 0.2, 0.5 * 2 / (2.5 * 2.5 * 3.5));
  for (const auto& [n, p] : {std::pair{10, 0.3}, {1000, 0.002}, {5000, 0.7}}) {
    expect_moments([&, n = n, p = p] { return static_cast<double>(random.binomial(n, p)); }, n * p,
                   n * p * (1 - p));
  }
  for (const double mean : {0.5, 40.0, 1000.0}) {
    expect_moments([&, mean] { return static_cast<double>(random.poisson(mean)); }, mean, mean,
                   1 / mean);
  }
}

TEST(Random, BelowIsInRangeAndEven) {
  Random random(3);
  std::vector<int> seen(6, 0);
  for (int i = 0; i < 60'000; ++i) ++seen.at(random.below(6));
  for (const int count : seen) EXPECT_NEAR(count, 10'000, 600);
}

TEST(Random, MultinomialKeepsTheTotalAndTheEmptyCells) {
  Random random(5);
  const std::vector<double> weights = {3, 0, 1, 6, 0};
  std::vector<double> sums(5, 0);
  for (int i = 0; i < 2000; ++i) {
    const auto counts = random.multinomial(100, weights);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), 100);
    EXPECT_EQ(counts[1] + counts[4], 0);
    for (std::size_t cell = 0; cell < 5; ++cell) sums[cell] += static_cast<double>(counts[cell]);
  }
  EXPECT_NEAR(sums[0] / 2000, 30, 1);
  EXPECT_NEAR(sums[2] / 2000, 10, 1);
  EXPECT_NEAR(sums[3] / 2000, 60, 1);
}

}  // namespace
}  // namespace depone::math
