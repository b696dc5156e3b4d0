#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <set>
#include <tuple>

#include "estimate/backtest.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/disclosure.h"
#include "estimate/linked_lists.h"
#include "estimate/report.h"
#include "estimate/report_public.h"
#include "estimate/sensitivity.h"
#include "estimate/sensitivity_variants.h"
#include "estimate/strata_public.h"
#include "reference/disclosure_reference.h"
#include "tests/base/result_matchers.h"
#include "tests/estimate/shared_table.h"

namespace depone::estimate {
namespace {

using ::testing::HasSubstr;

NoProgress quiet;
const Cancellation never;

Result<Estimate> chao(const OverlapTable& table) { return estimate_chao(table, {}, quiet, never); }

// An estimate that is known beforehand: twice the people seen, give or take a tenth.
Result<Estimate> twice(const OverlapTable& table) {
  Estimate estimate = blank_estimate("twice", "Twice the people seen", table);
  estimate.assumptions = {"As many are missing as were seen."};
  const auto seen = static_cast<double>(table.observed());
  estimate.estimate = 2 * seen;
  estimate.interval = {0.95, 1.9 * seen, 2.1 * seen, "a tenth"};
  return estimate;
}

// --- The sensitivity curve.

TEST(Sensitivity, OfTwoListsIsPetersenTimesTheOddsRatio) {
  const OverlapTable table = table_of({"A", "B"}, {0, 180, 80, 20});
  const SensitivityCurve curve = sensitivity_curve(table, {}).take();
  EXPECT_EQ(curve.order, 1U);
  EXPECT_NEAR(curve.at_zero, 1000, 1e-6);
  for (const SensitivityPoint& point : curve.points) {
    EXPECT_NEAR(point.estimate, 280 + 720 * std::exp(point.xi), 1e-5);
    // Delta method: the variance of the logarithm of those missing is the sum of the reciprocals.
    const double missing = 720 * std::exp(point.xi);
    const double error = std::sqrt(missing + missing * missing * (1.0 / 180 + 1.0 / 80 + 1.0 / 20));
    const EstimateInterval interval = log_interval(280, 280 + missing, error, 0.95, {});
    EXPECT_NEAR(point.lower, interval.lower, 1e-4);
    EXPECT_NEAR(point.upper, interval.upper, 1e-4);
  }
  EXPECT_NEAR(*curve.halved, -std::log(2.0), 1e-5);
  EXPECT_NEAR(*curve.doubled, std::log(2.0), 1e-5);
}

// With all lower interactions the missing cell is odd cells over even cells, and times (-1)^k xi.
RC_GTEST_PROP(Sensitivity, OfAFullTableIsTheClosedForm, ()) {
  OverlapTable table = empty_table({"A", "B", "C"});
  for (std::size_t s = 1; s < 8; ++s) table.counts[s] = *rc::gen::inRange<std::int64_t>(1, 200);
  const SensitivityCurve curve = sensitivity_curve(table, {}).take();
  double log_missing = 0;
  for (std::size_t s = 1; s < 8; ++s) {
    log_missing +=
        (std::popcount(s) % 2 == 1 ? 1 : -1) * std::log(static_cast<double>(table.counts[s]));
  }
  const auto seen = static_cast<double>(table.observed());
  RC_ASSERT(curve.points.size() == 41U);
  for (const SensitivityPoint& point : curve.points) {
    const double expected = seen + std::exp(log_missing - point.xi);
    RC_ASSERT(std::abs(point.estimate - expected) <= 1e-6 * expected);
    RC_ASSERT(point.lower <= point.estimate && point.estimate <= point.upper);
  }
}

TEST(Sensitivity, StepsDownToAnOrderThatHasAnEstimate) {
  // Nobody is on all three, nor on A and C: the full table's odd over even cells is 0 over 0.
  const OverlapTable sparse = table_of({"A", "B", "C"}, {0, 50, 40, 9, 30, 0, 7, 0});
  const SensitivityCurve curve = sensitivity_curve(sparse, {}).take();
  EXPECT_EQ(curve.order, 1U);
  EXPECT_THAT(curve.assumption, HasSubstr("order 2 is taken to be 0"));
  SensitivityOptions full;
  full.order = 2;
  EXPECT_THAT(sensitivity_curve(sparse, full).take().refusal, HasSubstr("order 2"));
}

TEST(Sensitivity, RefusesWithTheReasonOrNamesTheOption) {
  EXPECT_THAT(sensitivity_curve(table_of({"A", "B"}, {0, 5, 6, 0}), {}).take().refusal,
              HasSubstr("Nobody is on two lists"));
  SensitivityOptions options;
  options.from = 1;
  options.to = 1;
  EXPECT_THAT(sensitivity_curve(table_of({"A", "B"}, {0, 5, 6, 1}), options),
              HasFault(Fault::InvalidInput));
  options = {};
  options.order = 2;
  EXPECT_THAT(sensitivity_curve(table_of({"A", "B"}, {0, 5, 6, 1}), options),
              HasFault(Fault::InvalidInput));
}

// --- Lists left out and taken together.

TEST(Variants, AreTheMethodOnTheChangedTable) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 10, 20, 4, 30, 5, 6, 2});
  const auto without = without_each_list(table, chao, quiet, never).take();
  ASSERT_EQ(without.size(), 3U);
  EXPECT_EQ(without[1].change, "without B");
  EXPECT_EQ(without[1].estimate.estimate, chao(keep_lists(table, 0b101)).take().estimate);
  const auto merged = merging_each_pair(table, chao, quiet, never).take();
  ASSERT_EQ(merged.size(), 3U);
  EXPECT_EQ(merged[1].change, "A+C as one");
  EXPECT_EQ(merged[1].estimate.estimate, chao(merge_lists(table, 0b101)).take().estimate);
}

TEST(Variants, TakeInvalidInputForARefusalAndPassOnTheRest) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 1, 2, 4, 8, 16, 32, 64});
  const Method picky = [](const OverlapTable& each) -> Result<Estimate> {
    if (each.list_count() < 3) return Error{Fault::InvalidInput, "too few lists"};
    return chao(each);
  };
  EXPECT_THAT(without_each_list(table, picky, quiet, never).take()[0].estimate.refusal,
              HasSubstr("too few lists"));
  const Method stopped = [](const OverlapTable&) -> Result<Estimate> {
    return Error{Fault::Cancelled, "stopped"};
  };
  EXPECT_THAT(without_each_list(table, stopped, quiet, never), HasFault(Fault::Cancelled));
  Cancellation now;
  now.request();
  EXPECT_THAT(merging_each_pair(table, chao, quiet, now), HasFault(Fault::Cancelled));
}

// --- The back-test.

TEST(BackTest, ShowsTheMethodOnlyWhatOtherListsSawOfAList) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 10, 20, 4, 30, 5, 6, 2});
  const OverlapTable within =
      within_list(table, 0);  // A: 10 alone, 4 with B, 5 with C, 2 with both
  EXPECT_EQ(within.lists, (std::vector<std::string>{"B", "C"}));
  EXPECT_EQ(within.counts, (std::vector<std::int64_t>{0, 4, 5, 2}));
  const BackTest test = back_test(table, twice, quiet, never).take();
  ASSERT_EQ(test.cases.size(), 3U);
  EXPECT_EQ(test.cases[0].size, 21);
  EXPECT_EQ(test.cases[0].seen, 11);
  EXPECT_NEAR(*test.cases[0].error, 1.0 / 21, 1e-12);
  EXPECT_TRUE(*test.cases[0].covered);   // 20.9 to 23.1
  EXPECT_FALSE(*test.cases[1].covered);  // B: 32 people, 12 seen
  EXPECT_EQ(test.judged, 3);
  EXPECT_EQ(test.covered, 1);
  // Errors 1/21, -8/32, -17/43 (C: 13 of 43 seen).
  EXPECT_NEAR(*test.median_absolute_error, 0.25, 1e-12);
}

TEST(BackTest, NeedsThreeLists) {
  EXPECT_THAT(back_test(table_of({"A", "B"}, {0, 5, 6, 3}), twice, quiet, never).take().refusal,
              HasSubstr("fewer than three"));
}

// --- Linkage.

TEST(Linkages, ThatAgreeGiveTheIntervalOfOne) {
  const OverlapTable table = table_of({"A", "B"}, {0, 180, 80, 20});
  const std::vector<OverlapTable> same(5, table);
  const Estimate one = chao(table).take();
  const Estimate pooled = estimate_over_linkages(same, chao, {}, quiet, never).take();
  EXPECT_NEAR(*pooled.estimate, *one.estimate, 1e-6);
  EXPECT_NEAR(pooled.interval->lower, one.interval->lower, 1e-4);
  EXPECT_NEAR(pooled.interval->upper, one.interval->upper, 1e-4);
}

TEST(Linkages, ThatDifferGiveAWiderIntervalWhichHoldsTheirEstimates) {
  std::vector<OverlapTable> linkages;
  for (const std::int64_t both : {10, 15, 20, 25, 30}) {
    linkages.push_back(table_of({"A", "B"}, {0, 200 - both, 100 - both, both}));
  }
  const Estimate pooled = estimate_over_linkages(linkages, chao, {}, quiet, never).take();
  const Estimate middle = chao(linkages[2]).take();
  EXPECT_EQ(pooled.observed, 270);
  EXPECT_LT(pooled.interval->lower, *chao(linkages[4]).take().estimate);
  EXPECT_GT(pooled.interval->upper, *chao(linkages[0]).take().estimate);
  EXPECT_GT(pooled.interval->upper - pooled.interval->lower,
            middle.interval->upper - middle.interval->lower);
  EXPECT_GT(*pooled.estimate, *chao(linkages[4]).take().estimate);
  EXPECT_LT(*pooled.estimate, *chao(linkages[0]).take().estimate);
}

// Two certain answers, 200 and 400 of 100 seen: centres log 100 and log 300, moved apart by
// sqrt(3/2) about their middle; the quantiles are the two points.
TEST(Linkages, MixAndDoNotAverage) {
  int calls = 0;
  const Method certain = [&](const OverlapTable& table) {
    Estimate estimate = blank_estimate("certain", "Certain", table);
    estimate.assumptions = {"None."};
    estimate.estimate = calls++ % 2 == 0 ? 200 : 400;
    return Result<Estimate>(estimate);
  };
  const std::vector<OverlapTable> two(2, table_of({"A", "B"}, {0, 40, 50, 10}));
  const Estimate pooled = estimate_over_linkages(two, certain, {}, quiet, never).take();
  const double middle = (std::log(100) + std::log(300)) / 2;
  const double half = std::sqrt(1.5) * (std::log(300) - std::log(100)) / 2;
  EXPECT_NEAR(pooled.interval->lower, 100 + std::exp(middle - half), 1e-6);
  EXPECT_NEAR(pooled.interval->upper, 100 + std::exp(middle + half), 1e-6);
  EXPECT_THAT(pooled.warnings, ::testing::Contains(HasSubstr("no interval")));
}

TEST(Linkages, WithoutEstimateOpenTheUpperEnd) {
  std::vector<OverlapTable> linkages(4, table_of({"A", "B"}, {0, 180, 80, 20}));
  linkages.push_back(table_of({"A", "B"}, {0, 200, 100, 0}));
  const Estimate pooled = estimate_over_linkages(linkages, chao, {}, quiet, never).take();
  EXPECT_TRUE(pooled.estimate);
  EXPECT_TRUE(std::isinf(pooled.interval->upper));
  const std::vector<OverlapTable> none(3, linkages.back());
  EXPECT_FALSE(estimate_over_linkages(none, chao, {}, quiet, never).take().estimate);
}

TEST(Linkages, MustBeOfTheSameLists) {
  const OverlapTable table = table_of({"A", "B"}, {0, 5, 6, 3});
  std::vector<OverlapTable> linkages(2, table);
  linkages[1].lists[1] = "C";
  EXPECT_THAT(estimate_over_linkages(linkages, chao, {}, quiet, never),
              HasFault(Fault::InvalidInput));
  EXPECT_THAT(estimate_over_linkages({&table, 1}, chao, {}, quiet, never),
              HasFault(Fault::InvalidInput));
}

TEST(Linkages, AreTablesOfRecordsAndPersons) {
  const std::vector<std::size_t> list_of = {0, 0, 1, 1, 1};
  const std::vector<std::int64_t> person_of = {7, 9, 9, 4, 4};
  const OverlapTable table = table_of_linkage({"A", "B"}, list_of, person_of).take();
  EXPECT_EQ(table.counts, (std::vector<std::int64_t>{0, 1, 1, 1}));
  EXPECT_THAT(table_of_linkage({"A"}, list_of, person_of), HasFault(Fault::InvalidInput));
}

// --- Disclosure.

reference::Published published(const CountTable& table, const SafeTable& safe) {
  return {safe.cells, table.sums, safe.sums};
}

// Whether nothing from 0 to threshold - 1 can be ruled out for the sum of the cells.
bool open_to_all_small(const CountTable& table, const SafeTable& safe,
                       const std::vector<std::size_t>& cells, std::int64_t threshold) {
  for (std::int64_t value = 0; value < threshold; ++value) {
    if (!reference::possible(published(table, safe), cells, value, 30)) return false;
  }
  return true;
}

TEST(Suppress, HidesWhatThreeTotalsWouldTell) {
  // Two lists: A alone 40, B alone 4, both 30. Everybody less those on A is B alone.
  const OverlapTable table = table_of({"A", "B"}, {0, 40, 4, 30});
  const CountTable counts = count_table(table);
  const SafeTable safe = suppress(counts).take();
  EXPECT_FALSE(safe.cells[1]);
  int hidden = 0;
  for (const auto& cell : safe.cells) hidden += cell ? 0 : 1;
  for (const auto& sum : safe.sums) hidden += sum ? 0 : 1;
  EXPECT_GE(hidden, 2);
  EXPECT_TRUE(reference::possible(published(counts, safe), {1}, 0, 120));
  EXPECT_TRUE(reference::possible(published(counts, safe), {1}, 9, 120));
}

TEST(Suppress, LeavesATableWithoutSmallCountsAlone) {
  const CountTable counts = count_table(table_of({"A", "B"}, {0, 40, 14, 30}));
  const SafeTable safe = suppress(counts).take();
  for (const auto& cell : safe.cells) EXPECT_TRUE(cell);
  for (const auto& sum : safe.sums) EXPECT_TRUE(sum);
}

TEST(Suppress, TakesZerosForSmall) {
  const SafeTable safe = suppress(count_table(table_of({"A", "B"}, {0, 40, 14, 0}))).take();
  EXPECT_FALSE(safe.cells[2]);
}

// Every small count could be anything from 0 to the threshold less one, found by trying all tables
// of whole numbers that have the published figures.
RC_GTEST_PROP(Suppress, LetsNobodyComputeASmallCount, ()) {
  OverlapTable table = empty_table({"A", "B", "C"});
  for (std::size_t s = 1; s < 8; ++s) table.counts[s] = *rc::gen::inRange<std::int64_t>(0, 7);
  constexpr std::int64_t kThreshold = 3;
  const CountTable counts = count_table(table);
  const SafeTable safe = suppress(counts, kThreshold).take();
  for (std::size_t cell = 0; cell < counts.cells.size(); ++cell) {
    if (safe.cells[cell]) {
      RC_ASSERT(*safe.cells[cell] == counts.cells[cell] && counts.cells[cell] >= kThreshold);
    }
    if (counts.cells[cell] >= kThreshold) continue;
    RC_ASSERT(open_to_all_small(counts, safe, {cell}, kThreshold));
  }
  for (std::size_t i = 0; i < counts.sums.size(); ++i) {
    std::int64_t total = 0;
    for (const std::size_t cell : counts.sums[i]) total += counts.cells[cell];
    if (total >= kThreshold) continue;
    RC_ASSERT(!safe.sums[i]);
    RC_ASSERT(open_to_all_small(counts, safe, counts.sums[i], kThreshold));
  }
}

// The same for tables with rows, columns and a grand total, not only for overlap tables.
RC_GTEST_PROP(Suppress, GuardsRowsAndColumnsToo, ()) {
  CountTable counts;
  for (int cell = 0; cell < 6; ++cell)
    counts.cells.push_back(*rc::gen::inRange<std::int64_t>(0, 8));
  counts.sums = {{0, 1, 2}, {3, 4, 5}, {0, 3}, {1, 4}, {2, 5}, {0, 1, 2, 3, 4, 5}};
  constexpr std::int64_t kThreshold = 4;
  const SafeTable safe = suppress(counts, kThreshold).take();
  for (std::size_t cell = 0; cell < 6; ++cell) {
    if (counts.cells[cell] >= kThreshold) continue;
    RC_ASSERT(open_to_all_small(counts, safe, {cell}, kThreshold));
  }
}

TEST(Suppress, RefusesBadTables) {
  EXPECT_THAT(suppress({{1, -1}, {}}), HasFault(Fault::InvalidInput));
  EXPECT_THAT(suppress({{1, 1}, {{0, 2}}}), HasFault(Fault::InvalidInput));
  EXPECT_THAT(suppress({{1, 1}, {}}, 1), HasFault(Fault::InvalidInput));
}

TEST(RoundTo, AddsTheSumsUpFromRoundedCells) {
  const CountTable counts = count_table(table_of({"A", "B"}, {0, 44, 4, 15}));
  const SafeTable safe = round_to(counts).take();
  EXPECT_EQ(safe.cells, (std::vector<std::optional<std::int64_t>>{40, 0, 20}));
  EXPECT_EQ(safe.sums, (std::vector<std::optional<std::int64_t>>{60, 20, 60}));
}

TEST(SafeTables, SayNullForHidden) {
  const OverlapTable table = table_of({"A", "B"}, {0, 40, 14, 0});
  const OrderedJson json = to_json(table, suppress(count_table(table)).take());
  EXPECT_TRUE(json["rows"][2]["count"].is_null());
  EXPECT_EQ(json["rows"][2]["lists"], "A,B");
}

// --- The report.

std::vector<NamedMethod> methods() {
  return {{"chao", chao}, {"twice", twice}, {"coverage", [](const OverlapTable& table) {
                                               CoverageOptions options;
                                               options.replicates = 50;
                                               return estimate_coverage(table, options, quiet,
                                                                        never);
                                             }}};
}

TEST(Report, PutsEveryMethodSideBySide) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 70, 80, 14, 60, 15, 16, 12});
  const Report report = make_report(table, methods(), {}, quiet, never).take();
  ASSERT_EQ(report.estimates.size(), 3U);
  EXPECT_EQ(report.tried, "twice");  // not the lower bound
  EXPECT_EQ(report.without.size(), 3U);
  EXPECT_EQ(report.merged.size(), 3U);
  EXPECT_EQ(report.back_test.cases.size(), 3U);
  EXPECT_FALSE(report.sensitivity.points.empty());
  const OrderedJson json = to_json(report);
  for (const char* member : {"reading", "estimates", "disagreement", "sensitivity",
                             "without_a_list", "two_lists_as_one", "back_test"}) {
    EXPECT_TRUE(json.contains(member)) << member;
  }
  EXPECT_FALSE(json.contains("score"));
}

TEST(Report, SaysWhatTheNumbersMayAndMayNotBeUsedFor) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 70, 80, 14, 60, 15, 16, 12});
  const Report report = make_report(table, methods(), {}, quiet, never).take();
  EXPECT_THAT(report.reading.front(), HasSubstr("267 people are on at least one list"));
  EXPECT_THAT(report.reading, ::testing::Contains(HasSubstr("May be used for")));
  EXPECT_THAT(report.reading, ::testing::Contains(HasSubstr("May not be used for")));
  EXPECT_THAT(report.reading, ::testing::Contains(HasSubstr("Whitehead")));
  EXPECT_THAT(report.reading, ::testing::Contains(HasSubstr("quote the range")));
}

TEST(Report, WithoutAnyEstimateSaysOnlyThat) {
  const OverlapTable apart = table_of({"A", "B", "C"}, {0, 9, 8, 0, 7, 0, 0, 0});
  const std::vector<NamedMethod> one = {{"chao", chao}};
  const Report report = make_report(apart, one, {}, quiet, never).take();
  EXPECT_FALSE(report.disagreement);
  EXPECT_TRUE(report.tried.empty());
  EXPECT_THAT(report.reading, ::testing::Contains(HasSubstr("No method has an estimate")));
  EXPECT_THAT(report.reading, ::testing::Not(::testing::Contains(HasSubstr("May be used for"))));
}

// --- The report that may leave.

const OverlapTable small_cells = table_of({"A", "B", "C"}, {0, 741, 523, 4, 360, 3, 7, 2});

// Every number under a key of this name, anywhere.
std::vector<std::int64_t> counts_called(const OrderedJson& json, const std::string& name) {
  std::vector<std::int64_t> found;
  if (!json.is_structured()) return found;
  if (json.is_object() && json.contains(name) && json[name].is_number_integer()) {
    found.push_back(json[name].get<std::int64_t>());
  }
  for (const OrderedJson& member : json) {
    for (const std::int64_t count : counts_called(member, name)) found.push_back(count);
  }
  return found;
}

TEST(PublicReport, HoldsNoCountButThoseOfTheSuppressedTable) {
  const Report report = make_report(small_cells, methods(), {}, quiet, never).take();
  // Everybody less those seen without A are those on A alone: the inside report gives them away.
  EXPECT_EQ(report.observed - report.without[0].estimate.observed, 741);
  const PublicReport open = public_report(report, small_cells).take();
  EXPECT_EQ(open.table.cells, suppress(count_table(small_cells)).take().cells);
  EXPECT_EQ(open.report.observed, 1640);
  for (const Variant& variant : open.report.without) {
    EXPECT_EQ(variant.estimate.observed, kHiddenCount);
  }
  const OrderedJson json = to_json(open);
  EXPECT_THAT(counts_called(json, "observed"), ::testing::Each(1640));
  EXPECT_THAT(counts_called(json, "seen"), ::testing::IsEmpty());
  EXPECT_THAT(counts_called(json, "size"), ::testing::IsEmpty());
  EXPECT_EQ(counts_called(to_json(report), "seen").size(), 3U);
}

TEST(PublicReport, RoundsWhatIsMadeOfTheCountsAndIntervalsOutwards) {
  const Report report = make_report(small_cells, methods(), {}, quiet, never).take();
  const PublicReport open = public_report(report, small_cells).take();
  for (std::size_t i = 0; i < report.estimates.size(); ++i) {
    const Estimate& inside = report.estimates[i];
    const Estimate& outside = open.report.estimates[i];
    EXPECT_NEAR(*outside.estimate, *inside.estimate, 0.06 * *inside.estimate);
    EXPECT_LE(outside.interval->lower, inside.interval->lower);
    EXPECT_GE(outside.interval->upper, inside.interval->upper);
    EXPECT_EQ(std::fmod(*outside.estimate, 10), 0) << *outside.estimate;
  }
  EXPECT_EQ(std::fmod(open.report.sensitivity.points[0].estimate, 10), 0);
  EXPECT_EQ(public_number(10356.519), 10000);
  EXPECT_EQ(public_number(0), 0);
  EXPECT_EQ(public_number(HUGE_VAL), HUGE_VAL);
  EXPECT_EQ(open.report.sensitivity.points.size(), 9U);
  EXPECT_EQ(public_number(157.2), 160);
}

TEST(PublicReport, IsTheReportWhereNothingIsHidden) {
  const OverlapTable large = table_of({"A", "B", "C"}, {0, 70, 80, 14, 60, 15, 16, 12});
  const Report report = make_report(large, methods(), {}, quiet, never).take();
  const PublicReport open = public_report(report, large).take();
  EXPECT_TRUE(is_whole(open.table));
  EXPECT_EQ(to_json(open.report), to_json(report));
}

TEST(PublicReport, LeavesOutWarningsThatTellOfSmallCounts) {
  const OverlapTable table = table_of({"A", "B", "C"}, {0, 70, 80, 3, 60, 2, 1, 0});
  const Report report = make_report(table, methods(), {}, quiet, never).take();
  EXPECT_THAT(report.estimates[0].warnings, ::testing::Contains(HasSubstr("Only 6 people")));
  const Report open = public_report(report, table).take().report;
  EXPECT_THAT(open.estimates[0].warnings, ::testing::ElementsAre(HasSubstr("not published")));
  EXPECT_THAT(open.estimates[0].figures, ::testing::IsEmpty());
  for (const Variant& variant : open.without) {
    EXPECT_THAT(variant.estimate.refusal, ::testing::Not(HasSubstr("Nobody")));
  }
}

TEST(PublicReport, SaysNothingOfATotalThatIsHidden) {
  const OverlapTable few = table_of({"A", "B", "C"}, {0, 2, 1, 1, 0, 1, 1, 1});
  const Report of_few = make_report(few, methods(), {}, quiet, never).take();
  const PublicReport hidden = public_report(of_few, few).take();
  EXPECT_THAT(hidden.report.reading.front(), HasSubstr("is not published"));
  ASSERT_TRUE(hidden.report.disagreement);
  EXPECT_TRUE(std::isnan(hidden.report.disagreement->factor_missing));
  EXPECT_TRUE(counts_called(to_json(hidden), "observed").empty());
}

TEST(PublicReport, RoundsNumbersWithinSentencesAndLeavesTheRest) {
  Estimate estimate;
  estimate.warnings = {
      "The answer depends on the prior, which the data do not settle: 12,595 "
      "(9,827 to 16,544) at delta 0.0625.",
      "15 models fit about equally well and say from 10357 to 981.",
      "The posterior does not fall off: 0.01 of it lies beyond 10^12 people.",
      "No graph stands out: the most probable one has a weight of 0.083."};
  EXPECT_THAT(public_estimate(estimate, 4400).warnings,
              ::testing::ElementsAre(
                  "The answer depends on the prior, which the data do not "
                  "settle: 13,000 (9,800 to 17,000) at delta 0.0625.",
                  "15 models fit about equally well and say from 10000 to 980.",
                  "The posterior does not fall off: 0.01 of it lies beyond 10^12 people.",
                  "No graph stands out: the most probable one has a weight of 0.10."));
}

// A number to the last digit is found again by whoever tries all small counts.
TEST(PublicReport, HoldsNothingThatASearchThroughTablesCouldRecognise) {
  Estimate estimate;
  estimate.refusal =
      "The chains have not converged (R-hat 1.234, at most 1.05 is accepted). They stayed at: 457.";
  estimate.warnings = {
      "37 of 1000 bootstrap replicates have no estimate; the interval rests on the "
      "others."};
  estimate.figures = {{"r-hat", 1.0034}, {"chains", 8}, {"effective draws, middle", 812.4}};
  estimate.traces = {{457.1, 460.9}};
  estimate.models = {{"[A,B]", 0.2171, "weight", 616.0, ""},
                     {"[A][B]", 0.0101, "weight", 600.0, ""}};
  const Estimate open = public_estimate(estimate, 400);
  EXPECT_EQ(open.refusal, "The chains have not converged, so no number is given.");
  EXPECT_THAT(open.warnings, ::testing::ElementsAre(HasSubstr("not published")));
  EXPECT_EQ(open.figures, (std::vector<std::pair<std::string, double>>{{"chains", 8}}));
  EXPECT_TRUE(open.traces.empty());
  ASSERT_EQ(open.models.size(), 1u);
  EXPECT_NEAR(open.models[0].criterion, 0.2, 1e-12);
  const Report report = make_report(small_cells, methods(), {}, quiet, never).take();
  const BackTest test = public_report(report, small_cells).take().report.back_test;
  EXPECT_TRUE(test.cases.empty());
  EXPECT_EQ(test.judged, report.back_test.judged);
  EXPECT_NEAR(*test.median_absolute_error, *report.back_test.median_absolute_error, 0.051);
}

TEST(PublicReport, MadeOfOtherTablesIsRoundedThoughItsOwnIsWhole) {
  const OverlapTable large = table_of({"A", "B", "C"}, {0, 70, 80, 14, 60, 15, 16, 12});
  const Report report = make_report(large, methods(), {}, quiet, never).take();
  const PublicReport open = public_report(report, large, {.of_other_tables = true}).take();
  EXPECT_TRUE(is_whole(open.table));
  EXPECT_TRUE(open.rounded);
  EXPECT_EQ(std::fmod(*open.report.estimates[0].estimate, 10), 0);
}

// --- Groups.

std::vector<Stratum> strata_of(const std::vector<std::vector<std::int64_t>>& counts) {
  std::vector<Stratum> strata;
  for (const auto& cells : counts) {
    strata.push_back({std::to_string(2018 + strata.size()), table_of({"A", "B"}, cells), 0});
  }
  return strata;
}

TEST(SuppressStrata, HidesAnotherGroupSoThatNobodySubtracts) {
  // 2018 is small: its total is hidden, and one more with it, or everybody less the others tells.
  const auto strata = strata_of({{0, 3, 2, 1}, {0, 500, 400, 120}, {0, 700, 600, 150}});
  const SafeStrata safe = suppress_strata(strata).take();
  EXPECT_FALSE(safe.whole);
  EXPECT_FALSE(safe.groups[0].sums.back());
  std::size_t hidden = 0;
  for (const SafeTable& group : safe.groups) hidden += group.sums.back() ? 0 : 1;
  EXPECT_TRUE(hidden >= 2 || !safe.all.sums.back());
  // Each table by itself would have let the others go.
  EXPECT_TRUE(is_whole(suppress(count_table(strata[1].table)).take()));
}

TEST(SuppressStrata, LeavesLargeGroupsAlone) {
  const auto strata = strata_of({{0, 500, 400, 120}, {0, 700, 600, 150}});
  const SafeStrata safe = suppress_strata(strata).take();
  EXPECT_TRUE(safe.whole);
  EXPECT_EQ(safe.groups[1].cells[2], 150);
  EXPECT_EQ(safe.all.cells[0], 1200);
  EXPECT_EQ(safe.all.sums.back(), 2470);
}

TEST(SuppressStrata, KnowsThatNobodyIsOnAListThatWasNotKept) {
  // In 2018 only A and B were kept: the cells with C are no unknowns that could hide others.
  std::vector<Stratum> strata = {
      {"2018", table_of({"A", "B", "C"}, {0, 90, 80, 30, 0, 0, 0, 0}), 4},
      {"2019", table_of({"A", "B", "C"}, {0, 99, 88, 33, 77, 22, 21, 11}), 0}};
  const SafeStrata safe = suppress_strata(strata).take();
  EXPECT_TRUE(safe.whole);
  EXPECT_EQ(safe.groups[0].cells[3], std::nullopt);
  EXPECT_EQ(safe.groups[0].sums[2], std::nullopt);
  EXPECT_EQ(safe.all.cells[3], 77);
  const OrderedJson json = to_json(strata, safe);
  EXPECT_EQ(json[0]["rows"].size(), 3u);
  EXPECT_FALSE(json[0]["totals"].contains("C"));
}

// Tried by hand: every table of small numbers that fits all that is published of two groups.
RC_GTEST_PROP(SuppressStrata, LetsNobodyComputeASmallCount, ()) {
  constexpr std::int64_t kThreshold = 3;
  std::vector<std::vector<std::int64_t>> counts(2, std::vector<std::int64_t>(4, 0));
  for (auto& group : counts) {
    for (std::size_t s = 1; s < 4; ++s) {
      group[s] = *rc::gen::weightedOneOf<std::int64_t>(
          {{1, rc::gen::inRange<std::int64_t>(0, 3)}, {4, rc::gen::inRange<std::int64_t>(3, 9)}});
    }
  }
  const auto strata = strata_of(counts);
  const SafeStrata safe = suppress_strata(strata, kThreshold).take();
  std::vector<std::vector<std::int64_t>> guess = counts;
  std::set<std::tuple<std::size_t, std::size_t, std::int64_t>> possible;
  const auto fits = [](const std::optional<std::int64_t>& told, std::int64_t count) {
    return !told || *told == count;
  };
  const auto agrees = [&] {
    std::vector<std::int64_t> all(4, 0);
    for (std::size_t g = 0; g < 2; ++g) {
      const auto& one = guess[g];
      for (std::size_t s = 1; s < 4; ++s) all[s] += one[s];
      if (!fits(safe.groups[g].sums[0], one[1] + one[3])) return false;
      if (!fits(safe.groups[g].sums[1], one[2] + one[3])) return false;
      if (!fits(safe.groups[g].sums[2], one[1] + one[2] + one[3])) return false;
    }
    for (std::size_t s = 1; s < 4; ++s) {
      if (!fits(safe.all.cells[s - 1], all[s])) return false;
    }
    return fits(safe.all.sums[0], all[1] + all[3]) && fits(safe.all.sums[1], all[2] + all[3]) &&
           fits(safe.all.sums[2], all[1] + all[2] + all[3]);
  };
  const std::function<void(std::size_t)> fill = [&](std::size_t at) {
    if (at == 6) {
      if (!agrees()) return;
      for (std::size_t g = 0; g < 2; ++g) {
        for (std::size_t s = 1; s < 4; ++s) possible.emplace(g, s, guess[g][s]);
      }
      return;
    }
    const std::size_t g = at / 3;
    const std::size_t s = at % 3 + 1;
    if (const auto& told = safe.groups[g].cells[s - 1]) {
      guess[g][s] = *told;
      return fill(at + 1);
    }
    for (std::int64_t count = 0; count < 16; ++count) {
      guess[g][s] = count;
      fill(at + 1);
    }
  };
  std::size_t unknown = 0;
  for (const SafeTable& group : safe.groups) {
    for (const auto& cell : group.cells) unknown += cell ? 0 : 1;
  }
  if (unknown > 4) return;  // too many tables to try
  fill(0);
  for (std::size_t g = 0; g < 2; ++g) {
    for (std::size_t s = 1; s < 4; ++s) {
      if (counts[g][s] >= kThreshold) continue;
      for (std::int64_t count = 0; count < kThreshold; ++count) {
        RC_ASSERT(possible.contains({g, s, count}));
      }
    }
  }
}

TEST(Disagreement, IsOfTheNumberMissingAndLeavesBoundsOut) {
  std::vector<Estimate> estimates(3);
  const double values[] = {150, 200, 300};
  const char* names[] = {"chao", "low", "high"};
  for (std::size_t i = 0; i < 3; ++i) {
    estimates[i].method = names[i];
    estimates[i].observed = 100;
    estimates[i].estimate = values[i];
    estimates[i].interval = EstimateInterval{0.95, values[i] - 20, values[i] + 20, ""};
  }
  const Disagreement far = disagreement_of(estimates);
  EXPECT_EQ(far.lowest, "low");
  EXPECT_EQ(far.highest, "high");
  EXPECT_NEAR(far.factor_missing, 2, 1e-12);
  ASSERT_EQ(far.apart.size(), 1U);
  EXPECT_EQ(far.apart[0], (std::pair<std::string, std::string>("low", "high")));
  estimates[1].interval->upper = 140;
  EXPECT_EQ(disagreement_of(estimates).below_bound, (std::vector<std::string>{"low"}));
}

}  // namespace
}  // namespace depone::estimate
