// From documents to norm answers, on a small invented case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/data_files.h"
#include "findings/corroborate.h"
#include "rules/norms.h"
#include "tests/findings/case_builder.h"

namespace depone::findings {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Case russian_sites() {
  Case the_case =
      CaseBuilder()
          .witness("O1",
                   {hours(18, Bound::Over), days_off(2), shows(Indicator::IntimidationAndThreats),
                    shows(Indicator::RetentionOfIdentityDocuments),
                    shows(Indicator::AbusiveWorkingAndLivingConditions)})
          .witness("O2", {hours(16), shows(Indicator::RetentionOfIdentityDocuments)})
          .retelling(0, {hours(18, Bound::UpTo), days_off(2)})
          .retelling(2, {hours(80)})
          .report("O3", {workers(15000, Measure::Stock, "Russia", "2025")})
          .report("O4", {shows(Indicator::RetentionOfIdentityDocuments, Polarity::Denied)})
          .get();
  the_case.findings = corroborate(the_case, settings());
  return the_case;
}

std::map<std::string, NormAnswer> answers_for(const Case& the_case) {
  static const std::shared_ptr<const rules::Norms> norms =
      rules::Norms::load(embedded_data()).take();
  rules::NormContext context;
  context.period = {2025, 0, 0};
  context.host_state = "RU";
  context.worker_nationality = "KP";
  context.sector = "construction";
  std::map<std::string, NormAnswer> answers;
  for (NormAnswer& answer : norms->assess(the_case, context)) answers[answer.norm] = answer;
  return answers;
}

TEST(EndToEnd, LeadsFromAccountsToNormAnswersOnTheirOrigins) {
  const Case the_case = russian_sites();
  const Finding hours_finding = of_kind(the_case.findings, ClaimKind::HoursPerDay).at(0);
  EXPECT_EQ(hours_finding.proposition.statement, "Workers work 16 to 18 or more hours a day");
  EXPECT_EQ(hours_finding.credibility, 1);
  EXPECT_EQ(hours_finding.documents, 4U);
  EXPECT_EQ(hours_finding.drifts.size(), 2U);

  const std::map<std::string, NormAnswer> answers = answers_for(the_case);
  EXPECT_EQ(answers.at("ru-labour-code-99-year").answer, Answer::Met);
  EXPECT_EQ(answers.at("ru-labour-code-99-year").origins, 1U);
  EXPECT_EQ(answers.at("ru-labour-code-99-two-days").origins, 2U);
  EXPECT_EQ(answers.at("icls-20-2018").answer, Answer::Met);
  EXPECT_EQ(answers.at("ilo-indicator-07").answer, Answer::Met);
  EXPECT_EQ(answers.at("ilo-indicator-07").origins, 2U);
  EXPECT_EQ(answers.at("ilo-indicator-09").answer, Answer::NotShown);
  EXPECT_EQ(answers.at("unscr-2397-8").answer, Answer::Met);
  EXPECT_EQ(answers.at("us-caatsa-321b").answer, Answer::NotApplicable);
  EXPECT_EQ(answers.at("eu-2024-3015-3").answer, Answer::NotApplicable);
  EXPECT_EQ(answers.at("ilo-c105-1b").answer, Answer::NotShown);
}

TEST(EndToEnd, ShowsTheDenialBesideWhatStands) {
  const Case the_case = russian_sites();
  for (const Finding& finding : the_case.findings) {
    if (finding.proposition.indicator != Indicator::RetentionOfIdentityDocuments) continue;
    EXPECT_EQ(finding.credibility, 1);
    EXPECT_EQ(finding.contradicting_origins, 1U);
    EXPECT_THAT(finding.explanation, Contains(HasSubstr("recorded as a contradiction")));
  }
}

// Withdrawn consent: without the witness nothing that rested on them stands.
TEST(EndToEnd, LetsAnswersFallWithTheOriginTheyRestedOn) {
  Case the_case = russian_sites();
  the_case.documents[0].claims.clear();
  the_case.documents[2].claims.clear();
  the_case.documents[3].claims.clear();
  the_case.findings = corroborate(the_case, settings());
  const std::map<std::string, NormAnswer> answers = answers_for(the_case);
  EXPECT_EQ(answers.at("icls-20-2018").answer, Answer::NotShown);
  EXPECT_EQ(answers.at("ru-labour-code-99-year").answer, Answer::NotShown);
  EXPECT_EQ(answers.at("ilo-indicator-07").origins, 1U);
}

}  // namespace
}  // namespace depone::findings
