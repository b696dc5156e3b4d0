#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/doubly_robust.h"
#include "estimate/partial_lists.h"
#include "estimate/strata.h"
#include "math/logistic.h"
#include "math/random.h"
#include "reference/partial_reference.h"
#include "reference/strata_reference.h"
#include "tests/base/result_matchers.h"
#include "tests/estimate/shared_table.h"

namespace depone::estimate {
namespace {

using ::testing::HasSubstr;

NoProgress quiet;
const Cancellation never;

// --- Two lists with covariates.

// A population of known size in which a covariate drives both lists.
struct Population {
  PeopleWithCovariates people;  // those on a list
  std::vector<char> first, second;
  std::vector<double> chance_first, chance_second;  // the true ones
};

Population population(std::size_t size, std::uint64_t seed) {
  math::Random random(seed);
  Population result;
  result.people.lists = {"A", "B"};
  result.people.covariates = {"x"};
  std::vector<double> values;
  for (std::size_t i = 0; i < size; ++i) {
    const double x = random.normal();
    const double p1 = math::logistic(-0.4 + 1.1 * x);
    const double p2 = math::logistic(-0.2 + 0.9 * x);
    const bool on_first = random.uniform() < p1;
    const bool on_second = random.uniform() < p2;
    if (!on_first && !on_second) continue;
    result.people.on.push_back((on_first ? 1U : 0U) | (on_second ? 2U : 0U));
    values.push_back(x);
    result.first.push_back(on_first ? 1 : 0);
    result.second.push_back(on_second ? 1 : 0);
    result.chance_first.push_back(p1);
    result.chance_second.push_back(p2);
  }
  result.people.values = math::Matrix(values.size(), 1);
  result.people.values.values = values;
  return result;
}

TEST(DoublyRobust, FindsTheKnownSizeWhereTheOverlapAloneDoesNot) {
  constexpr int kPopulations = 25;
  constexpr double kSize = 3000;
  double deviations = 0;
  int covered = 0;
  double without = 0;
  for (int i = 0; i < kPopulations; ++i) {
    const Population known = population(3000, 100 + static_cast<std::uint64_t>(i));
    const Estimate estimate = estimate_doubly_robust(known.people, {}, quiet, never).take();
    ASSERT_TRUE(estimate.estimate) << estimate.refusal;
    double error = 0;
    for (const auto& [name, value] : estimate.figures) {
      if (name == "standard error") error = value;
      if (name == "without covariates") without += value / kPopulations;
    }
    deviations += (*estimate.estimate - kSize) / error / kPopulations;
    covered += estimate.interval->lower <= kSize && kSize <= estimate.interval->upper ? 1 : 0;
  }
  // The mean of 25 deviations in units of the error: 4 sigma is 0.8.
  EXPECT_LT(std::abs(deviations), 0.8);
  EXPECT_GE(covered, 19);  // of 25 at 95 %: fewer than 19 once in 10^5
  EXPECT_LT(without, 0.93 * kSize);
}

// Taking the fitted chances for known, the error would be a fifth too small.
TEST(DoublyRobust, ItsErrorCountsThatTheChancesAreEstimated) {
  std::vector<double> totals;
  std::vector<double> errors;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const Estimate estimate =
        estimate_doubly_robust(population(600, seed).people, {}, quiet, never).take();
    if (!estimate.estimate) continue;
    totals.push_back(*estimate.estimate);
    errors.push_back(estimate.figures.front().second);
  }
  ASSERT_GT(totals.size(), 120U);
  std::sort(totals.begin(), totals.end());
  std::sort(errors.begin(), errors.end());
  // Half of the middle 68 % is one standard deviation, known to 9 %.
  const double spread = (totals[totals.size() * 84 / 100] - totals[totals.size() * 16 / 100]) / 2;
  EXPECT_NEAR(errors[errors.size() / 2] / spread, 1.05, 0.15);
}

TEST(DoublyRobust, NeedsOneOfTheTwoChancesToBeRight) {
  const Population known = population(20000, 7);
  const std::vector<double> constant(known.first.size(), 0.45);
  const auto far = [&](const std::vector<double>& p1, const std::vector<double>& p2) {
    const DoublyRobustTotal total = doubly_robust_total(known.first, known.second, p1, p2);
    return std::abs(total.total - 20000) / total.standard_error;
  };
  EXPECT_LT(far(known.chance_first, known.chance_second), 4);
  EXPECT_LT(far(known.chance_first, constant), 4);
  EXPECT_LT(far(constant, known.chance_second), 4);
  EXPECT_GT(far(constant, constant), 8);
}

// Chances that do not depend on anything: Petersen's n1 n2 / m when they are m / n2 and m / n1.
TEST(DoublyRobust, WithoutCovariatesIsPetersen) {
  std::vector<char> first;
  std::vector<char> second;
  for (int i = 0; i < 100; ++i) {
    first.push_back(i < 60 ? 1 : 0);
    second.push_back(i >= 40 ? 1 : 0);  // 60 and 60, 20 on both
  }
  const std::vector<double> chance(100, 20.0 / 60);
  EXPECT_NEAR(doubly_robust_total(first, second, chance, chance).total, 180, 1e-9);
}

TEST(DoublyRobust, IsTheSameForTheSameSeedAndRefusesThinOverlap) {
  const Population known = population(800, 3);
  const Estimate one = estimate_doubly_robust(known.people, {}, quiet, never).take();
  const Estimate two = estimate_doubly_robust(known.people, {}, quiet, never).take();
  EXPECT_EQ(one.estimate, two.estimate);
  EXPECT_EQ(one.interval, two.interval);
  const Population few = population(60, 3);
  EXPECT_THAT(estimate_doubly_robust(few.people, {}, quiet, never).take().refusal,
              HasSubstr("on both lists"));
  DoublyRobustOptions same;
  same.second = 0;
  EXPECT_THAT(estimate_doubly_robust(known.people, same, quiet, never),
              HasFault(Fault::InvalidInput));
}

TEST(Covariates, AreNumbersOrOneColumnAWord) {
  const auto people = with_covariates({"A", "B"}, {1, 2, 3}, {"age", "site"},
                                      {{"30", "41.5", "-2"}, {"north", "south", "north"}})
                          .take();
  EXPECT_EQ(people.covariates, (std::vector<std::string>{"age", "site=south"}));
  EXPECT_EQ(people.values.values, (std::vector<double>{30, 0, 41.5, 1, -2, 0}));
  EXPECT_THAT(with_covariates({"A", "B"}, {1, 2}, {"age"}, {{"1"}}), HasFault(Fault::InvalidInput));
  EXPECT_THAT(with_covariates({"A", "B"}, {1, 2}, {"age"}, {{"1", "inf"}}),
              HasFault(Fault::InvalidInput));
}

// --- Strata.

RC_GTEST_PROP(Pool, IsTheGridOverBothParameters, ()) {
  std::vector<double> values;
  std::vector<double> errors;
  for (int i = 0; i < 4; ++i) {
    values.push_back(*rc::gen::inRange(-20, 20) / 10.0);
    errors.push_back(i == 3 ? std::numeric_limits<double>::infinity()
                            : *rc::gen::inRange(2, 15) / 10.0);
  }
  const Pooled pooled = pool(values, errors);
  const reference::PooledTwin twin = reference::pool_by_grid(values, errors);
  RC_ASSERT(std::abs(pooled.tau - twin.tau) < 0.01);
  for (std::size_t i = 0; i < 4; ++i) {
    RC_ASSERT(std::abs(pooled.means[i] - twin.means[i]) < 0.01);
    RC_ASSERT(std::abs(pooled.covariance[i * 5] - twin.variances[i]) <
              0.02 * (twin.variances[i] + 1));
  }
}

Result<Estimate> chao(const OverlapTable& table) { return estimate_chao(table, {}, quiet, never); }

// People fall on each of two lists by chance; strata differ in size, not in reach.
std::vector<Stratum> strata_of(const std::vector<std::int64_t>& sizes, double p,
                               std::uint64_t seed) {
  std::vector<Stratum> strata;
  math::Random random(seed);
  for (const std::int64_t size : sizes) {
    OverlapTable table = empty_table({"A", "B", "C"});
    for (std::int64_t i = 0; i < size; ++i) {
      std::size_t cell = 0;
      for (std::size_t list = 0; list < 3; ++list) {
        if (random.uniform() < p) cell |= std::size_t{1} << list;
      }
      if (cell != 0) ++table.counts[cell];
    }
    strata.push_back({"s" + std::to_string(strata.size()), table});
  }
  return strata;
}

TEST(Strata, LeanOnTheRestTheMoreTheSparserTheyAre) {
  const auto strata = strata_of({2000, 1500, 1800, 1200, 2500, 40}, 0.3, 5);
  const StrataEstimate estimate = estimate_strata(strata, chao, {}, quiet, never).take();
  ASSERT_TRUE(estimate.total.estimate) << estimate.total.refusal;
  ASSERT_EQ(estimate.strata.size(), 6U);
  EXPECT_LT(estimate.strata[5].own_weight, 0.6);
  EXPECT_LE(estimate.total.interval->lower, 9040);
  EXPECT_GE(estimate.total.interval->upper, 9040);
  // The small stratum's pooled interval is shorter than its own.
  const StratumEstimate& small = estimate.strata[5];
  EXPECT_LT(small.upper - small.lower, small.own.interval->upper - small.own.interval->lower);
}

TEST(Strata, WithoutAnEstimateTakeTheCommonOdds) {
  auto strata = strata_of({2000, 1500, 1800, 1200, 2500}, 0.3, 6);
  strata.push_back({"apart", table_of({"A", "B", "C"}, {0, 3, 2, 0, 4, 0, 0, 0})});
  strata.push_back({"empty", empty_table({"A", "B", "C"})});
  const StrataEstimate estimate = estimate_strata(strata, chao, {}, quiet, never).take();
  const StratumEstimate& apart = estimate.strata[5];
  EXPECT_FALSE(apart.own.estimate);
  EXPECT_GT(apart.estimate, 9);
  EXPECT_GT(apart.upper / apart.estimate, estimate.strata[0].upper / estimate.strata[0].estimate);
  EXPECT_EQ(estimate.strata[6].estimate, 0);
  EXPECT_THAT(estimate.total.warnings, ::testing::Contains(HasSubstr("apart")));
  EXPECT_THAT(estimate.total.warnings, ::testing::Contains(HasSubstr("empty")));
}

TEST(Strata, AreRefusedWhenNoneStandsAlone) {
  const std::vector<Stratum> none(3, {"s", table_of({"A", "B"}, {0, 5, 4, 0})});
  const StrataEstimate estimate = estimate_strata(none, chao, {}, quiet, never).take();
  EXPECT_FALSE(estimate.total.estimate);
  EXPECT_FALSE(estimate.total.assumptions.empty());
  EXPECT_THAT(estimate_strata({}, chao, {}, quiet, never), HasFault(Fault::InvalidInput));
}

// --- Lists that were not kept everywhere.

TEST(Partial, WithAllListsKeptAndOneStratumIsTheLogLinearFit) {
  // Independence of two of three lists given the third and so on needs a fit; of two lists it is
  // Petersen: missing = n10 n01 / n11.
  const std::vector<PartialStratum> one = {{"all", 0b11, table_of({"A", "B"}, {0, 180, 80, 20})}};
  const PartialFit fit = fit_partial(one, {});
  ASSERT_TRUE(fit.why_none.empty()) << fit.why_none;
  EXPECT_NEAR(fit.missing[0], 720, 1e-6);
  EXPECT_NEAR(std::sqrt(fit.covariance[0]),
              std::sqrt(720 + 720.0 * 720 * (1.0 / 180 + 1.0 / 80 + 1.0 / 20)), 1e-4);
}

TEST(Partial, AListThatWasNotKeptDoesNotMatterUnderIndependence) {
  const PartialStratum without = {"late", 0b011,
                                  table_of({"A", "B", "C"}, {0, 180, 80, 20, 0, 0, 0, 0})};
  const PartialStratum with = {"early", 0b111,
                               table_of({"A", "B", "C"}, {0, 30, 40, 9, 50, 12, 15, 4})};
  const std::vector<PartialStratum> both = {with, without};
  // With reach by stratum the late one stands alone, and C's absence there changes nothing.
  const PartialFit fit = fit_partial(both, {{}, 0b011});
  ASSERT_TRUE(fit.why_none.empty()) << fit.why_none;
  EXPECT_NEAR(fit.missing[1], 720, 1e-4);
}

RC_GTEST_PROP(Partial, IsTheLikelihoodsMaximum, ()) {
  const auto count = [](int most) { return *rc::gen::inRange<std::int64_t>(5, most); };
  OverlapTable early = empty_table({"A", "B", "C"});
  OverlapTable late = empty_table({"A", "B", "C"});
  for (std::size_t s = 1; s < 8; ++s) early.counts[s] = count(60);
  for (std::size_t s = 1; s < 4; ++s) late.counts[s] = count(60);
  const unsigned term = *rc::gen::element(0U, 3U, 5U, 6U);
  PartialModel model;
  if (term != 0) model.interactions = {term};
  const PartialFit fit = fit_partial(
      std::vector<PartialStratum>{{"early", 0b111, early}, {"late", 0b011, late}}, model);
  RC_ASSERT(fit.why_none.empty());
  std::vector<reference::PartialTable> twin = {{7, {}}, {3, {}}};
  twin[0].counts.assign(early.counts.begin(), early.counts.end());
  twin[1].counts.assign(late.counts.begin(), late.counts.end());
  const std::vector<double> missing = reference::partial_missing(twin, 3, term);
  for (std::size_t g = 0; g < 2; ++g) {
    RC_ASSERT(std::abs(fit.missing[g] - missing[g]) <= 1e-3 * missing[g]);
  }
}

// 6000 people in three years; C depends on A and was not kept in the last year.
TEST(Partial, FindsTheKnownNumberAndTheDependence) {
  math::Random random(11);
  std::vector<PartialStratum> years;
  for (int year = 0; year < 3; ++year) {
    const Lists kept = year == 2 ? 0b1011 : 0b1111;
    PartialStratum stratum{"year " + std::to_string(year), kept, empty_table({"A", "B", "C", "D"})};
    for (int i = 0; i < 2000; ++i) {
      const bool a = random.uniform() < 0.35;
      std::size_t cell = a ? 1 : 0;
      if (random.uniform() < 0.25) cell |= 2;
      if (random.uniform() < (a ? 0.6 : 0.2)) cell |= 4;
      if (random.uniform() < 0.3) cell |= 8;
      cell &= kept;
      if (cell != 0) ++stratum.table.counts[cell];
    }
    years.push_back(std::move(stratum));
  }
  const PartialEstimate estimate = estimate_partial(years, {}, quiet, never).take();
  ASSERT_TRUE(estimate.total.estimate) << estimate.total.refusal;
  EXPECT_THAT(estimate.total.model, HasSubstr("[A,C]"));
  double error = 0;
  for (const auto& [name, value] : estimate.total.figures) {
    if (name == "standard error") error = value;
  }
  EXPECT_LT(std::abs(*estimate.total.estimate - 6000), 4 * error);
  EXPECT_LT(error, 400);
  ASSERT_EQ(estimate.strata.size(), 3U);
  EXPECT_LT(estimate.strata[2].lower, 2000);
  EXPECT_GT(estimate.strata[2].upper, 2000);
}

TEST(Partial, NamesWhatIsWrongWithTheInput) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 5, 5, 5, 5, 5, 5, 5});
  EXPECT_THAT(estimate_partial({}, {}, quiet, never), HasFault(Fault::InvalidInput));
  const std::vector<PartialStratum> not_kept = {{"y", 0b011, table}};
  EXPECT_THAT(estimate_partial(not_kept, {}, quiet, never), HasFault(Fault::InvalidInput));
  const std::vector<PartialStratum> never_kept = {
      {"y", 0b011, table_of({"A", "B", "C"}, {0, 5, 5, 5, 0, 0, 0, 0})}};
  EXPECT_THAT(estimate_partial(never_kept, {}, quiet, never), HasFault(Fault::InvalidInput));
  // All three interactions and no four lists: as many coefficients as counts and one.
  const std::vector<PartialStratum> all = {{"y", 0b111, table}};
  PartialOptions full;
  full.model = PartialModel{{0b111}, 0};
  EXPECT_THAT(estimate_partial(all, full, quiet, never).take().total.refusal,
              HasSubstr("no estimate"));
}

}  // namespace
}  // namespace depone::estimate
