#include "estimate/threshold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "estimate/threshold_model.h"
#include "math/random.h"
#include "reference/threshold_reference.h"
#include "tests/estimate/shared_table.h"

namespace depone::estimate {
namespace {

using ::testing::HasSubstr;

Estimate estimate_of(const OverlapTable& table, const ThresholdOptions& options = {}) {
  NoProgress progress;
  const Cancellation cancellation;
  auto estimate = estimate_bayes_threshold(table, options, progress, cancellation);
  EXPECT_TRUE(estimate.ok()) << to_string(estimate.error());
  return std::move(estimate).take();
}

RC_GTEST_PROP(PoissonPosterior, IsTheDensityOfItsTwin, ()) {
  OverlapTable table = empty_table({"A", "B", "C"});
  for (std::size_t cell = 1; cell < 8; ++cell) table.counts[cell] = *rc::gen::inRange(1, 60);
  const std::vector<Lists> terms{0, 1, 2, 4, 3, 6};
  const std::vector<double> precisions{1e-4, 1e-4, 1e-4, 1e-4, 1, 2.5};
  const PoissonPosterior posterior(table, terms, precisions, std::vector<std::uint8_t>(8, 0));
  RC_ASSERT(posterior.ready());
  math::Random random(*rc::gen::arbitrary<std::uint64_t>());
  std::vector<double> gradient(terms.size());
  std::vector<double> unused(terms.size());
  std::vector<double> place(terms.size());
  const auto twin = [&](const std::vector<double>& where) {
    return reference::log_poisson_posterior(table, terms, precisions, posterior.parameters(where));
  };
  const double top = twin(place);
  for (double& one : place) one = random.normal();
  const double density = posterior.log_density(place, gradient);
  RC_ASSERT(std::abs(density - (twin(place) - top)) < 1e-8 * (1 + std::abs(density)));
  // Near the mode it is a standard normal.
  RC_ASSERT(density < 0);
  for (std::size_t i = 0; i < place.size(); ++i) {
    std::vector<double> above = place;
    std::vector<double> below = place;
    above[i] += 1e-5;
    below[i] -= 1e-5;
    const double slope =
        (posterior.log_density(above, unused) - posterior.log_density(below, unused)) / 2e-5;
    RC_ASSERT(std::abs(slope - gradient[i]) < 1e-5 * (1 + std::abs(slope)));
  }
}

// The posterior of two parameters, summed on a grid.
TEST(Threshold, SamplesTheTwinsExactPosterior) {
  // Threshold so high that nothing is kept: constant and main effects, Poisson, are then gammas.
  OverlapTable table = empty_table({"A", "B", "C"});
  table.counts = {0, 20, 15, 9, 11, 6, 5, 3};
  ThresholdOptions options;
  options.threshold = 1e6;
  options.chains.wanted_size = 18'000;  // the answer gets a third
  const Estimate estimate = estimate_of(table, options);
  ASSERT_TRUE(estimate.estimate.has_value()) << estimate.refusal;
  EXPECT_EQ(estimate.model, "[A][B][C]");
  const reference::GridPosterior twin = reference::independence_posterior(table);
  // Medians with 6,000 effective draws: 1.25 deviations over 77; four of those.
  EXPECT_NEAR(*estimate.estimate, twin.quantile(0.5), 0.07 * twin.deviation());
  EXPECT_NEAR(estimate.interval->lower, twin.quantile(0.025), 0.12 * twin.deviation());
  EXPECT_NEAR(estimate.interval->upper, twin.quantile(0.975), 0.2 * twin.deviation());
}

// MultipleSystemsEstimation 1.2.0, estimate_population_bayesthresh (reference_results.csv): one
// Metropolis chain of 10,000 steps, whose own error is a few per cent. In the last two rows that
// error decided: Kosovo's EXH,OSCE,HRW lies 2.51 deviations from 0 (8 chains, 60,000 effective
// draws) and R's chain saw 2.45, below the threshold of 2.5; the UK's LA,PFNCA lies at 1.996 and
// R's chain put it above 2. The thresholds here are moved so that the model is R's.
TEST(Threshold, AgreesWithTheRPackage) {
  struct Row {
    const char* table;
    ThresholdOptions options;
    double median;
    double lower;
    double upper;
  };
  ThresholdOptions third;
  third.order = 3;
  third.threshold = 2.6;
  ThresholdOptions flat;
  flat.prior = InteractionPrior::Flat;
  flat.threshold = 1.95;
  const Row rows[] = {
      {"Korea", {}, 152.89, 134.09, 201.17},    {"Kosovo", {}, 13'971, 12'236, 16'389},
      {"NewOrl_5", {}, 993.9, 668.6, 1'671.3},  {"UKdat_5", {}, 12'400, 11'061, 14'240},
      {"Kosovo", third, 10'314, 9'032, 12'095}, {"UKdat_5", flat, 12'188, 10'652, 13'947},
  };
  for (const Row& row : rows) {
    const OverlapTable table = mse_table(row.table);
    if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
    const Estimate estimate = estimate_of(table, row.options);
    ASSERT_TRUE(estimate.estimate.has_value()) << row.table << ": " << estimate.refusal;
    EXPECT_NEAR(*estimate.estimate / row.median, 1, 0.03) << row.table << " " << estimate.model;
    EXPECT_NEAR(estimate.interval->lower / row.lower, 1, 0.03) << row.table;
    EXPECT_NEAR(estimate.interval->upper / row.upper, 1, 0.06) << row.table;
  }
}

TEST(Threshold, SaysWhenADecisionHungOnAHair) {
  const OverlapTable table = mse_table("Kosovo");
  if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
  ThresholdOptions options;
  options.order = 3;
  options.threshold = 2.45;
  const Estimate estimate = estimate_of(table, options);
  EXPECT_THAT(estimate.model, HasSubstr("[EXH,OSCE,HRW]"));
  EXPECT_THAT(estimate.warnings, ::testing::Contains(HasSubstr("kept by little")));
  EXPECT_THAT(estimate.figures,
              ::testing::Contains(::testing::Pair("estimate without EXH,OSCE,HRW",
                                                  ::testing::DoubleNear(10'314, 300))));
}

TEST(Threshold, IsTheSameOnAnyNumberOfThreads) {
  OverlapTable table = empty_table({"A", "B", "C"});
  table.counts = {0, 20, 15, 9, 11, 6, 5, 3};
  ThresholdOptions options;
  options.chains.threads = 1;
  const Estimate one = estimate_of(table, options);
  options.chains.threads = 3;
  EXPECT_EQ(dump_json(to_json(one)), dump_json(to_json(estimate_of(table, options))));
}

TEST(Threshold, RefusesWhereTheModelOfAllPairsHasNoEstimate) {
  OverlapTable table = empty_table({"A", "B", "C"});
  table.counts = {0, 5, 6, 0, 7, 0, 0, 0};
  EXPECT_THAT(estimate_of(table).refusal, HasSubstr("Nobody is on two lists"));
  // B and C share nobody, and A's overlaps leave the number on no list free.
  table.counts = {0, 0, 6, 5, 7, 4, 0, 0};
  ThresholdOptions options;
  options.prior = InteractionPrior::Flat;
  const Estimate estimate = estimate_of(table, options);
  EXPECT_FALSE(estimate.estimate.has_value());
  EXPECT_THAT(estimate.refusal, HasSubstr("no estimate"));
  // A normal prior makes a posterior, and the answer says whose it is.
  EXPECT_THAT(estimate_of(table).warnings, ::testing::Contains(HasSubstr("prior")));
  EXPECT_THAT(estimate.assumptions.front(), HasSubstr("Identifying assumption"));
}

}  // namespace
}  // namespace depone::estimate
