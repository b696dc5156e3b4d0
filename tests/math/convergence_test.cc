#include "math/convergence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "math/random.h"
#include "reference/convergence_reference.h"

namespace depone::math {
namespace {

// Autoregressive chains: each draw `memory` times the last plus noise, variance 1.
std::vector<std::vector<double>> chains(std::size_t count, std::size_t length, double memory) {
  std::vector<std::vector<double>> result;
  for (std::size_t c = 0; c < count; ++c) {
    Random random(3, c);
    double value = random.normal();
    std::vector<double> chain;
    for (std::size_t i = 0; i < length; ++i) {
      value = memory * value + std::sqrt(1 - memory * memory) * random.normal();
      chain.push_back(value);
    }
    result.push_back(std::move(chain));
  }
  return result;
}

TEST(Convergence, CountsIndependentDrawsInFull) {
  const auto independent = chains(4, 4'000, 0);
  EXPECT_NEAR(split_r_hat(independent), 1, 0.003);
  EXPECT_NEAR(bulk_effective_size(independent), 16'000, 1'200);
  EXPECT_NEAR(tail_effective_size(independent), 16'000, 2'000);
}

TEST(Convergence, DiscountsDrawsThatRememberTheLast) {
  // Of autoregression with memory r, (1 - r) / (1 + r) of the draws count.
  EXPECT_NEAR(bulk_effective_size(chains(4, 20'000, 0.8)), 80'000 * 0.2 / 1.8, 900);
}

TEST(Convergence, SeesAChainElsewhereAndAChainThatIsTooNarrow) {
  auto elsewhere = chains(4, 1'000, 0.3);
  for (double& draw : elsewhere[2]) draw += 2;
  EXPECT_GT(split_r_hat(elsewhere), 1.2);
  EXPECT_LT(bulk_effective_size(elsewhere), 40);
  auto narrow = chains(4, 1'000, 0.3);
  for (double& draw : narrow[1]) draw *= 0.2;
  EXPECT_GT(split_r_hat(narrow), 1.1);
  auto drifting = chains(4, 1'000, 0.3);
  for (auto& chain : drifting) {
    for (std::size_t i = 0; i < chain.size(); ++i) chain[i] += static_cast<double>(i) / 300;
  }
  EXPECT_GT(split_r_hat(drifting), 1.2);
}

TEST(Convergence, IsNotFooledByChainsThatStandStill) {
  std::vector<std::vector<double>> still(4, std::vector<double>(100, 5.0));
  EXPECT_EQ(split_r_hat(still), 1);
  still[3].assign(100, 6.0);
  EXPECT_EQ(split_r_hat(still), HUGE_VAL);
}

RC_GTEST_PROP(Convergence, ComputesWhatItsTwinComputes, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto count = *rc::gen::inRange<std::size_t>(2, 5);
  const auto length = *rc::gen::inRange<std::size_t>(4, 60);
  const double memory = *rc::gen::element(-0.5, 0.0, 0.9);
  const bool ties = *rc::gen::arbitrary<bool>();
  std::vector<std::vector<double>> draws(count);
  for (auto& chain : draws) {
    double value = random.normal();
    for (std::size_t i = 0; i < length; ++i) {
      value = memory * value + random.normal();
      chain.push_back(ties ? std::round(3 * value) : value);
    }
  }
  const double r_hat = reference::r_hat(draws);
  if (!std::isfinite(r_hat)) return;
  RC_ASSERT(std::abs(split_r_hat(draws) - r_hat) < 1e-9 * r_hat);
  const double size = reference::bulk_size(draws);
  RC_ASSERT(std::abs(bulk_effective_size(draws) - size) < 1e-6 * size);
}

}  // namespace
}  // namespace depone::math
