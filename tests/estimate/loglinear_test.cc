#include "estimate/loglinear.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "estimate/bca.h"
#include "tests/base/result_matchers.h"
#include "tests/estimate/public_tables.h"

namespace depone::estimate {
namespace {

using ::testing::HasSubstr;

Result<Estimate> estimate(const OverlapTable& table, const LoglinearOptions& options) {
  NoProgress progress;
  const Cancellation cancellation;
  return estimate_loglinear(table, options, progress, cancellation);
}

TEST(Loglinear, TwoListsGiveLincolnAndPetersen) {
  const OverlapTable table = table_of({"A", "B"}, {{"10", 30}, {"01", 20}, {"11", 10}});
  const Estimate result = estimate(table, {.bootstrap = 0}).value();
  EXPECT_NEAR(*result.estimate, 40.0 * 30 / 10, 1e-6);
  EXPECT_EQ(result.model, "[A][B]");
  EXPECT_THAT(result.assumptions.at(0), HasSubstr("independent"));
}

TEST(Loglinear, IsTheSameForAnyNumberOfThreads) {
  for (const Select select : {Select::Bic, Select::Aic, Select::Stepwise, Select::Downhill}) {
    LoglinearOptions options{.select = select, .bootstrap = 50, .shown = 0};
    options.threads = 1;
    const OrderedJson one = to_json(estimate(new_orleans(), options).value());
    options.threads = 3;
    EXPECT_EQ(to_json(estimate(new_orleans(), options).value()), one);
  }
}

TEST(Loglinear, AnotherSeedMovesTheIntervalOnly) {
  LoglinearOptions options{.bootstrap = 200};
  const Estimate first = estimate(kosovo(), options).value();
  options.seed = 2;
  const Estimate second = estimate(kosovo(), options).value();
  EXPECT_EQ(first.estimate, second.estimate);
  EXPECT_NE(first.interval->upper, second.interval->upper);
  EXPECT_EQ(second.seed, 2u);
}

TEST(Loglinear, AicTakesNoFewerTermsThanBic) {
  const Estimate bic = estimate(kosovo(), {.bootstrap = 0}).value();
  const Estimate aic = estimate(kosovo(), {.select = Select::Aic, .bootstrap = 0}).value();
  EXPECT_EQ(aic.models.at(0).criterion_name, "aic");
  const OverlapTable table = kosovo();
  EXPECT_GE(parse_notation(table, aic.model).value().size(),
            parse_notation(table, bic.model).value().size());
}

// Passing over models that cannot be among the best loses none of them.
TEST(Loglinear, TheBestOfSixListsAreThoseOfAFullSearch) {
  OverlapTable table = empty_table({"A", "B", "C", "D", "E", "F"});
  for (std::size_t s = 1; s < 64; ++s) {
    const int size = std::popcount(s);
    table.counts[s] = size == 1   ? 90 + static_cast<std::int64_t>(s)
                      : size == 2 ? s % 7
                                  : s % 11 == 0;
  }
  NoProgress progress;
  const Cancellation cancellation;
  const auto all = search_all(table, 2, Criterion::Bic, SIZE_MAX, 0, progress, cancellation).take();
  const auto best = search_all(table, 2, Criterion::Bic, 50, 0, progress, cancellation).take();
  EXPECT_EQ(all.considered, 32'768u);
  EXPECT_EQ(all.passed_over, 0u);
  EXPECT_GT(best.passed_over, 1'000u);
  ASSERT_EQ(best.models.size(), 50u);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(best.models[i].bits, all.models[i].bits);
    EXPECT_EQ(best.models[i].criterion, all.models[i].criterion);
  }
}

TEST(Loglinear, AResampledChoiceIsTheChoiceOfAFullSearch) {
  NoProgress progress;
  const Cancellation cancellation;
  const OverlapTable table = new_orleans();
  std::vector<TermBits> candidates;
  for (const RankedModel& model :
       search_all(table, 4, Criterion::Bic, SIZE_MAX, 0, progress, cancellation).take().models) {
    candidates.push_back(model.bits);
  }
  const std::vector<Counts> tables = resamples(table.counts, 6, 5);
  const Reselected chosen =
      reselect(5, tables, candidates, Criterion::Bic, 0, progress, cancellation).take();
  LaneFitter fitter;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const double penalty = penalty_of(Criterion::Bic, people_of(tables[i]));
    double best = std::numeric_limits<double>::infinity();
    double total = 0;
    for (const TermBits bits : candidates) {
      const OneFit one = fit_one(5, tables[i], terms_of(bits), penalty, fitter);
      if (!one.fit || one.fit->criterion >= best - 1e-8) continue;
      best = one.fit->criterion;
      total = static_cast<double>(people_of(tables[i])) + one.fit->unlisted;
    }
    EXPECT_DOUBLE_EQ(chosen.totals[i], total);
  }
}

TEST(Loglinear, RefusesWhenNoModelHasAnEstimate) {
  // C overlaps nobody: with three lists every model needs more.
  const OverlapTable table =
      table_of({"A", "B", "C"}, {{"100", 5}, {"010", 4}, {"001", 3}, {"110", 2}});
  LoglinearOptions options{.model = "[A,B][C]"};
  const Estimate result = estimate(table, options).value();
  EXPECT_FALSE(result.estimate);
  EXPECT_THAT(result.refusal, HasSubstr("has no estimate on these data"));
  EXPECT_FALSE(result.assumptions.empty());
}

TEST(Loglinear, SaysWhenTermsAreAtMinusInfinity) {
  const Estimate result =
      estimate(new_orleans(), {.model = "[A,H][BEFG][C][D]", .bootstrap = 0}).value();
  ASSERT_TRUE(result.estimate);
  EXPECT_THAT(result.warnings.at(0), HasSubstr("minus infinity"));
}

TEST(Loglinear, TellsWrongOptions) {
  EXPECT_THAT(estimate(kosovo(), {.level = 1.5}), HasFault(Fault::InvalidInput));
  EXPECT_THAT(estimate(kosovo(), {.model = "[EXH,NOBODY]"}), HasFault(Fault::InvalidInput));
  OverlapTable seven = empty_table({"A", "B", "C", "D", "E", "F", "G"});
  for (std::size_t s = 1; s < 128; ++s) seven.counts[s] = 3;
  EXPECT_THAT(estimate(seven, {}), HasFault(Fault::Unsupported));
  const auto stepwise = estimate(seven, {.select = Select::Stepwise, .bootstrap = 0});
  ASSERT_THAT(stepwise, IsOk());
  EXPECT_GT(*stepwise.value().estimate, 381);
}

TEST(Loglinear, StopsWhenAsked) {
  NoProgress progress;
  Cancellation cancellation;
  cancellation.request();
  EXPECT_THAT(estimate_loglinear(kosovo(), {}, progress, cancellation), HasFault(Fault::Cancelled));
}

TEST(Loglinear, WithoutABootstrapTheProfileGivesTheInterval) {
  const Estimate result = estimate(kosovo(), {.bootstrap = 0}).value();
  ASSERT_TRUE(result.interval);
  EXPECT_THAT(result.interval->method, HasSubstr("profile"));
  EXPECT_FALSE(result.seed);
}

TEST(Profile, AFlatLikelihoodHasNoUpperLimit) {
  // One person in common: the data hardly bound the number from above.
  const OverlapTable table = table_of({"A", "B"}, {{"10", 4}, {"01", 4}, {"11", 1}});
  const Estimate result = estimate(table, {.interval = Interval::Profile}).value();
  ASSERT_TRUE(result.interval);
  EXPECT_GE(result.interval->lower, 9);
  EXPECT_LT(result.interval->lower, *result.estimate);
  EXPECT_GT(result.interval->upper, 100);
}

TEST(Bca, WithoutBiasAndAccelerationIsThePercentileInterval) {
  std::vector<double> replicates;
  for (int i = 1; i <= 1000; ++i) replicates.push_back(i);
  const BcaLimits limits = *bca_limits(replicates, 500.5, 0, 0.95);
  EXPECT_NEAR(limits.lower, 25.3, 0.1);
  EXPECT_NEAR(limits.upper, 975.7, 0.1);
  EXPECT_NEAR(limits.bias, 0, 1e-12);
}

TEST(Bca, TakesPercentilesWhenTheEstimateIsBeyondAllReplicates) {
  const std::vector<double> replicates = {3, 4, 5, std::nan("")};
  const BcaLimits limits = *bca_limits(replicates, 9, 0.1, 0.9);
  EXPECT_TRUE(limits.plain_percentiles);
  EXPECT_EQ(limits.used, 3u);
  EXPECT_GE(limits.lower, 3);
  EXPECT_LE(limits.upper, 5);
  EXPECT_FALSE(bca_limits(std::vector<double>{1}, 1, 0, 0.9));
}

TEST(Bca, AccelerationWeighsCellsByTheirPeople) {
  const std::vector<double> estimates = {10, 13, std::nan("")};
  const std::vector<double> weights = {3, 1, 0};
  const double mean = 43.0 / 4;
  const double a = mean - 10;
  const double b = mean - 13;
  EXPECT_NEAR(*acceleration_of(estimates, weights),
              (3 * a * a * a + b * b * b) / (6 * std::pow(3 * a * a + b * b, 1.5)), 1e-12);
  EXPECT_FALSE(acceleration_of(estimates, std::vector<double>{1, 1, 1}));
}

TEST(Resamples, KeepTheNumberOfPeopleAndTheEmptyCells) {
  const OverlapTable table = uk();
  for (const Counts& counts : resamples(table.counts, 50, 7)) {
    EXPECT_EQ(people_of(counts), table.observed());
    for (std::size_t s = 0; s < counts.size(); ++s) {
      EXPECT_TRUE(table.counts[s] > 0 || counts[s] == 0) << s;
    }
  }
}

}  // namespace
}  // namespace depone::estimate
