#include "text/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/text/arbitrary_text.h"
#include "text/unicode.h"

namespace depone::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> folded;
  for (const Word& word : words(text)) folded.push_back(word.folded);
  return folded;
}

TEST(Words, AreRunsOfLettersAndDigits) {
  EXPECT_THAT(folded_words("He worked 18 hours; don't ask."),
              ElementsAre("he", "worked", "18", "hours", "don", "t", "ask"));
  EXPECT_THAT(folded_words("북한 노동자 50,000명, 3.5kg"),
              ElementsAre("북한", "노동자", "50,000명", "3.5kg"));
  EXPECT_THAT(folded_words("Ещё 12.08.2025."), ElementsAre("еще", "12.08.2025"));
  EXPECT_THAT(folded_words(" — … !"), IsEmpty());
}

TEST(Words, TakesLettersWrittenWithoutSpacesOneByOne) {
  EXPECT_THAT(folded_words("朝鲜工人"), ElementsAre("朝", "鲜", "工", "人"));
}

TEST(Stem, DropsEndingsOfEachLanguage) {
  EXPECT_EQ(stem("workers", Language::English), stem("worker", Language::English));
  EXPECT_EQ(stem("рабочими", Language::Russian), stem("рабочие", Language::Russian));
  EXPECT_EQ(stem("노동자들은", Language::Korean), "노동자");
  EXPECT_EQ(stem("러시아에서", Language::Korean), "러시아");
  EXPECT_EQ(stem("사이", Language::Korean), "사이");
  EXPECT_EQ(stem("arbeiter", Language::Other), "arbeiter");
}

RC_GTEST_PROP(Words, LieInOrderAndFoldTheirOwnBytes, ()) {
  const std::string text = *arbitrary_text();
  std::size_t end = 0;
  for (const Word& word : words(text)) {
    RC_ASSERT(word.begin >= end);
    RC_ASSERT(word.end > word.begin);
    RC_ASSERT(word.end <= text.size());
    RC_ASSERT(word.folded == fold(text.substr(word.begin, word.end - word.begin)));
    end = word.end;
  }
}

}  // namespace
}  // namespace depone::text
