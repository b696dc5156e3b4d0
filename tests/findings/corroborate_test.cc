#include "findings/corroborate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/findings/case_builder.h"

namespace depone::findings {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Corroborate, CountsOriginsNotDocuments) {
  const CaseBuilder builder = CaseBuilder()
                                  .witness("O1", {hours(18, Bound::Over)})
                                  .retelling(0, {hours(18, Bound::Over)})
                                  .retelling(0, {hours(18, Bound::Over)})
                                  .retelling(1, {hours(18, Bound::Over)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].supporting_origins, 1U);
  EXPECT_EQ(findings[0].documents, 4U);
  EXPECT_EQ(findings[0].credibility, 2);
  EXPECT_EQ(findings[0].proposition.statement, "Workers work over 18 hours a day");
  EXPECT_THAT(findings[0].explanation, Contains(HasSubstr("go back to one origin")));
}

TEST(Corroborate, IsConfirmedByTwoOriginsThatAgreeWithinTheirBounds) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {hours(18, Bound::Over)}).witness("O2", {hours(20)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].credibility, 1);
  EXPECT_EQ(findings[0].supporting_origins, 2U);
  EXPECT_EQ(findings[0].proposition.statement, "Workers work 18 to 20 or more hours a day");
  EXPECT_THAT(findings[0].explanation, Contains(HasSubstr("\"over 18 hours\"")));
  EXPECT_THAT(findings[0].explanation, Contains(HasSubstr("\"20 hours\"")));
}

TEST(Corroborate, TakesDisjointFiguresAsContradiction) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {hours(18)}).witness("O2", {hours(8, Bound::UpTo)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].supporting_origins, 1U);
  EXPECT_EQ(findings[0].contradicting_origins, 1U);
  EXPECT_EQ(findings[0].credibility, 4);
}

TEST(Corroborate, NeverComparesDifferentMeasures) {
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {workers(15000, Measure::Stock, "Russia", "2025")})
                                  .report("O2", {workers(50000, Measure::Plan, "Russia", "2025")})
                                  .report("O3", {workers(13000, Measure::Flow, "Russia", "2025")});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(3));
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.supporting_origins, 1U);
    EXPECT_EQ(finding.contradicting_origins, 0U);
  }
}

TEST(Corroborate, NeverComparesDifferentYearsOrCountries) {
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {workers(15000, Measure::Stock, "Russia", "2025")})
                                  .report("O2", {workers(30000, Measure::Stock, "Russia", "2017")})
                                  .report("O3", {workers(50000, Measure::Stock, "China", "2025")});
  EXPECT_THAT(findings_of(builder), SizeIs(3));
}

TEST(Corroborate, KnowsACountryInThreeLanguages) {
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {workers(15000, Measure::Stock, "Russia", "2025")})
                                  .report("O2", {workers(15000, Measure::Stock, "러시아", "2025")})
                                  .report("O3", {workers(15000, Measure::Stock, "России", "2025")});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].supporting_origins, 3U);
  EXPECT_EQ(findings[0].proposition.place, "RU");
  EXPECT_EQ(findings[0].proposition.statement, "15,000 workers are present in Russia in 2025");
}

TEST(Corroborate, LetsFiguresOfAnotherOrderOfSizeSpeakOfOtherThings) {
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {workers(15000, Measure::Stock, "", "2025")})
                                  .report("O2", {workers(6, Measure::Stock, "", "2025")});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[0].contradicting_origins, 0U);
  EXPECT_EQ(findings[1].contradicting_origins, 0U);
}

TEST(Corroborate, LeavesOutWhatTheLawSaysAndWhatMightHappen) {
  const CaseBuilder builder = CaseBuilder().report(
      "O1",
      {with_polarity(hours(8), Polarity::Law), shows(Indicator::DebtBondage, Polarity::Risk)});
  EXPECT_THAT(findings_of(builder), IsEmpty());
}

TEST(Corroborate, RecordsABareDenialFromAfarWithoutLettingItLowerTheGrade) {
  const Indicator papers = Indicator::RetentionOfIdentityDocuments;
  const CaseBuilder builder = CaseBuilder()
                                  .witness("O1", {shows(papers)})
                                  .witness("O2", {shows(papers)})
                                  .report("O3", {shows(papers, Polarity::Denied)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].credibility, 1);
  EXPECT_EQ(findings[0].contradicting_origins, 1U);
  EXPECT_EQ(findings[0].proposition.statement, "Workers' identity documents are retained");
  EXPECT_THAT(findings[0].explanation, Contains(HasSubstr("was not there")));
}

TEST(Corroborate, LetsADenialStandAgainstHearsay) {
  const Indicator papers = Indicator::RetentionOfIdentityDocuments;
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {shows(papers)})
                                  .report("O2", {shows(papers)})
                                  .report("O3", {shows(papers, Polarity::Denied)});
  EXPECT_EQ(findings_of(builder).at(0).credibility, 4);
}

TEST(Corroborate, NamesAPropositionThatIsOnlyDenied) {
  const CaseBuilder builder =
      CaseBuilder().report("O1", {shows(Indicator::DebtBondage, Polarity::Denied)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].credibility, 5);
  EXPECT_EQ(findings[0].supporting_origins, 0U);
}

TEST(Corroborate, LetsTheNearestDocumentSpeakForItsOrigin) {
  // Given last, but first-hand: it leads, and the story is the one that drifted.
  Case the_case = CaseBuilder()
                      .report("O1", {hours(18, Bound::UpTo)})
                      .witness("O1", {hours(18, Bound::Over)})
                      .get();
  const std::vector<Finding> findings = corroborate(the_case, settings());
  ASSERT_THAT(findings, SizeIs(1));
  ASSERT_THAT(findings[0].voices, SizeIs(1));
  EXPECT_EQ(findings[0].voices[0].claims.front(), (ClaimRef{1, 0}));
  EXPECT_EQ(findings[0].voices[0].low, Decimal::whole(18));
  EXPECT_FALSE(findings[0].voices[0].high.has_value());
}

TEST(Corroborate, SaysSoWhenARetellingTurnsALowerBoundIntoAnUpperOne) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {hours(18, Bound::Over)}).retelling(0, {hours(18, Bound::UpTo)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  ASSERT_THAT(findings[0].drifts, SizeIs(1));
  EXPECT_EQ(findings[0].drifts[0].what, "bound turned from over to up to");
  EXPECT_EQ(findings[0].drifts[0].from, (ClaimRef{0, 0}));
  EXPECT_EQ(findings[0].drifts[0].to, (ClaimRef{1, 0}));
}

TEST(Corroborate, SaysSoWhenARetellingManglesAFigure) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {hours(18)}).retelling(0, {hours(80)}).retelling(1, {hours(80)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1)) << "a mangled figure makes no statement of its own";
  ASSERT_THAT(findings[0].drifts, SizeIs(1)) << "the second retelling copied the first faithfully";
  EXPECT_EQ(findings[0].drifts[0].what, "18 became 80");
}

TEST(Corroborate, SaysSoWhenARetellingTellsAPlanAsAStock) {
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {workers(50000, Measure::Plan, "Russia")})
                                  .retelling(0, {workers(50000, Measure::Stock, "Russia")});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1)) << "the drifted count must not stand as a stock";
  EXPECT_EQ(findings[0].proposition.measure, Measure::Plan);
  ASSERT_THAT(findings[0].drifts, SizeIs(1));
  EXPECT_EQ(findings[0].drifts[0].what, "plan told as stock");
}

TEST(Corroborate, SaysSoWhenARetellingChangesTheUnit) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {days_off(2, Per::Year)}).retelling(0, {days_off(2, Per::Month)});
  const std::vector<Finding> findings = findings_of(builder);
  ASSERT_THAT(findings, SizeIs(1));
  ASSERT_THAT(findings[0].drifts, SizeIs(1));
  EXPECT_EQ(findings[0].drifts[0].what, "unit turned from day a year to day a month");
}

TEST(Corroborate, TakesAnOmissionForNoDrift) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {hours(18), days_off(2)}).retelling(0, {hours(18)});
  for (const Finding& finding : findings_of(builder)) EXPECT_THAT(finding.drifts, IsEmpty());
}

TEST(Corroborate, MatchesEachOfSeveralFiguresWithItsClosest) {
  const CaseBuilder builder = CaseBuilder()
                                  .report("O1", {workers(15000, Measure::Stock, "Russia", "2025"),
                                                 workers(50000, Measure::Stock, "China", "2025")})
                                  .retelling(0, {workers(50000, Measure::Stock, "China", "2025"),
                                                 workers(16000, Measure::Stock, "Russia", "2025")});
  std::vector<std::string> drifts;
  for (const Finding& finding : findings_of(builder)) {
    for (const Drift& drift : finding.drifts) drifts.push_back(drift.what);
  }
  EXPECT_THAT(drifts, ::testing::ElementsAre("15,000 became 16,000"));
}

TEST(Corroborate, DoesNotTakeAnotherSmallFigureForADriftedOne) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {days_off(2)}).retelling(0, {days_off(9)});
  for (const Finding& finding : findings_of(builder)) EXPECT_THAT(finding.drifts, IsEmpty());
}

TEST(Corroborate, QuotesNothingItMayNotQuote) {
  const CaseBuilder builder =
      CaseBuilder().witness("O1", {hours(18, Bound::Over)}).retelling(0, {hours(80)});
  const std::vector<Finding> findings =
      corroborate(builder.get(), settings(), [](ClaimRef) { return false; });
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].explanation, Each(Not(HasSubstr("\"over 18 hours\""))));
  EXPECT_THAT(findings[0].explanation, Contains(HasSubstr("words withheld")));
}

TEST(Corroborate, CountsDocumentsWithoutLineageAsTheirOwnOrigins) {
  Case the_case = CaseBuilder().report("O1", {hours(18)}).report("O1", {hours(18)}).get();
  the_case.lineage = {};
  EXPECT_EQ(corroborate(the_case, settings()).at(0).supporting_origins, 2U);
}

TEST(Corroborate, SurvivesALineageThatRunsInACircle) {
  Case the_case = CaseBuilder().report("O1", {hours(18)}).retelling(0, {hours(80)}).get();
  the_case.lineage.nodes[0].parent = 1;
  EXPECT_EQ(corroborate(the_case, settings()).at(0).supporting_origins, 1U);
}

}  // namespace
}  // namespace depone::findings
