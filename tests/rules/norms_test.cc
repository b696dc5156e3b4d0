#include "rules/norms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/data_files.h"
#include "tests/base/result_matchers.h"
#include "tests/rules/fact_case.h"
#include "tests/rules/memory_data.h"

namespace depone::rules {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Norms& norms() {
  static const std::shared_ptr<const Norms> loaded = Norms::load(embedded_data()).take();
  return *loaded;
}

Fact hours(const std::string& origin, int value) {
  Fact fact;
  fact.origin = origin;
  fact.claim.kind = ClaimKind::HoursPerDay;
  fact.claim.value = Decimal::whole(value);
  fact.claim.per = Per::Day;
  fact.claim.quote = "the very words of the witness";
  return fact;
}

NormContext russia(int year) {
  NormContext context;
  context.period = {year, 0, 0};
  context.host_state = "RU";
  context.worker_nationality = "KP";
  context.sector = "construction";
  return context;
}

TEST(Norms, SayWhereEachComesFromAndHowSureThatIs) {
  for (const NormListing& norm : norms().list()) {
    EXPECT_THAT(norm.citation, Not(IsEmpty())) << norm.id;
    EXPECT_THAT(norm.source, Not(IsEmpty())) << norm.id;
    EXPECT_THAT(norm.met_means, Not(IsEmpty())) << norm.id;
    EXPECT_THAT(norm.certainty, AnyOf("seen", "partly seen", "from memory")) << norm.id;
  }
}

TEST(Norms, AnswerEveryNormEvenForAnEmptyCase) {
  const std::vector<NormAnswer> answers = norms().assess(Case{}, NormContext{});
  EXPECT_EQ(answers.size(), norms().list().size());
  for (const NormAnswer& answer : answers) {
    EXPECT_THAT(name_of(answer.answer), AnyOf("not shown", "not applicable")) << answer.norm;
    EXPECT_THAT(answer.because, Not(IsEmpty()));
  }
}

TEST(Norms, QuoteNothingTheyMayNotQuote) {
  const Case the_case = case_of({hours("O1", 18)});
  for (const NormAnswer& answer :
       norms().assess(the_case, russia(2024), [](ClaimRef) { return false; })) {
    for (const std::string& sentence : answer.explanation) {
      EXPECT_THAT(sentence, Not(HasSubstr("the very words")));
    }
    EXPECT_THAT(answer.because, Not(HasSubstr("the very words")));
  }
}

TEST(Norms, DoNotCountWhatARetellingAddsAsFirm) {
  Case the_case = case_of({hours("O1", 18), hours("O1", 18)});
  the_case.findings.at(0).voices.erase(the_case.findings.at(0).voices.begin());
  the_case.documents[1].source.first_hand = false;
  the_case.findings[0].voices[0].first_hand = false;
  the_case.lineage.nodes[1].parent = 0;
  NormContext context = russia(2024);
  context.standard = StandardOfProof::ReasonableSuspicion;
  for (const NormAnswer& answer : norms().assess(the_case, context)) {
    if (answer.norm == "ru-labour-code-99-two-days") {
      EXPECT_EQ(name_of(answer.answer), "not shown");
    }
  }
}

TEST(Norms, NoteThatARuleCoversOnlyPartOfThePeriod) {
  const Case the_case = case_of({hours("O1", 18)});
  for (const NormAnswer& answer : norms().assess(the_case, russia(2019))) {
    if (answer.norm != "unscr-2397-8") continue;
    EXPECT_EQ(name_of(answer.answer), "met");
    EXPECT_THAT(answer.explanation,
                ::testing::Contains(HasSubstr("applies from 2019-12-23, that is in part")));
  }
}

// Each broken file, and what the error must name: file, norm, member and the way out.
struct Broken {
  const char* name;
  const char* from;
  const char* to;
  const char* names;
};

TEST(NormFiles, AreRefusedWithTheEntryTheMemberAndTheFix) {
  const std::string good = embedded_data().read("norms/working_hours.toml").take();
  const Broken all[] = {
      {"misspelt member", "summary =", "sumary =", "sumary"},
      {"no citation", "citation =", "source2 =", "source2"},
      {"unknown figure", "\"hours_per_week\"", "\"hours_per_wek\"", "hours_per_wek"},
      {"limit is no number", "over = 48", "over = \"many\"", "\"over\""},
      {"limit missing", "over = 48", "", "either over or under"},
      {"bad date", "\"1921-06-13\"", "\"13 June 1921\"", "in_force"},
      {"bad country", "\"RU\"", "\"Russia\"", "ISO 3166"},
      {"unknown certainty", "\"partly seen\"", "\"sure\"", "certainty"},
      {"two norms of one id", "id = \"ilo-c001-2\"", "id = \"unscr-2397-8\"", "is there twice"},
      {"not TOML", "[[norm]]", "[[norm", "is not TOML"},
  };
  for (const Broken& broken : all) {
    SCOPED_TRACE(broken.name);
    std::string text = good;
    const std::size_t at = text.find(broken.from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(broken.from).size(), broken.to);
    const std::map<std::string, std::string> files{{"norms/working_hours.toml", text}};
    const MemoryData data(files, &embedded_data());
    const auto refused = Norms::load(data);
    ASSERT_THAT(refused, HasFault(Fault::InvalidInput));
    EXPECT_THAT(to_string(refused.error()),
                AllOf(HasSubstr("data/norms"), HasSubstr(broken.names)));
    EXPECT_THAT(refused.error().hint, Not(IsEmpty()));
  }
}

TEST(NormFiles, AreRefusedWhenTestsReferInACircleOrToNothing) {
  const std::string good = embedded_data().read("norms/working_hours.toml").take();
  for (const char* target : {"ilo-c001-2", "no-such-norm"}) {
    std::string text = good;
    const std::size_t at = text.find("figure = \"hours_per_week\"\nover = 48");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string("figure = \"hours_per_week\"\nover = 48").size(),
                 std::string("same_as = \"") + target + "\"");
    const std::map<std::string, std::string> files{{"norms/working_hours.toml", text}};
    const MemoryData data(files, &embedded_data());
    EXPECT_THAT(Norms::load(data), HasFault(Fault::InvalidInput)) << target;
  }
}

TEST(NormFiles, MayBeExtendedWithoutACompiler) {
  const std::map<std::string, std::string> files{{"norms/own.toml", R"(
position = 99
[[norm]]
id = "own"
title = "Own rule"
instrument = "Own"
provision = "1"
citation = "Own, 1"
summary = "No more than ten hours a day."
addressee = "everybody"
met_means = "More than ten hours a day are shown."
certainty = "seen"
source = "us"
reading = "conduct"
any_host = true
any_period = true
[norm.test]
label = "over ten hours a day"
figure = "hours_per_day"
over = 10
)"}};
  const MemoryData data(files, &embedded_data());
  const auto extended = Norms::load(data);
  ASSERT_THAT(extended, IsOk());
  const std::vector<NormAnswer> answers =
      extended.value()->assess(case_of({hours("O1", 18)}), NormContext{});
  EXPECT_EQ(answers.back().norm, "own");
  EXPECT_EQ(name_of(answers.back().answer), "met");
}

}  // namespace
}  // namespace depone::rules
