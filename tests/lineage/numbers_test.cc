#include "lineage/numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lineage/sounds.h"
#include "text/latin.h"

namespace depone::lineage {
namespace {

using ::testing::ElementsAre;

std::vector<double> values(const std::string& text) {
  std::vector<double> values;
  for (const WrittenNumber& number : written_numbers(text)) values.push_back(number.value);
  return values;
}

TEST(WrittenNumbers, ReadThousandsSeparators) {
  EXPECT_THAT(values("50,000 and 50.000 and 50 000 and 1,234,567"),
              ElementsAre(50000, 50000, 50000, 1234567));
}

TEST(WrittenNumbers, ReadDecimals) { EXPECT_THAT(values("8.9% or 8,9"), ElementsAre(8.9, 8.9)); }

TEST(WrittenNumbers, ReadKoreanMyriads) {
  EXPECT_THAT(values("5만 명, 6만5천여 명, 1만1천168명, 9억 6천만원"),
              ElementsAre(50000, 65000, 11168, 960000000));
}

TEST(WrittenNumbers, ReadMultipliersOfSeveralLanguages) {
  EXPECT_THAT(values("50 тыс. рабочих, 15 thousand, 3 Millionen, 5万人"),
              ElementsAre(50000, 15000, 3000000, 50000));
}

TEST(WrittenNumbers, ReadDigitsOfOtherScripts) {
  EXPECT_THAT(values("۵۰ و ٥٠ と ５０"), ElementsAre(50, 50, 50));
}

TEST(WrittenNumbers, KeepTheirPlace) {
  const std::string text = "about 6만5천 men";
  const auto numbers = written_numbers(text);
  ASSERT_EQ(numbers.size(), 1u);
  EXPECT_EQ(text.substr(numbers[0].begin, numbers[0].end - numbers[0].begin), "6만5천");
}

TEST(WrittenNumbers, DoNotRunAwayOnEndlessDigits) {
  EXPECT_EQ(values(std::string(5000, '9')).size(), 1u);
}

TEST(Sounds, MeetAcrossScripts) {
  const auto consonants = [](const std::string& name, bool romanised) {
    return sound_of(romanised ? text::any_latin(name) : name, romanised).consonants;
  };
  EXPECT_EQ(consonants("makhachkala", false), consonants("махачкала", true));
  EXPECT_EQ(consonants("quintana", false), consonants("퀸타나", true));
  EXPECT_EQ(consonants("nakayama", false), consonants("나카야마", true));
  EXPECT_EQ(consonants("trump", false), consonants("트럼프", true));
}

TEST(Sounds, TellUnlikeNamesApart) {
  EXPECT_NE(sound_of("petrov", false).consonants, sound_of("sidorov", false).consonants);
}

}  // namespace
}  // namespace depone::lineage
