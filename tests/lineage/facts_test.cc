#include "lineage/facts.h"

#include <gmock/gmock.h>

#include "tests/lineage/lineage_fixture.h"

namespace depone::lineage {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

const Tables& tables() {
  static const std::shared_ptr<const Tables> loaded = load_tables(embedded_data()).take();
  return *loaded;
}

std::vector<std::uint64_t> keys(const std::string& text, FactKind kind) {
  WordMemory memory;
  std::vector<std::uint64_t> keys;
  for (const Fact& fact :
       read_facts(read_text(text, tables(), memory), nullptr, tables(), memory)) {
    if (fact.kind == kind) keys.push_back(fact.key);
  }
  return keys;
}

CitedOutlets outlets(const std::string& text) {
  WordMemory memory;
  return read_outlets(read_text(text, tables(), memory), tables());
}

struct SameFact {
  const char* what;
  FactKind kind;
  const char* one;
  const char* other;
};

class SameFactTest : public ::testing::TestWithParam<SameFact> {};

TEST_P(SameFactTest, IsFoundInBothLanguages) {
  const auto one = keys(GetParam().one, GetParam().kind);
  EXPECT_THAT(one, Not(IsEmpty()));
  EXPECT_THAT(keys(GetParam().other, GetParam().kind), IsSupersetOf(one));
}

INSTANTIATE_TEST_SUITE_P(
    Facts, SameFactTest,
    ::testing::Values(
        SameFact{"NorthKorea", FactKind::Country, "men from North Korea", "북한 노동자들이"},
        SameFact{"NorthKoreaRu", FactKind::Country, "the North Korean men",
                 "северокорейские рабочие"},
        SameFact{"RussiaInflected", FactKind::Country, "work in Russia", "рабочие в России"},
        SameFact{"RussiaZh", FactKind::Country, "work in Russia", "他们在俄罗斯工作"},
        SameFact{"DateKo", FactKind::Date, "on August 14 they", "지난 8월 14일 그들은"},
        SameFact{"DateRu", FactKind::Date, "On 14 August they", "Вечером 14 августа на"},
        SameFact{"DateZh", FactKind::Date, "On August 14 they", "8 月 14 日，我们"},
        SameFact{"DateDe", FactKind::Date, "On August 14 they", "Am Abend des 14. August kam"},
        SameFact{"ConceptSlave", FactKind::Concept, "slave", "노예처럼"},
        SameFact{"NumberWord", FactKind::Number, "six men", "여섯 명이"},
        SameFact{"NumberWordRu", FactKind::Number, "6 men", "шестеро сбежавших"},
        SameFact{"QuotedIdea", FactKind::QuotedConcept, "they work 'like slaves' there",
                 "그들은 ‘노예처럼’ 일한다"}),
    [](const auto& tested) { return std::string(tested.param.what); });

TEST(Facts, CountOnceHoweverOftenSaid) {
  EXPECT_EQ(keys("270 and 270 and again 270", FactKind::Number).size(), 1u);
}

TEST(Facts, DoNotTakeTheBeginningOfASentenceForAName) {
  EXPECT_THAT(keys("Yesterday it rained. Nobody came.", FactKind::Foreign), IsEmpty());
}

TEST(Outlets, AreCitedByCue) {
  EXPECT_THAT(outlets("The men told the BBC that they fled.").cited, ElementsAre("BBC"));
  EXPECT_THAT(outlets("BBC에 따르면 노동자들은 도망쳤다.").cited, ElementsAre("BBC"));
  EXPECT_THAT(outlets("По данным Yonhap, рабочие бежали.").cited, ElementsAre("Yonhap"));
}

TEST(Outlets, AreOwnInADateline) {
  const CitedOutlets found = outlets("(서울=연합뉴스) 홍길동 기자 = 노동자들이 도망쳤다.");
  EXPECT_THAT(found.own, ElementsAre("Yonhap"));
  EXPECT_THAT(found.cited, IsEmpty());
}

TEST(Outlets, MerelyNamedAreNeither) {
  const CitedOutlets found = outlets("She once sang in a choir near Reuters house.");
  EXPECT_THAT(found.cited, IsEmpty());
  EXPECT_THAT(found.own, IsEmpty());
}

}  // namespace
}  // namespace depone::lineage
