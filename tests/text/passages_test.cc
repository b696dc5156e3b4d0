#include "text/passages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/text/arbitrary_text.h"

namespace depone::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> sentences(std::string_view text) {
  std::vector<std::string> found;
  for (const Passage& passage : split_passages(text)) {
    found.emplace_back(slice(text, passage.span));
  }
  return found;
}

TEST(SplitPassages, EndsSentencesAtMarks) {
  EXPECT_THAT(sentences("He left. Why? Nobody knows!"),
              ElementsAre("He left.", "Why?", "Nobody knows!"));
  EXPECT_THAT(sentences("They slept there... Then they left."),
              ElementsAre("They slept there...", "Then they left."));
}

TEST(SplitPassages, KeepsEnglishAbbreviationsTogether) {
  for (const char* const one :
       {"Mr. Kim worked 18 hours a day.", "Site No. 5 had 40 workers.",
        "The U.S. Treasury named J. Smith and Dr. Lee on Dec. 22 last year.",
        "Bags of 3.5kg cost $1.20 each, e.g. Rice.",
        "Work began at 6 a.m. and ended at 2 a.m. daily."}) {
    EXPECT_THAT(sentences(one), ElementsAre(one));
  }
  EXPECT_THAT(
      sentences("He said No. They fled the U.S. They hid until 2 a.m. Nobody came."),
      ElementsAre("He said No.", "They fled the U.S.", "They hid until 2 a.m.", "Nobody came."));
}

TEST(SplitPassages, KeepsRussianAbbreviationsTogether) {
  for (const char* const one :
       {"В 2017 г. Россия выдала 12 тыс. разрешений.", "Он жил на ул. Ленина в г. Москве.",
        "Платили 30 тыс. руб. в месяц, т.е. по 1 тыс. руб. в день.",
        "Завод им. Кирова закрыт по ст. 91 ТК РФ.", "А. С. Ким приехал к В. Иванову."}) {
    EXPECT_THAT(sentences(one), ElementsAre(one));
  }
  EXPECT_THAT(sentences("Он приехал в 2017 г. Они работали без выходных. Получил 500 руб. Уехал."),
              ElementsAre("Он приехал в 2017 г.", "Они работали без выходных.", "Получил 500 руб.",
                          "Уехал."));
}

TEST(SplitPassages, EndsKoreanSentences) {
  EXPECT_THAT(sentences("하루 18시간 일했다. 쉬는 날은 없었다. 무게는 3.5kg이다."),
              ElementsAre("하루 18시간 일했다.", "쉬는 날은 없었다.", "무게는 3.5kg이다."));
  EXPECT_THAT(sentences("그는 떠났다.북한은 말이 없다."),
              ElementsAre("그는 떠났다.", "북한은 말이 없다."));
  EXPECT_THAT(sentences("그는 \"쉬지 못했다.\"라고 말했다."),
              ElementsAre("그는 \"쉬지 못했다.\"라고 말했다."));
  EXPECT_THAT(sentences("2024. 3. 15. 도착했다."), ElementsAre("2024. 3. 15.", "도착했다."));
}

TEST(SplitPassages, LeavesClosingQuotesWithTheirSentence) {
  EXPECT_THAT(sentences("\"We slept four hours.\" He wept."),
              ElementsAre("\"We slept four hours.\"", "He wept."));
  EXPECT_THAT(sentences("«Мы спали четыре часа!» — сказал он. И ушёл."),
              ElementsAre("«Мы спали четыре часа!» — сказал он.", "И ушёл."));
  EXPECT_THAT(sentences("“Stop!” he cried. They ran."),
              ElementsAre("“Stop!” he cried.", "They ran."));
}

TEST(SplitPassages, EndsAtParagraphsBulletsAndHeadings) {
  EXPECT_THAT(sentences("A heading\n\nFirst line\n- one item\n• another item\n1. The third"),
              ElementsAre("A heading", "First line", "one item", "another item", "1. The third"));
}

TEST(SplitPassages, JoinsLinesThatWereWrappedByHand) {
  EXPECT_THAT(sentences("The workers were taken from the airport to the building\n"
                        "site by an agent who told them not to talk to anybody at\n"
                        "all. They obeyed.\n"),
              ElementsAre("The workers were taken from the airport to the building\n"
                          "site by an agent who told them not to talk to anybody at\nall.",
                          "They obeyed."));
}

TEST(SplitPassages, CutsEndlessSentences) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "слово ";
  const std::vector<Passage> passages = split_passages(text);
  ASSERT_EQ(passages.size(), 5u);
  for (const Passage& passage : passages) EXPECT_LE(passage.span.end - passage.span.start, 2000u);
}

TEST(SplitPassages, FindsNothingInTextWithoutLetters) {
  EXPECT_THAT(sentences(""), IsEmpty());
  EXPECT_THAT(sentences(" \n\n *** \n --- \n"), IsEmpty());
}

TEST(LanguageOfText, GoesByScriptAndThenByFrequentWords) {
  EXPECT_EQ(language_of_text("The men were taken to the site"), Language::English);
  EXPECT_EQ(language_of_text("하루에 18시간 일했다 (BBC)"), Language::Korean);
  EXPECT_EQ(language_of_text("Они работали по 18 часов"), Language::Russian);
  EXPECT_EQ(language_of_text("Вони працювали від ранку і до ночі"), Language::Other);
  EXPECT_EQ(language_of_text("Les ouvriers sont logés dans des conteneurs et la police"),
            Language::Other);
  EXPECT_EQ(language_of_text("Die Arbeiter wurden auf die Baustelle gebracht und nicht bezahlt"),
            Language::Other);
  EXPECT_EQ(language_of_text("工人们每天工作十八个小时"), Language::Other);
  EXPECT_EQ(language_of_text("18:00 - 02:00"), Language::Unknown);
}

TEST(SplitPassages, GivesEachPassageItsLanguage) {
  const std::vector<Passage> passages =
      split_passages("He worked for the state.\n\n하루 18시간 일했다.\n\nОни были там.");
  ASSERT_EQ(passages.size(), 3u);
  EXPECT_EQ(passages[0].language, Language::English);
  EXPECT_EQ(passages[1].language, Language::Korean);
  EXPECT_EQ(passages[2].language, Language::Russian);
}

RC_GTEST_PROP(SplitPassages, CoversAllLettersInOrderWithoutOverlap, ()) {
  const std::string text = *arbitrary_text();
  std::uint32_t at = 0;
  std::vector<bool> covered(count_code_points(text), false);
  for (const Passage& passage : split_passages(text)) {
    RC_ASSERT(passage.span.start >= at);
    RC_ASSERT(passage.span.end > passage.span.start);
    RC_ASSERT(passage.span.end <= covered.size());
    RC_ASSERT(passage.span.end - passage.span.start <= 2000u);
    for (std::uint32_t i = passage.span.start; i < passage.span.end; ++i) covered[i] = true;
    at = passage.span.end;
  }
  std::uint32_t point = 0;
  for (std::size_t byte = 0; byte < text.size(); ++point) {
    const UChar32 c = next_code_point(text, byte);
    const bool said = (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
    RC_ASSERT(!said || covered[point]);
  }
}

}  // namespace
}  // namespace depone::text
