#include "dossier/shown_estimate.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>

#include "dossier/estimate_report_figures.h"
#include "estimate/loglinear.h"
#include "tests/base/result_matchers.h"

namespace depone::dossier {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Redactor& plain_redactor() {
  static const Redactor redactor{Terms{}};
  return redactor;
}

Estimate loglinear(const estimate::OverlapTable& table) {
  NoProgress progress;
  const Cancellation cancellation;
  estimate::LoglinearOptions options;
  options.bootstrap = 0;
  return estimate::estimate_loglinear(table, options, progress, cancellation).take();
}

CaseEstimate three_lists(const std::vector<std::int64_t>& cells) {
  CaseEstimate made;
  made.of = "workers in the town";
  made.table = estimate::empty_table({"A", "B", "C"});
  for (std::size_t s = 1; s < 8; ++s) made.table.counts[s] = cells[s - 1];
  for (const char* label : {"Clinic", "Union", "Parish"}) made.lists.push_back({label, {}});
  NoProgress progress;
  const Cancellation cancellation;
  const estimate::NamedMethod methods[] = {{"loglinear", [](const estimate::OverlapTable& table) {
                                              return Result<Estimate>(loglinear(table));
                                            }}};
  made.report = estimate::make_report(made.table, methods, {}, progress, cancellation).take();
  return made;
}

// A, B, AB, C, AC, BC, ABC.
const std::vector<std::int64_t> kSparse = {61, 47, 25, 33, 14, 6, 3};
const std::vector<std::int64_t> kFull = {61, 47, 25, 33, 14, 16, 13};

TEST(ShownEstimate, OfAWholeTableLeavesAsItIs) {
  const CaseEstimate made = three_lists(kFull);
  const ShownEstimate shown = show_estimate(made, 1, plain_redactor()).take();
  EXPECT_TRUE(shown.whole);
  EXPECT_EQ(estimate::to_json(shown.report), estimate::to_json(made.report));
  EXPECT_EQ(overlap_csv(shown),
            "A,B,C,count\n1,0,0,61\n0,1,0,47\n1,1,0,25\n0,0,1,33\n1,0,1,14\n0,1,1,16\n1,1,1,13\n");
}

TEST(ShownEstimate, WithHiddenCountsIsRoundedEverywhere) {
  const CaseEstimate made = three_lists(kSparse);
  const ShownEstimate shown = show_estimate(made, 2, plain_redactor()).take();
  EXPECT_FALSE(shown.whole);
  EXPECT_FALSE(shown.observed_hidden);
  EXPECT_EQ(shown.id, "E2");
  EXPECT_THAT(overlap_csv(shown), IsEmpty());
  const Estimate& exact = made.report.estimates[0];
  const Estimate& estimate = shown.report.estimates[0];
  EXPECT_EQ(*estimate.estimate, estimate::public_number(*exact.estimate));
  EXPECT_NE(*estimate.estimate, *exact.estimate);
  for (const auto& [name, value] : estimate.figures) EXPECT_EQ(name, "models considered");
  for (const WeighedModel& model : estimate.models) {
    EXPECT_EQ(model.criterion, std::round(model.criterion)) << model.model;
    EXPECT_EQ(model.estimate.value_or(0), estimate::public_number(model.estimate.value_or(0)));
  }
  EXPECT_THAT(shown.report.back_test.cases, IsEmpty());
  for (const estimate::Variant& variant : shown.report.without) {
    EXPECT_EQ(variant.estimate.observed, estimate::kHiddenCount)
        << "the people on one list only, by subtraction";
  }
  for (const estimate::SensitivityPoint& point : shown.report.sensitivity.points) {
    EXPECT_EQ(point.estimate, estimate::public_number(point.estimate));
  }
  // What is drawn says no more than what is written.
  for (const NamedFigure& figure : report_figures(shown.report)) {
    EXPECT_THAT(figure.svg, Not(HasSubstr(fmt::format("{:.0f}", *exact.estimate)))) << figure.name;
  }
}

TEST(ShownEstimate, RoundedLeavesMoreThanOneTablePossible) {
  // An adversary tries all tables that fit what is published and keeps those whose best model says
  // the published number. The counts alone leave ten; docs/dossier-format.md tells that an estimate
  // leaves fewer.
  const CaseEstimate made = three_lists(kSparse);
  const ShownEstimate shown = show_estimate(made, 1, plain_redactor()).take();
  const estimate::CountTable counts = estimate::count_table(made.table);
  std::vector<std::set<std::int64_t>> possible(7);
  estimate::OverlapTable guess = made.table;
  const std::function<void(std::size_t)> fill = [&](std::size_t cell) {
    if (cell < 7) {
      if (shown.safe.cells[cell]) return fill(cell + 1);
      const bool small = made.table.counts[cell + 1] < estimate::kSmallestPublished;
      // Of a cell hidden for the others' sake nobody tells the reader that it is not small.
      const std::int64_t most = small ? 9 : 60;
      for (std::int64_t n = 0; n <= most; ++n) {
        guess.counts[cell + 1] = n;
        fill(cell + 1);
      }
      return;
    }
    for (std::size_t sum = 0; sum < counts.sums.size(); ++sum) {
      if (!shown.safe.sums[sum]) continue;
      std::int64_t total = 0;
      for (const std::size_t member : counts.sums[sum]) total += guess.counts[member + 1];
      if (total != *shown.safe.sums[sum]) return;
    }
    const Estimate estimate = loglinear(guess);
    if (!estimate.estimate) return;
    if (estimate::public_number(*estimate.estimate) != *shown.report.estimates[0].estimate) return;
    for (std::size_t i = 0; i < 7; ++i) possible[i].insert(guess.counts[i + 1]);
  };
  fill(0);
  for (std::size_t i = 0; i < 7; ++i) {
    if (made.table.counts[i + 1] >= estimate::kSmallestPublished) continue;
    EXPECT_GE(possible[i].size(), 2u) << "cell " << i + 1;
    EXPECT_TRUE(possible[i].contains(made.table.counts[i + 1]));
  }
}

TEST(ShownEstimate, OfFewPeopleTellsNothing) {
  const CaseEstimate made = three_lists({2, 1, 1, 2, 0, 1, 1});
  const ShownEstimate shown = show_estimate(made, 1, plain_redactor()).take();
  EXPECT_TRUE(shown.observed_hidden);
  EXPECT_THAT(shown.report.estimates, IsEmpty());
  EXPECT_THAT(shown.report.reading, IsEmpty());
}

TEST(ShownEstimate, KeepsReasonsOfRefusalsThatMayTellOfSmallCounts) {
  CaseEstimate made = three_lists({30, 20, 0, 40, 0, 0, 0});
  made.report.estimates = {estimate::blank_estimate("loglinear", "Log-linear", made.table)};
  const ShownEstimate shown = show_estimate(made, 1, plain_redactor()).take();
  ASSERT_EQ(shown.report.estimates.size(), 1u);
  EXPECT_THAT(made.report.estimates[0].refusal, HasSubstr("Nobody is on two lists"));
  EXPECT_THAT(shown.report.estimates[0].refusal, HasSubstr("is not published"));
}

// Of other linkages no table is published, and a number to the last digit would tell of them.
TEST(ShownEstimate, OverSeveralLinkagesIsRoundedThoughItsTableIsWhole) {
  CaseEstimate made = three_lists(kFull);
  made.linkages = 3;
  const ShownEstimate shown = show_estimate(made, 1, plain_redactor()).take();
  EXPECT_TRUE(shown.whole);
  EXPECT_TRUE(shown.rounded);
  EXPECT_THAT(overlap_csv(shown), IsEmpty());
  EXPECT_EQ(*shown.report.estimates[0].estimate,
            estimate::public_number(*made.report.estimates[0].estimate));
}

TEST(ShownEstimate, RedactsWhatIsCalledLikeAPerson) {
  Terms terms;
  terms.protected_strings = {"Fienberg"};
  CaseEstimate made = three_lists(kFull);
  made.report.estimates[0].title = "Log-linear (Fienberg 1972)";
  const ShownEstimate shown = show_estimate(made, 1, Redactor(terms)).take();
  EXPECT_THAT(shown.report.estimates[0].title, Not(HasSubstr("Fienberg")));
}

TEST(ListConsent, IsNeededWhoeverKeepsTheList) {
  const PartialDate today{2026, 1, 15};
  for (const SourceKind kind :
       {SourceKind::Organisation, SourceKind::Government, SourceKind::Unknown}) {
    Source keeper;
    keeper.kind = kind;
    EXPECT_TRUE(list_consent_covers(keeper, Audience::Internal, today));
    EXPECT_FALSE(list_consent_covers(keeper, Audience::Public, today)) << name_of(kind);
    keeper.consent = Consent{"an estimate", Audience::Partner, {}};
    EXPECT_TRUE(list_consent_covers(keeper, Audience::Partner, today));
    EXPECT_FALSE(list_consent_covers(keeper, Audience::Public, today));
    keeper.consent = Consent{"an estimate", Audience::Public, {2025, 1, 1}};
    EXPECT_FALSE(list_consent_covers(keeper, Audience::Public, today)) << "expired";
  }
}

}  // namespace
}  // namespace depone::dossier
