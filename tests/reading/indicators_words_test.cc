// The word finder against its literal twin, and the phrase language step by step.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "reading/phrase_matcher.h"
#include "reading/word_finder.h"
#include "reference/text_marks_reference.h"
#include "reference/word_finder_reference.h"
#include "tests/base/result_matchers.h"

namespace depone::reading {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<WordFinder::Hit> sorted(std::vector<WordFinder::Hit> hits) {
  std::sort(hits.begin(), hits.end());
  return hits;
}

// Few letters, so that words overlap, nest and repeat.
rc::Gen<std::string> small_text(std::size_t limit) {
  return rc::gen::map(
      rc::gen::resize(static_cast<int>(limit),
                      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "b", " ", "-", "\u0436", "\uC784", "\u201C"))),
      [](const std::vector<std::string>& parts) {
        std::string out;
        for (const std::string& part : parts) out += part;
        return out;
      });
}

RC_GTEST_PROP(WordFinder, FindsWhatItsLiteralTwinFinds, ()) {
  using Edge = WordFinder::Edge;
  std::vector<WordFinder::Word> words;
  const auto count = *rc::gen::inRange<std::size_t>(0, 8);
  for (std::size_t i = 0; i < count; ++i) {
    WordFinder::Word word;
    word.text = *small_text(4);
    word.left = *rc::gen::element(Edge::Border, Edge::Free);
    word.right = *rc::gen::element(Edge::Border, Edge::Free, Edge::Extend);
    word.id = static_cast<std::uint32_t>(i);
    words.push_back(word);
  }
  const std::string text = *small_text(60);
  std::vector<WordFinder::Hit> found;
  WordFinder(words).find(text, TextMarks(text), found);
  RC_ASSERT(sorted(found) == sorted(reference::find_words(words, text)));
}

RC_GTEST_PROP(TextMarks, SayWhatTheirLiteralTwinSays, ()) {
  const std::string text = *rc::gen::map(
      rc::gen::resize(200,
                      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "abc", "7", " ", "; ", ". ", "g. ", "\u0436", "\uC784", "\u201C"))),
      [](const std::vector<std::string>& parts) {
        std::string out;
        for (const std::string& part : parts) out += part;
        return out;
      });
  const TextMarks marks(text);
  std::vector<std::size_t> begins;
  marks.each_word([&](std::size_t at) { begins.push_back(at); });
  std::vector<std::size_t> expected;
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (reference::word_begins(text, at)) expected.push_back(at);
    if (reference::begins_character(text, at) || at == text.size()) places.push_back(at);
  }
  RC_ASSERT(begins == expected);
  RC_ASSERT(marks.has_digits() == (text.find('7') != std::string::npos));
  for (std::size_t i = 0; i < places.size(); ++i) {
    RC_ASSERT(marks.word_begins(places[i]) == reference::word_begins(text, places[i]));
    RC_ASSERT(marks.in_word(places[i]) == word_begins_at(text, places[i]));
    if (marks.in_word(places[i])) {
      RC_ASSERT(marks.word_end(places[i]) == reference::word_end(text, places[i]));
    }
  }
  const std::size_t from = places[*rc::gen::inRange<std::size_t>(0, places.size())];
  const std::size_t to = places[*rc::gen::inRange<std::size_t>(0, places.size())];
  const auto most = *rc::gen::inRange<std::size_t>(0, 12);
  RC_ASSERT(marks.close(from, to, most) == reference::close(text, from, to, most));
}

TEST(FoldKeepingLength, MakesSmallLettersAndKeepsEveryByteOffset) {
  EXPECT_EQ(fold_keeping_length("ABC\nПАСПОРТ Ёлка 여권 \u2019"), "abc паспорт елка 여권 \u2019");
  EXPECT_EQ(fold_keeping_length("\u0130x").size(), std::string("\u0130x").size());
}

std::vector<std::string> matches(const std::string& phrase, const std::string& text,
                                 Language language = Language::English) {
  const std::string table = "[classes]\npapers = [\"passport|passports\", \"id card|cards\"]\n" +
                            std::string("[[entry]]\nis = \"x\"\nphrases = [\"") + phrase + "\"]\n";
  const auto built = PhraseMatcher::build(language, {{"test", table}}, "entry");
  EXPECT_THAT(built, IsOk());
  std::vector<std::string> out;
  if (!built.ok()) return out;
  const std::string folded = fold_keeping_length(text);
  for (const auto& hit : built.value().match(folded, TextMarks(folded))) {
    out.push_back(text.substr(hit.begin, hit.end - hit.begin));
  }
  return out;
}

TEST(PhraseMatcher, AllowsUpToTheGapsWordsBetweenSteps) {
  EXPECT_THAT(matches("took ~2 <papers>", "He took all their passports."),
              ElementsAre("took all their passports"));
  EXPECT_THAT(matches("took ~1 <papers>", "He took all their passports."), IsEmpty());
  EXPECT_THAT(matches("took <papers>", "He took \"passports\"."), ElementsAre("took \"passports"));
}

TEST(PhraseMatcher, StaysWithinOneSentencePart) {
  EXPECT_THAT(matches("took ~5 <papers>", "He took it; passports were there."), IsEmpty());
  EXPECT_THAT(matches("took ~5 <papers>", "He took everything. Passports were there."), IsEmpty());
}

TEST(PhraseMatcher, ReadsClassesNumbersOptionalOutsideAndForbiddenSteps) {
  EXPECT_THAT(matches("took <papers>", "took id cards"), ElementsAre("took id cards"));
  EXPECT_THAT(matches("{13..24} hours", "12 hours, 18 hours, 1,018 hours"),
              ElementsAre("18 hours"));
  EXPECT_THAT(matches("took the? passport", "took passport"), ElementsAre("took passport"));
  EXPECT_THAT(matches("(took) passport", "took passport"), ElementsAre("passport"));
  EXPECT_THAT(matches("took passport ~1 !photo", "took passport photo"), IsEmpty());
  EXPECT_THAT(matches("confiscat*", "Confiscation"), ElementsAre("Confiscation"));
  EXPECT_THAT(matches("여권 ~2 압수*", "여권을 모두 압수당했다", Language::Korean),
              ElementsAre("여권을 모두 압수당했다"));
}

TEST(PhraseMatcher, RefusesMalformedTablesByName) {
  const auto build = [](const std::string& table) {
    return PhraseMatcher::build(Language::English, {{"t.toml", table}}, "entry");
  };
  EXPECT_THAT(build("[classes"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(build("[classes]\na = [\"<b>\"]\nb = [\"<a> x\"]\n[[entry]]\nis = \"x\"\nphrases = "
                    "[\"<a>\"]\n"),
              HasFault(Fault::InvalidInput));
  EXPECT_THAT(build("[[entry]]\nis = \"x\"\nphrases = [\"took ~x you\"]\n"),
              HasFault(Fault::InvalidInput));
  EXPECT_THAT(build("[[entry]]\nis = \"x\"\nphrases = [\"\"]\n"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(build("[[entry]]\nphrases = [\"a\"]\n"), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone::reading
