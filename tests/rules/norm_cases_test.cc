// Runs tests/rules/cases/*.toml: sentences a lawyer can read, each with facts and the answer due.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "rules/norms.h"
#include "rules/table.h"
#include "tests/base/result_matchers.h"
#include "tests/rules/fact_case.h"

namespace depone::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct NormCase {
  std::string file;
  std::string name;
  std::string norm;
  NormContext context;
  std::vector<Fact> facts;
  std::string answer;
  std::string citation;
  std::string because;      // part of it; empty: not looked at
  std::string explanation;  // part of one of its sentences; empty: not looked at
  std::int64_t origins = -1;
};

Result<Fact> fact_of(const Table& table) {
  DP_TRY(table.only({"origin", "not_first_hand", "rating", "kind", "indicator", "value", "to",
                     "bound", "per", "measure", "polarity", "subject", "place", "time", "quote"}));
  Fact fact;
  fact.origin = DP_TRY(table.text("origin"));
  const bool far = DP_TRY(table.flag_or_false("not_first_hand"));
  fact.first_hand = !far;
  const std::string rating = DP_TRY(table.text_or_empty("rating"));
  if (!rating.empty()) fact.rating = rating[0];
  fact.place = DP_TRY(table.text_or_empty("place"));
  fact.time = DP_TRY(table.text_or_empty("time"));
  Claim& claim = fact.claim;
  const std::string kind = DP_TRY(table.text_or_empty("kind"));
  claim.word = DP_TRY(table.text_or_empty("indicator"));
  claim.kind = claim_kind_of(kind).value_or(ClaimKind::Indicator);
  if (kind.empty() == claim.word.empty()) {
    return table.wrong("kind", "needs either a kind or an indicator", "write kind = \"...\"");
  }
  if (table.has("value")) claim.value = DP_TRY(table.decimal("value"));
  if (table.has("to")) claim.value_hi = DP_TRY(table.decimal("to"));
  const std::string bound = DP_TRY(table.text_or_empty("bound"));
  claim.bound = bound_of(bound).value_or(Bound::Exact);
  const std::string per = DP_TRY(table.text_or_empty("per"));
  claim.per = per_of(per).value_or(Per::None);
  const std::string measure = DP_TRY(table.text_or_empty("measure"));
  claim.measure = measure_of(measure).value_or(Measure::None);
  const std::string polarity = DP_TRY(table.text_or_empty("polarity"));
  claim.polarity = polarity_of(polarity).value_or(Polarity::Asserted);
  claim.subject = DP_TRY(table.text_or_empty("subject"));
  claim.quote = DP_TRY(table.text_or_empty("quote"));
  if (claim.quote.empty()) claim.quote = "the words for it";
  return fact;
}

Result<NormCase> case_from(const Table& table, const std::string& file) {
  DP_TRY(table.only({"name", "norm", "period", "host_state", "worker_nationality", "sector",
                     "produces", "standard", "established", "fact", "answer", "citation", "because",
                     "explanation", "origins"}));
  NormCase one;
  one.file = file;
  one.name = DP_TRY(table.text("name"));
  one.norm = DP_TRY(table.text("norm"));
  one.context.period = DP_TRY(table.date_or_unknown("period"));
  one.context.host_state = DP_TRY(table.text_or_empty("host_state"));
  one.context.worker_nationality = DP_TRY(table.text_or_empty("worker_nationality"));
  one.context.sector = DP_TRY(table.text_or_empty("sector"));
  one.context.established = DP_TRY(table.texts("established"));
  const std::string produces = DP_TRY(table.text_or_empty("produces"));
  if (produces == "goods") one.context.produces = NormContext::Produces::Goods;
  if (produces == "services") one.context.produces = NormContext::Produces::Services;
  const std::string standard = DP_TRY(table.text_or_empty("standard"));
  if (!standard.empty()) {
    const auto known = standard_of_proof_of(standard);
    if (!known) return table.wrong("standard", "is not known", "");
    one.context.standard = *known;
  }
  const std::vector<Table> facts = DP_TRY(table.tables("fact", "origin"));
  for (const Table& entry : facts) {
    const Fact fact = DP_TRY(fact_of(entry));
    one.facts.push_back(fact);
  }
  one.answer = DP_TRY(table.text("answer"));
  one.citation = DP_TRY(table.text("citation"));
  one.because = DP_TRY(table.text_or_empty("because"));
  one.explanation = DP_TRY(table.text_or_empty("explanation"));
  if (table.has("origins")) one.origins = DP_TRY(table.whole("origins", 0, 100));
  return one;
}

Result<std::vector<NormCase>> all_cases() {
  std::vector<NormCase> cases;
  const std::filesystem::path folder = DEPONE_SOURCE_DIR "/tests/rules/cases";
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    std::ifstream stream(path);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const std::string file = path.filename().string();
    const Table table = DP_TRY(Table::parse(text, file));
    const std::vector<Table> entries = DP_TRY(table.tables("case", "name"));
    for (const Table& entry : entries) {
      NormCase one = DP_TRY(case_from(entry, file));
      cases.push_back(std::move(one));
    }
  }
  return cases;
}

TEST(NormCases, AreAnsweredAsALawyerWouldExpect) {
  const auto norms = Norms::load(embedded_data());
  ASSERT_THAT(norms, IsOk());
  const auto cases = all_cases();
  ASSERT_THAT(cases, IsOk());
  ASSERT_THAT(cases.value(), Not(IsEmpty()));
  for (const NormCase& one : cases.value()) {
    SCOPED_TRACE(one.file + ": " + one.name);
    const Case the_case = case_of(one.facts);
    bool found = false;
    for (const NormAnswer& answer : norms.value()->assess(the_case, one.context)) {
      if (answer.norm != one.norm) continue;
      found = true;
      EXPECT_EQ(name_of(answer.answer), one.answer) << answer.because;
      EXPECT_THAT(answer.citation, HasSubstr(one.citation));
      EXPECT_THAT(answer.because, HasSubstr(one.because));
      if (!one.explanation.empty()) {
        std::string all;
        for (const std::string& sentence : answer.explanation) all += sentence + "\n";
        EXPECT_THAT(all, HasSubstr(one.explanation));
      }
      if (one.origins >= 0) {
        EXPECT_EQ(answer.origins, static_cast<std::size_t>(one.origins));
      }
      if (answer.answer == Answer::Met && one.context.established.empty()) {
        EXPECT_THAT(answer.claims, Not(IsEmpty()));
      }
    }
    EXPECT_TRUE(found) << "no norm " << one.norm;
  }
}

TEST(NormCases, CoverEveryNorm) {
  const auto norms = Norms::load(embedded_data());
  ASSERT_THAT(norms, IsOk());
  const auto cases = all_cases();
  ASSERT_THAT(cases, IsOk());
  std::map<std::string, int> covered;
  for (const NormCase& one : cases.value()) ++covered[one.norm];
  for (const NormListing& norm : norms.value()->list()) {
    EXPECT_GE(covered[norm.id], 1) << norm.id << " has no case in tests/rules/cases";
  }
}

}  // namespace
}  // namespace depone::rules
