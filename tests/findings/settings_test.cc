#include "findings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/base/result_matchers.h"
#include "tests/findings/case_builder.h"
#include "tests/rules/memory_data.h"

namespace depone::findings {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Places, AreSettledToCountriesInThreeLanguages) {
  for (const char* name : {"Russia", "russia", "the Russian city of Vladivostok", "러시아",
                           "블라디보스토크 건설 현장", "в России", "во Владивостоке", "RU"}) {
    EXPECT_EQ(settings().settled_place(name), "RU") << name;
  }
  EXPECT_EQ(settings().settled_place("South Korea"), "KR");
  EXPECT_EQ(settings().settled_place("North Korea"), "KP");
}

TEST(Places, KeepTheirNameWhenUnknown) {
  EXPECT_EQ(settings().settled_place("Atlantis"), "atlantis");
  EXPECT_EQ(settings().settled_place(""), "");
  EXPECT_EQ(settings().settled_place("in a camp"), "in a camp") << "no country code inside words";
}

TEST(Settings, HaveAStatementForEveryIndicatorAndMeasure) {
  EXPECT_EQ(settings().indicators.size(), static_cast<std::size_t>(kIndicatorCount));
  for (const Measure measure : {Measure::None, Measure::Stock, Measure::Flow, Measure::Entries,
                                Measure::Visas, Measure::Plan}) {
    EXPECT_NE(settings().rule_for(workers(5, measure)), nullptr);
  }
}

TEST(Settings, FormNoPropositionOfAges) {
  Claim age;
  age.kind = ClaimKind::Age;
  age.value = Decimal::whole(40);
  EXPECT_EQ(settings().rule_for(age), nullptr);
}

TEST(SettingsFiles, AreRefusedWithTheEntryTheMemberAndTheFix) {
  struct Broken {
    const char* from;
    const char* to;
    const char* names;
  };
  const Broken all[] = {
      {"kind = \"hours_per_day\"", "kind = \"hours_a_day\"", "hours_a_day"},
      {"tolerance_percent = 15", "tolerance_percent = 150", "tolerance_percent"},
      {"{value} {unit} a day", "long", "statement"},
      {"unit = [\"hour\", \"hours\"]", "unit = [\"hour\"]", "unit"},
      {"split_by = [\"place\"]", "split_by = [\"planet\"]", "planet"},
      {"measure = \"stock\"", "measure = \"heap\"", "heap"},
      {"about_percent = 10", "", "about_percent"},
  };
  const std::string good = embedded_data().read("propositions/kinds.toml").take();
  for (const Broken& broken : all) {
    SCOPED_TRACE(broken.names);
    std::string text = good;
    const std::size_t at = text.find(broken.from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(broken.from).size(), broken.to);
    const std::map<std::string, std::string> files{{"propositions/kinds.toml", text}};
    const rules::MemoryData data(files, &embedded_data());
    const auto refused = load_settings(data);
    ASSERT_THAT(refused, HasFault(Fault::InvalidInput));
    EXPECT_THAT(to_string(refused.error()),
                AllOf(HasSubstr("data/propositions/kinds.toml"), HasSubstr(broken.names)));
    EXPECT_THAT(refused.error().hint, Not(IsEmpty()));
  }
}

}  // namespace
}  // namespace depone::findings
