#include "dossier/figure_estimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "dossier/estimate_report_figures.h"
#include "dossier/figure_axis.h"

namespace depone::dossier {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Estimate estimate(std::string method, double value, double lower, double upper) {
  Estimate result;
  result.method = std::move(method);
  result.title = "Invented";
  result.observed = 4'400;
  result.estimate = value;
  result.interval = EstimateInterval{0.95, lower, upper, "invented"};
  return result;
}

TEST(FigureAxis, HasRoundTicksOverItsEnds) {
  const FigureAxis plain = make_axis(4'400, 18'010, false, 0, 100);
  EXPECT_THAT(plain.ticks, ElementsAre(0, 5'000, 10'000, 15'000, 20'000));
  EXPECT_DOUBLE_EQ(plain.place(10'000), 50);
  const FigureAxis wide = make_axis(186, 33'000, true, 0, 100);
  EXPECT_EQ(wide.low, 100);
  EXPECT_EQ(wide.high, 50'000);
  EXPECT_DOUBLE_EQ(wide.place(100 * std::sqrt(500.0)), 50);
  // Beyond an end a value is drawn at the end.
  EXPECT_EQ(wide.place(HUGE_VAL), 100);
  const FigureAxis point = make_axis(7, 7, false, 0, 1);
  EXPECT_LT(point.low, point.high);
}

TEST(FigureAxis, PrintsNumbersAsPeopleReadThem) {
  EXPECT_EQ(figure_number(10'357.4), "10,357");
  EXPECT_EQ(figure_number(999), "999");
  EXPECT_EQ(figure_number(-1'234'567), "-1,234,567");
  EXPECT_EQ(figure_number(0.25), "0.25");
  EXPECT_EQ(figure_number(HUGE_VAL), "more than can be told");
}

TEST(EstimateFigure, SaysEachIntervalInWordsAndMarksTheListed) {
  const Estimate estimates[] = {estimate("loglinear", 10'357, 6'947, 18'010),
                                estimate("chao", 9'300, 8'800, HUGE_VAL)};
  const std::string svg = estimate_intervals_svg(estimates);
  EXPECT_THAT(svg, HasSubstr("10,357 (6,947 to 18,010), 95%"));
  EXPECT_THAT(svg, HasSubstr("9,300 (8,800 or more), 95%"));
  EXPECT_THAT(svg, HasSubstr("listed: 4,400"));
  EXPECT_THAT(svg, HasSubstr("l-9 -5v10z"));  // the arrow of the open end
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_EQ(estimate_intervals_svg({}), "");
}

TEST(EstimateFigure, KeepsARefusedMethodInSight) {
  Estimate refused;
  refused.method = "latent-class";
  refused.observed = 186;
  refused.refusal = "Two lists cannot tell.";
  const Estimate estimates[] = {refused};
  EXPECT_THAT(estimate_intervals_svg(estimates), HasSubstr("no number: Two lists cannot tell."));
}

TEST(EstimateFigure, EscapesWhatTablesCallTheirLists) {
  Estimate hostile = estimate("<script>", 1, 1, 2);
  hostile.models = {{"[<b>A</b>]", 0.7, "weight", 10.0, ""}, {"[B]", 0.3, "weight", {}, "a & b"}};
  for (const std::string& svg :
       {estimate_intervals_svg(std::span(&hostile, 1)), model_weights_svg(hostile)}) {
    EXPECT_THAT(svg, Not(HasSubstr("<script>")));
    EXPECT_THAT(svg, Not(HasSubstr("<b>")));
    EXPECT_THAT(svg, Not(HasSubstr("a & b")));
  }
}

TEST(ModelFigure, DrawsWeightsAndDistancesFromTheBest) {
  Estimate weighed = estimate("decomposable", 616, 588, 655);
  weighed.models = {{"[A,B]", 0.6, "weight", 610.0, ""}, {"[A][B]", 0.3, "weight", 640.0, ""}};
  EXPECT_THAT(model_weights_svg(weighed), HasSubstr("0.600"));
  weighed.models = {{"[A,B]", 100.25, "bic", 610.0, ""}, {"[A][B]", 104.5, "bic", 640.0, ""}};
  EXPECT_THAT(model_weights_svg(weighed), HasSubstr("BIC above the best"));
  weighed.models.resize(1);
  EXPECT_EQ(model_weights_svg(weighed), "");
}

TEST(SensitivityFigure, SaysWhatIsAssumed) {
  SensitivityCurve curve{"Invented", "odds ratio", true, {}, 1.0, 4'400};
  for (const double at : {0.25, 0.5, 1.0, 2.0, 4.0}) {
    curve.points.push_back({at, 9'000 * std::sqrt(at), 8'000 * std::sqrt(at), 11'000 * at});
  }
  curve.points.back().upper = HUGE_VAL;
  const std::string svg = sensitivity_svg(curve);
  EXPECT_THAT(svg, HasSubstr("assumed: 9,000 (8,000 to 11,000)"));
  EXPECT_THAT(svg, HasSubstr("odds ratio"));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(TrajectoryFigure, TellsLinesApartWithoutColour) {
  const Trajectory lines[] = {{"loglinear", {{2015, 500, 400, 700}, {2016, 650, 500, 900}}},
                              {"chao", {{2015, 450, {}, {}}, {2016, 480, {}, {}}}}};
  const std::string svg = trajectory_svg("Invented", "year", lines);
  EXPECT_THAT(svg, HasSubstr("stroke-dasharray=\"7 3\""));
  EXPECT_THAT(svg, HasSubstr(">2015<"));
  EXPECT_THAT(svg, HasSubstr(">chao<"));
}

std::vector<std::string> names_of(const std::vector<NamedFigure>& figures) {
  std::vector<std::string> names;
  for (const NamedFigure& figure : figures) names.push_back(figure.name);
  return names;
}

TEST(ReportFigures, DrawsWhatTheReportHasAndLeavesOutTheRest) {
  estimate::Report report;
  report.observed = 4'400;
  report.estimates = {estimate("loglinear", 10'357, 6'947, 18'010)};
  report.sensitivity.refusal = "Invented.";
  EXPECT_THAT(names_of(report_figures(report)), ElementsAre("intervals"));

  report.estimates[0].models = {{"[A,B]", 100.25, "bic", 610.0, ""},
                                {"[A][B]", 104.5, "bic", 640.0, ""}};
  report.sensitivity.refusal.clear();
  report.sensitivity.points = {
      {-1, 9'000, 8'000, 12'000}, {0, 10'000, 8'500, 15'000}, {1, 14'000, 9'000, 22'000}};
  report.tried = "loglinear";
  report.without = {{"without A", 1, estimate("loglinear", 9'000, 5'000, 20'000)}};
  const std::vector<NamedFigure> figures = report_figures(report, "e2-");
  EXPECT_THAT(names_of(figures),
              ElementsAre("intervals", "models-loglinear", "sensitivity", "changes"));
  EXPECT_THAT(figures[0].svg, HasSubstr("id=\"e2-intervals-t\""));
  EXPECT_THAT(figures[2].svg, HasSubstr("assumed: 10,000 (8,500 to 15,000)"));
  EXPECT_THAT(figures[3].svg, HasSubstr("without A"));
}

TEST(ReportFigures, HasNoneWhereEveryMethodIsRefused) {
  estimate::Report report;
  report.estimates.resize(2);
  report.estimates[0].refusal = report.estimates[1].refusal = "Nobody is on two lists.";
  report.sensitivity.refusal = "Nobody is on two lists.";
  EXPECT_THAT(report_figures(report), ::testing::IsEmpty());
}

}  // namespace
}  // namespace depone::dossier
