#include "math/special.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace depone::math {
namespace {

TEST(LogGamma, IsTheLogarithmOfAFactorial) {
  double factorial = 1;
  for (int n = 1; n <= 60; ++n) {
    EXPECT_NEAR(log_gamma(n), std::log(factorial), 4e-15 * std::max(1.0, std::log(factorial)));
    factorial *= n;
  }
  EXPECT_NEAR(log_gamma(0.5), std::log(std::sqrt(M_PI)), 4e-15);
}

RC_GTEST_PROP(LogGamma, AgreesWithTheLibrary, ()) {
  const double x = std::pow(10.0, *rc::gen::inRange(-300, 1500) / 100.0);
  RC_ASSERT(std::abs(log_gamma(x) - std::lgamma(x)) <=
            2e-14 * std::max(1.0, std::abs(std::lgamma(x))));
}

RC_GTEST_PROP(LogGammaRatio, KeepsItsDigitsFarOut, ()) {
  // A rising product of n factors, added up in long double.
  const double x = std::pow(10.0, *rc::gen::inRange(-200, 1500) / 100.0);
  const int n = *rc::gen::inRange(0, 40);
  long double sum = 0;
  for (int i = 0; i < n; ++i) sum += std::log(static_cast<long double>(x) + i);
  const auto expected = static_cast<double>(sum);
  RC_ASSERT(std::abs(log_gamma_ratio(x, n) - expected) <=
            1e-13 * std::max(1.0, std::abs(expected)));
  RC_ASSERT(std::abs(log_gamma_ratio(x + n, -n) + expected) <=
            1e-13 * std::max(1.0, std::abs(expected)));
}

TEST(Quantile, IsThatOfR) {
  // quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1)) in R 4.2.
  const std::vector<double> values{1, 2, 4, 8};
  EXPECT_DOUBLE_EQ(quantile_of_sorted(values, 0), 1);
  EXPECT_DOUBLE_EQ(quantile_of_sorted(values, 0.1), 1.3);
  EXPECT_DOUBLE_EQ(quantile_of_sorted(values, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile_of_sorted(values, 0.9), 6.8);
  EXPECT_DOUBLE_EQ(quantile_of_sorted(values, 1), 8);
}

TEST(LogSumExp, StandsFarNumbers) {
  EXPECT_NEAR(log_sum_exp(std::vector<double>{-1000, -1000}), -1000 + std::log(2.0), 1e-12);
  EXPECT_EQ(log_sum_exp(std::vector<double>{}), -HUGE_VAL);
}

}  // namespace
}  // namespace depone::math
