// Published figures, frozen. Sources: Silverman, Chan and Vincent 2024 (Stat. Comput. 34:44), the R
// packages MultipleSystemsEstimation 1.2.0, SparseMSE 2.0.1 and Rcapture 1.4-4 run on R 4.2.2.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "estimate/bca.h"
#include "estimate/chordal.h"
#include "estimate/existence.h"
#include "estimate/loglinear.h"
#include "estimate/model_search.h"
#include "tests/base/result_matchers.h"
#include "tests/estimate/public_tables.h"
#include "tests/estimate/shared_table.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kAllModels = SIZE_MAX;

struct Case {
  NoProgress progress;
  Cancellation cancellation;

  Search search(const OverlapTable& table, std::size_t order) {
    return search_all(table, order, Criterion::Bic, kAllModels, 0, progress, cancellation).take();
  }
  Estimate estimate(const OverlapTable& table, const LoglinearOptions& options) {
    return estimate_loglinear(table, options, progress, cancellation).take();
  }
  double best(const OverlapTable& table, std::size_t order) {
    return static_cast<double>(table.observed()) + search(table, order).models.front().unlisted;
  }
};

// To all digits that were printed: eight.
#define EXPECT_PRINTED(value, printed) EXPECT_NEAR((value) / (printed), 1, 5e-8)

TEST(Published, AsManyModelsExistAsTheProgramsOfTheLiteratureFind) {
  Case c;
  const auto counted = [&](const OverlapTable& table, std::size_t order) {
    const Search search = c.search(table, order);
    return std::pair(search.models.size(), search.considered);
  };
  EXPECT_EQ(counted(korea(), 2), std::pair(std::size_t{6}, std::size_t{8}));
  EXPECT_EQ(counted(kosovo(), 3), std::pair(std::size_t{113}, std::size_t{113}));
  EXPECT_EQ(counted(uk(), 2), std::pair(std::size_t{1024}, std::size_t{1024}));
  EXPECT_EQ(counted(uk(), 3), std::pair(std::size_t{6084}, std::size_t{6212}));
  EXPECT_EQ(counted(new_orleans(), 2), std::pair(std::size_t{1024}, std::size_t{1024}));
  EXPECT_EQ(counted(new_orleans(), 3), std::pair(std::size_t{5925}, std::size_t{6212}));
}

TEST(Published, LeastBicOverAllHierarchicalModels) {
  Case c;
  EXPECT_PRINTED(c.best(korea(), 2), 157.16667);
  EXPECT_PRINTED(c.best(kosovo(), 3), 10356.519);
  EXPECT_PRINTED(c.best(kosovo(), 2), 14341.664);
  EXPECT_PRINTED(c.best(uk(), 2), 22991.331);
  EXPECT_PRINTED(c.best(uk(), 3), 25311.291);
  EXPECT_PRINTED(c.best(uk(), 4), 25311.291);
  EXPECT_PRINTED(c.best(new_orleans(), 2), 981.43137);
  EXPECT_PRINTED(c.best(new_orleans(), 4), 981.43137);
}

TEST(Published, KosovosBestModelIsThatOfBallAndOthers) {
  Case c;
  LoglinearOptions options;
  options.bootstrap = 0;
  EXPECT_EQ(c.estimate(kosovo(), options).model, "[EXH,ABA,OSCE][EXH,HRW][OSCE,HRW]");
}

TEST(Published, StepwiseChoice) {
  Case c;
  LoglinearOptions options;
  options.select = Select::Stepwise;
  options.interval = Interval::Wald;
  EXPECT_PRINTED(*c.estimate(korea(), options).estimate, 268.77778);
  EXPECT_PRINTED(*c.estimate(kosovo(), options).estimate, 14341.664);
  EXPECT_PRINTED(*c.estimate(new_orleans(), options).estimate, 981.43137);
  const Estimate uk_estimate = c.estimate(uk(), options);
  EXPECT_PRINTED(*uk_estimate.estimate, 11312.990);
  EXPECT_PRINTED(uk_estimate.interval->lower, 9884.4028);
  EXPECT_PRINTED(uk_estimate.interval->upper, 13027.397);
  const Estimate orleans = c.estimate(new_orleans_185(), options);
  EXPECT_PRINTED(*orleans.estimate, 1034.1511);
  EXPECT_PRINTED(orleans.interval->lower, 658.25839);
  EXPECT_PRINTED(orleans.interval->upper, 1708.6022);
}

TEST(Published, DownhillStopsShortOfTheBestModel) {
  Case c;
  LoglinearOptions options;
  options.select = Select::Downhill;
  options.bootstrap = 0;
  EXPECT_NEAR(*c.estimate(uk(), options).estimate, 12262, 0.5);  // the best: 25,311
}

// Rcapture's closedpMS.t gives a standard error; the limits are the estimate +- 1.96 of them.
TEST(Published, StandardErrorIsRcaptures) {
  Case c;
  const auto expect_limits = [&](const OverlapTable& table, std::size_t order, double lower,
                                 double upper) {
    LoglinearOptions options;
    options.order = order;
    options.bootstrap = 0;
    const Estimate estimate = c.estimate(table, options);
    const auto error = std::ranges::find(estimate.figures, "standard error",
                                         &std::pair<std::string, double>::first);
    ASSERT_NE(error, estimate.figures.end());
    EXPECT_PRINTED(*estimate.estimate - 1.96 * error->second, lower);
    EXPECT_PRINTED(*estimate.estimate + 1.96 * error->second, upper);
  };
  expect_limits(kosovo(), 2, 12345.822, 16337.505);
  expect_limits(kosovo(), 3, 8816.1506, 11896.887);
  expect_limits(uk(), 2, 17069.018, 28913.644);
  expect_limits(new_orleans(), 2, 525.75467, 1437.1081);
  expect_limits(DEPONE_SHARED_TABLE("lesbian"), kMaxLists, 5303.4287, 7394.6198);
}

// Rcapture's closedpMS.t on its data `lesbian`: the best by BIC of all hierarchical models.
TEST(Published, BestModelOfRcapturesLesbianData) {
  const OverlapTable lesbian = DEPONE_SHARED_TABLE("lesbian");
  Case c;
  const Search search = c.search(lesbian, kMaxLists);
  const double missing = search.models.front().unlisted;
  const double estimate = static_cast<double>(lesbian.observed()) + missing;
  EXPECT_PRINTED(estimate, 6349.0242);
}

// Sequence A058862 of the OEIS; the models that decomposable averaging weighs.
TEST(Published, AsManyGraphsOfSevenListsAreDecomposableAsAreKnown) {
  EXPECT_EQ(decomposable_graphs(7).size(), 617'675u);
}

// Rcapture's closedpCI.t: 10,334.5 (8,994 to 12,110). Ball and others (2002) print 9,002 to 12,122
// for the same model and do not say how; it is within a thousandth.
TEST(Published, ProfileLikelihoodOfKosovosBestModel) {
  Case c;
  LoglinearOptions options;
  options.interval = Interval::Profile;
  const Estimate estimate = c.estimate(kosovo(), options);
  EXPECT_EQ(estimate.figures.back().first, "most likely number by the profile");
  EXPECT_NEAR(estimate.figures.back().second, 10334.5, 0.05);
  EXPECT_NEAR(estimate.interval->lower, 8994.258, 0.005);
  EXPECT_NEAR(estimate.interval->upper, 12110.41, 0.005);
  EXPECT_NEAR(estimate.interval->lower / 9002, 1, 1e-3);
  EXPECT_NEAR(estimate.interval->upper / 12122, 1, 1e-3);
}

std::vector<Counts> resamples_of_r(const std::string& name, std::size_t lists) {
  std::ifstream file(DEPONE_SOURCE_DIR "/tests/estimate/data/r_resamples_" + name + ".csv");
  std::string line;
  std::getline(file, line);
  std::vector<std::size_t> cells;
  std::istringstream header(line);
  for (std::string members; std::getline(header, members, ',');) {
    std::size_t cell = 0;
    for (std::size_t i = 0; i < lists; ++i) {
      cell |= members[i] == '1' ? std::size_t{1} << i : 0u;
    }
    cells.push_back(cell);
  }
  std::vector<Counts> tables;
  while (std::getline(file, line)) {
    tables.emplace_back(std::size_t{1} << lists);
    std::istringstream row(line);
    for (const std::size_t cell : cells) {
      std::string count;
      std::getline(row, count, ',');
      tables.back()[cell] = std::stoll(count);
    }
  }
  return tables;
}

// Limits by BIC over the `top` best models up to `order`, from R's resamples.
BcaLimits limits_by_bic(Case& c, const OverlapTable& table, const std::string& name,
                        std::size_t order, std::size_t top, double nudge = 0) {
  const Search search = c.search(table, order);
  std::vector<TermBits> candidates;
  for (const RankedModel& model : search.models) {
    if (candidates.size() < top) candidates.push_back(model.bits);
  }
  const double estimate = static_cast<double>(table.observed()) + search.models.front().unlisted;
  const auto choose = [&](std::span<const Counts> tables) {
    return reselect(table.list_count(), tables, candidates, Criterion::Bic, 0, c.progress,
                    c.cancellation)
        .take()
        .totals;
  };
  const std::vector<Counts> tables = resamples_of_r(name, table.list_count());
  EXPECT_EQ(tables.size(), 1000u);
  const Jackknife jackknife = delete_one(table.counts);
  const auto acceleration = acceleration_of(choose(jackknife.tables), jackknife.weights);
  return *bca_limits(choose(tables), estimate * (1 + nudge), *acceleration, 0.95);
}

TEST(Published, KosovoIntervalFromTheSameResamples) {
  Case c;
  const BcaLimits limits = limits_by_bic(c, kosovo(), "kosovo", 3, kAllModels);
  EXPECT_PRINTED(limits.lower, 6947.0370);
  EXPECT_PRINTED(limits.upper, 18009.987);
}

// The paper prints 14,342 [12451, 16273] for pairs only and does not give the seed; from the
// resamples of the other runs (seed 1234) it is 12,525 to 16,477, within Monte Carlo error.
TEST(Published, KosovosIntervalForPairsOnlyIsWithinMonteCarloError) {
  Case c;
  const BcaLimits limits = limits_by_bic(c, kosovo(), "kosovo", 2, kAllModels);
  EXPECT_NEAR(limits.lower / 12451, 1, 0.02);
  EXPECT_NEAR(limits.upper / 16273, 1, 0.02);
}

TEST(Published, UkIntervalsFromTheSameResamples) {
  Case c;
  const BcaLimits pairs = limits_by_bic(c, uk(), "ukdat_5", 2, kAllModels);
  // The paper prints 11,456 for the lower limit, which its own program does not give again.
  EXPECT_NEAR(pairs.lower, 11753.62, 0.005);
  EXPECT_NEAR(pairs.upper, 43894.08, 0.005);
  const BcaLimits best_60 = limits_by_bic(c, uk(), "ukdat_5", 2, 60);
  EXPECT_PRINTED(best_60.lower, 11719.710);
  EXPECT_PRINTED(best_60.upper, 43894.080);
  const BcaLimits all = limits_by_bic(c, uk(), "ukdat_5", 4, kAllModels);
  EXPECT_NEAR(all.lower, 11168.35, 0.005);
  EXPECT_NEAR(all.upper, 56052.35, 0.005);
}

TEST(Published, NewOrleansIntervalsFromTheSameResamples) {
  Case c;
  const BcaLimits best_60 = limits_by_bic(c, new_orleans(), "neworl_5", 2, 60);
  EXPECT_PRINTED(best_60.lower, 430.36892);
  EXPECT_PRINTED(best_60.upper, 1480.0693);
  const BcaLimits pairs = limits_by_bic(c, new_orleans(), "neworl_5", 2, kAllModels);
  EXPECT_NEAR(pairs.lower, 396.6039, 5e-5);
  EXPECT_NEAR(pairs.upper, 1504.664, 5e-4);
  const BcaLimits all = limits_by_bic(c, new_orleans(), "neworl_5", 4, kAllModels);
  EXPECT_NEAR(all.lower, 396.6039, 5e-5);
  EXPECT_NEAR(all.upper, 1511.112, 5e-4);
}

// Some replicates of Korea give the very estimate of the table. We count half of them as below it;
// R, comparing unrounded numbers, happened to count all: [128.31, 349.71]. The paper prints
// [128, 349].
TEST(Published, KoreaIntervalFromTheSameResamples) {
  Case c;
  const BcaLimits counted_below = limits_by_bic(c, korea(), "korea", 2, kAllModels, 1e-8);
  EXPECT_PRINTED(counted_below.lower, 128.31228);
  EXPECT_PRINTED(counted_below.upper, 349.71439);
  const BcaLimits limits = limits_by_bic(c, korea(), "korea", 2, kAllModels);
  EXPECT_NEAR(limits.lower, 128, 0.5);
  EXPECT_NEAR(limits.upper, 349, 1);
}

BcaLimits limits_by_steps(const OverlapTable& table, const std::string& name) {
  LaneFitter fitter;
  const auto choose = [&](const Counts& counts) {
    const auto found = search_stepwise(table.list_count(), counts, 0.02, 1, fitter);
    return found ? static_cast<double>(people_of(counts)) + found->unlisted : std::nan("");
  };
  std::vector<double> totals;
  for (const Counts& counts : resamples_of_r(name, table.list_count())) {
    totals.push_back(choose(counts));
  }
  const Jackknife jackknife = delete_one(table.counts);
  std::vector<double> without_one;
  for (const Counts& counts : jackknife.tables) without_one.push_back(choose(counts));
  return *bca_limits(totals, choose(table.counts), *acceleration_of(without_one, jackknife.weights),
                     0.95);
}

TEST(Published, StepwiseIntervalsFromTheSameResamples) {
  const BcaLimits orleans = limits_by_steps(new_orleans_185(), "neworl_185");
  EXPECT_PRINTED(orleans.lower, 588.81747);
  EXPECT_PRINTED(orleans.upper, 1703.6937);
  const BcaLimits britain = limits_by_steps(uk(), "ukdat_5");
  EXPECT_PRINTED(britain.lower, 8784.7799);
  EXPECT_PRINTED(britain.upper, 14700.549);
}

// With our own random numbers, within what 1,000 replicates leave to chance.
TEST(Published, IntervalsAgreeWithinMonteCarloError) {
  Case c;
  LoglinearOptions options;
  options.bootstrap = 4000;
  const Estimate kosovo_estimate = c.estimate(kosovo(), options);
  EXPECT_NEAR(kosovo_estimate.interval->lower / 6947, 1, 0.05);
  EXPECT_NEAR(kosovo_estimate.interval->upper / 18010, 1, 0.05);
  options.bootstrap = 1000;
  const Estimate uk_estimate = c.estimate(uk(), options);
  EXPECT_NEAR(uk_estimate.interval->lower / 11168, 1, 0.1);
  EXPECT_NEAR(uk_estimate.interval->upper / 56052, 1, 0.2);
}

}  // namespace
}  // namespace depone::estimate
