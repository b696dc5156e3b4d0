#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>

#include "estimate/capture_models.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "reference/coverage_reference.h"
#include "tests/base/result_matchers.h"
#include "tests/estimate/shared_table.h"

namespace depone::estimate {
namespace {

NoProgress quiet;
const Cancellation never;

double figure(const Estimate& estimate, std::string_view name) {
  for (const auto& [key, value] : estimate.figures) {
    if (key == name) return value;
  }
  ADD_FAILURE() << "no figure " << name;
  return NAN;
}

// --- Chao's lower bound.

// By hand: f1 = 10 + 20 + 30 = 60, f2 = 4 + 5 + 6 = 15, n = 77.
OverlapTable three_lists() { return table_of({"A", "B", "C"}, {0, 10, 20, 4, 30, 5, 6, 2}); }

TEST(Chao, IsTheFormulaForEachForm) {
  const Estimate chao = estimate_chao(three_lists(), {}, quiet, never).take();
  const double apart = 10 * 20 + 10 * 30 + 20 * 30;
  EXPECT_NEAR(*chao.estimate, 77 + apart / 16, 1e-12);
  EXPECT_NEAR(figure(chao, "lists apart"), 77 + apart / 15, 1e-12);
  EXPECT_NEAR(figure(chao, "lists alike"), 77 + 2.0 / 3 * 60 * 60 / 30, 1e-12);
  EXPECT_NEAR(figure(chao, "lists alike, bias-corrected"), 77 + 2.0 / 3 * 60 * 59 / 32, 1e-12);
}

TEST(Chao, HasTheDeltaMethodsStandardError) {
  // Two lists: r' = f1/(2 f2) in the bound f1 * r' / 2, so the variance is the delta method's by
  // hand: dN/df1 = 1 + f1/(2 f2), dN/df2 = 1 - f1^2/(4 f2^2), rest 0; N = f1 + f2 + f1^2/(4 f2).
  const OverlapTable table = table_of({"A", "B"}, {0, 30, 30, 20});
  ChaoOptions options;
  options.form = ChaoForm::ListsAlike;
  options.bias_corrected = false;
  const Estimate chao = estimate_chao(table, options, quiet, never).take();
  const double by1 = 1 + 60.0 / 40;
  const double by2 = 1 - 60.0 * 60 / (4 * 400);
  const double total = 80 + 60.0 * 60 / 80;
  EXPECT_NEAR(*chao.estimate, total, 1e-12);
  EXPECT_NEAR(figure(chao, "standard error"), std::sqrt(by1 * by1 * 60 + by2 * by2 * 20 - total),
              1e-9);
}

TEST(Chao, WithTwoListsApartIsPetersen) {
  ChaoOptions options;
  options.bias_corrected = false;
  const OverlapTable table = table_of({"A", "B"}, {0, 70, 30, 20});
  const Estimate chao = estimate_chao(table, options, quiet, never).take();
  EXPECT_NEAR(*chao.estimate, 90.0 * 50 / 20, 1e-12);
}

RC_GTEST_PROP(Chao, ListsApartNeverExceedsListsAlike, ()) {
  OverlapTable table = empty_table({"A", "B", "C", "D"});
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    table.counts[s] = *rc::gen::inRange<std::int64_t>(1, 50);
  }
  const Estimate chao = estimate_chao(table, {}, quiet, never).take();
  RC_ASSERT(figure(chao, "lists apart") <= figure(chao, "lists alike") * (1 + 1e-12));
  RC_ASSERT(chao.interval->lower >= static_cast<double>(chao.observed));
  RC_ASSERT(chao.interval->lower <= *chao.estimate);
  RC_ASSERT(chao.interval->upper >= *chao.estimate);
}

TEST(Chao, IsRefusedWithItsReasonWhereListsDoNotOverlap) {
  const OverlapTable apart = table_of({"A", "B"}, {0, 7, 5, 0});
  const Estimate chao = estimate_chao(apart, {}, quiet, never).take();
  EXPECT_FALSE(chao.estimate);
  EXPECT_NE(chao.refusal.find("Nobody is on two lists"), std::string::npos);
  EXPECT_FALSE(chao.assumptions.empty());
  const OverlapTable empty = table_of({"A", "B"}, {0, 7, 0, 0});
  EXPECT_NE(estimate_chao(empty, {}, quiet, never).take().refusal.find("on list B"),
            std::string::npos);
}

// --- The Mh, Mt, Mb family.

// Rcapture 1.4-4, closedp.t(hare): estimates, errors and deviances; recomputed with R 4.2.2's glm
// to these digits (the package prints one decimal: 75.4 3.5 68.516 ... 74.2 14.6 63.257). Mbh's
// error is 4.65 here: Rcapture leaves the factor 1 + e^(eta+beta1)/(1 + e^beta2 - e^beta1) out of
// the first term of dN/dbeta2; central differences in R give 4.6488439.
TEST(CaptureModels, AreThoseOfRcaptureOnTheSnowshoeHares) {
  const OverlapTable hare = DEPONE_SHARED_TABLE("hare");
  struct Row {
    CaptureModel model;
    double estimate, error, deviance, aic;
  };
  for (const Row& row : {
           Row{CaptureModel::M0, 75.4336186293, 3.45499994182, 68.5162079006, 154.706624875},
           Row{CaptureModel::Mt, 75.0662013449, 3.35233099059, 58.3141590716, 154.504576046},
           Row{CaptureModel::MhChao, 79.8371212121, 6.37376543873, 58.0233212465, 150.213738221},
           Row{CaptureModel::MhPoisson2, 81.5270478464, 5.71148958480, 59.1071646451,
               147.297581619},
           Row{CaptureModel::MhDarroch, 90.4023833556, 11.62539645343, 61.6004316988,
               149.790848673},
           Row{CaptureModel::MhGamma35, 100.5727437745, 21.74176149200, 62.7705567065,
               150.960973681},
           Row{CaptureModel::MthChao, 79.5714573883, 6.25372120141, 47.1150304058, 151.305447380},
           Row{CaptureModel::MthPoisson2, 81.0792814088, 5.57355907197, 48.1365133670,
               146.326930341},
           Row{CaptureModel::MthDarroch, 90.4641015072, 11.65789988381, 50.7057622653,
               148.896179239},
           Row{CaptureModel::MthGamma35, 101.5538677048, 22.40487106241, 51.9563380296,
               150.146755004},
           Row{CaptureModel::Mb, 81.14606052199, 8.26148570829, 67.02677498232, 155.21719195643},
           Row{CaptureModel::Mbh, 74.1829259219, 4.64884389, 63.2568206058, 153.4472375799},
       }) {
    const CaptureFit fit = fit_capture_model(hare, row.model);
    SCOPED_TRACE(capture_model_name(row.model));
    ASSERT_TRUE(fit.estimate) << fit.why_none;
    EXPECT_NEAR(*fit.estimate, row.estimate, 1e-6);
    EXPECT_NEAR(fit.standard_error, row.error, 1e-5);
    EXPECT_NEAR(fit.deviance, row.deviance, 1e-8);
    EXPECT_NEAR(fit.aic, row.aic, 1e-8);
  }
}

// reference_results.csv: Rcapture 1.4-4, hare, closedp.t (all 10 models), best by BIC: 81.527048.
TEST(CaptureModels, ChooseTheHaresModelByBic) {
  const OverlapTable hare = DEPONE_SHARED_TABLE("hare");
  const Estimate best = estimate_capture_models(hare, {}, quiet, never).take();
  EXPECT_EQ(best.model, "Mh Poisson2");
  EXPECT_NEAR(*best.estimate, 81.527048, 1e-6);
  EXPECT_EQ(best.models.size(), 10U);
  CaptureOptions by_aic;
  by_aic.criterion = CaptureCriterion::Aic;
  by_aic.lists_in_order_of_time = true;
  const Estimate other = estimate_capture_models(hare, by_aic, quiet, never).take();
  EXPECT_EQ(other.model, "Mth Poisson2");
  EXPECT_EQ(other.models.size(), 12U);
}

// reference_results.csv: closedpCI.t Mth Poisson2: 80.078322 [71.821662, 93.846725]. R searches to
// 1e-4 and we to 1e-5.
TEST(CaptureModels, HaveRcapturesProfileInterval) {
  const OverlapTable hare = DEPONE_SHARED_TABLE("hare");
  const auto profile = profile_interval(hare, CaptureModel::MthPoisson2, 0.95);
  ASSERT_TRUE(profile);
  EXPECT_NEAR(profile->estimate, 80.078322, 5e-4);
  EXPECT_NEAR(profile->lower, 71.821662, 5e-4);
  EXPECT_NEAR(profile->upper, 93.846725, 5e-4);
}

// Rcapture on Seber 1982, p. 107: M0 2805.6 (164.1), Mt 2389.9 (130.4), Mb 1295.0 (17.3).
TEST(CaptureModels, AreThoseOfRcaptureOnTwoLists) {
  const OverlapTable seber = table_of({"1", "2"}, {0, 781, 254, 167});
  const CaptureFit m0 = fit_capture_model(seber, CaptureModel::M0);
  EXPECT_NEAR(*m0.estimate, 2805.6, 0.05);
  EXPECT_NEAR(m0.standard_error, 164.1, 0.05);
  EXPECT_NEAR(m0.deviance, 281.334, 5e-4);
  const CaptureFit mt = fit_capture_model(seber, CaptureModel::Mt);
  EXPECT_NEAR(*mt.estimate, 2389.9, 0.05);
  EXPECT_NEAR(mt.standard_error, 130.4, 0.05);
  const CaptureFit mb = fit_capture_model(seber, CaptureModel::Mb);
  EXPECT_NEAR(*mb.estimate, 1295.0, 0.05);
  EXPECT_NEAR(mb.standard_error, 17.3, 0.05);
  EXPECT_FALSE(fit_capture_model(seber, CaptureModel::MhDarroch).estimate);
}

// Everybody is on one list or on all three: the heterogeneity column and the intercept trade off
// without end. R's glm stops somewhere with an error of 1e9 and Rcapture ranks that.
TEST(CaptureModels, DoNotRankAModelWhoseEstimateDoesNotExist) {
  const OverlapTable apart = table_of({"A", "B", "C"}, {0, 40, 50, 0, 60, 0, 0, 5});
  const Estimate best = estimate_capture_models(apart, {}, quiet, never).take();
  int without = 0;
  for (const WeighedModel& model : best.models) {
    SCOPED_TRACE(model.model);
    if (model.estimate) {
      EXPECT_LT(*model.estimate, 1e6);
    } else {
      EXPECT_FALSE(model.why_none.empty());
      ++without;
    }
  }
  EXPECT_GE(without, 4);
  EXPECT_TRUE(best.model == "M0" || best.model == "Mt") << best.model;
}

TEST(CaptureModels, FromMbNeedFewerNewPeopleOnLaterLists) {
  const OverlapTable growing = table_of({"1", "2"}, {0, 10, 40, 3});
  EXPECT_FALSE(fit_capture_model(growing, CaptureModel::Mb).estimate);
}

// --- Sample coverage.

// CARE1 1.1.0 (reference_results.csv); Chao et al. 2001 print 407, 971, 508 for HAV.
TEST(Coverage, IsThatOfCare1) {
  const struct {
    const char* name;
    double independent, high, low;
  } rows[] = {{"HAV", 407.0038, 970.8048, 507.772},
              {"Diabetes", 2271.689, 2609.03, 2457.969},
              {"Congenital", 629.5419, 659.4524, 649.3474}};
  for (const auto& row : rows) {
    const auto table = shared_table(row.name);
    if (!table) GTEST_SKIP() << "../shared/data/mse is absent";
    SCOPED_TRACE(row.name);
    // The file has seven significant digits.
    EXPECT_NEAR(coverage_estimate(*table, CoverageForm::Independent), row.independent,
                row.independent * 3e-7);
    EXPECT_NEAR(coverage_estimate(*table, CoverageForm::HighCoverage), row.high, row.high * 3e-7);
    EXPECT_NEAR(coverage_estimate(*table, CoverageForm::LowCoverage), row.low, row.low * 3e-7);
  }
}

// CARE1's bootstrap is a multinomial of round(N) over the cells and the missing one; 20,000 of them
// in R give a standard error of 48.97.
TEST(Coverage, HasTheBootstrapErrorOfCare1ForHepatitisA) {
  const OverlapTable hav = DEPONE_SHARED_TABLE("HAV");
  CoverageOptions options;
  options.replicates = 4000;
  const Estimate estimate = estimate_coverage(hav, options, quiet, never).take();
  EXPECT_EQ(estimate.model, "low coverage");  // C = 51 %
  EXPECT_NEAR(figure(estimate, "sample coverage"), 0.513, 5e-4);
  EXPECT_NEAR(*estimate.estimate, 507.772, 5e-4);
  EXPECT_NEAR(figure(estimate, "standard error"), 48.97, 2.5);
  const double error = figure(estimate, "standard error");
  const double factor = std::exp(1.959964 * std::sqrt(std::log1p(std::pow(error / 236.772, 2))));
  EXPECT_NEAR(estimate.interval->lower, 271 + 236.772 / factor, 1e-2);
  EXPECT_NEAR(estimate.interval->upper, 271 + 236.772 * factor, 1e-2);
}

TEST(Coverage, TakesTheHighFormFrom55PercentOn) {
  const OverlapTable diabetes = DEPONE_SHARED_TABLE("Diabetes");
  EXPECT_GE(sample_coverage(diabetes), kEnoughCoverage);
  CoverageOptions options;
  options.replicates = 50;
  const Estimate estimate = estimate_coverage(diabetes, options, quiet, never).take();
  EXPECT_EQ(estimate.model, "high coverage");
}

TEST(Coverage, IsTheSameOnAnyNumberOfThreads) {
  CoverageOptions options;
  options.replicates = 200;
  options.threads = 1;
  const Estimate one = estimate_coverage(three_lists(), options, quiet, never).take();
  options.threads = 3;
  const Estimate three = estimate_coverage(three_lists(), options, quiet, never).take();
  EXPECT_EQ(one.interval, three.interval);
}

RC_GTEST_PROP(Coverage, IsThePapersSumsForThreeLists, ()) {
  OverlapTable table = empty_table({"A", "B", "C"});
  std::array<double, 8> z{};
  for (std::size_t s = 1; s < 8; ++s) {
    table.counts[s] = *rc::gen::inRange<std::int64_t>(1, 100);
    z[s] = static_cast<double>(table.counts[s]);
  }
  const reference::CoverageTwin twin = reference::coverage_of_three(z);
  const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-9 * std::abs(b); };
  RC_ASSERT(near(sample_coverage(table), twin.coverage));
  RC_ASSERT(near(coverage_estimate(table, CoverageForm::Independent), twin.independent));
  RC_ASSERT(near(coverage_estimate(table, CoverageForm::LowCoverage), twin.low));
  if (twin.high > static_cast<double>(table.observed())) {
    RC_ASSERT(near(coverage_estimate(table, CoverageForm::HighCoverage), twin.high));
  }
}

// Seber 1982, p. 60: n1 = 200, n2 = 100, m = 20 by hand.
TEST(TwoLists, ArePetersenAndChapman) {
  const TwoLists both = two_lists(table_of({"A", "B"}, {0, 180, 80, 20}));
  EXPECT_NEAR(both.petersen, 1000, 1e-9);
  EXPECT_NEAR(both.chapman, 201.0 * 101 / 21 - 1, 1e-9);
  EXPECT_NEAR(both.chapman_error, std::sqrt(201.0 * 101 * 180 * 80 / (21.0 * 21 * 22)), 1e-9);
}

}  // namespace
}  // namespace depone::estimate
