// Numerals against their literal twin: what is spelled is read, and what is read is worth what its
// words say.
#include "reading/numbers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "base/data_files.h"
#include "reference/numbers_reference.h"
#include "tests/base/result_matchers.h"

namespace depone::reading {
namespace {

const NumberLexicon& lexicon() {
  static const NumberLexicon loaded = [] {
    Result<NumberLexicon> result = NumberLexicon::load(embedded_data());
    if (!result.ok()) ADD_FAILURE() << to_string(result.error());
    return result.ok() ? std::move(result).take() : NumberLexicon();
  }();
  return loaded;
}

std::vector<Numeral> find(std::string_view text, Language language) {
  std::vector<Numeral> found;
  lexicon().find(text, language, found);
  return found;
}

// The only numeral of "before SPELLED after" is all of SPELLED and worth `value`, in whole numbers.
void expect_read(const std::string& before, const std::string& spelled, const std::string& after,
                 Language language, std::int64_t value) {
  const std::vector<Numeral> found = find(before + spelled + after, language);
  RC_LOG() << spelled;
  RC_ASSERT(found.size() == 1u);
  RC_ASSERT(found[0].value == Decimal::whole(value));
  RC_ASSERT(!found[0].value_hi.has_value());
  RC_ASSERT(found[0].begin == before.size());
  RC_ASSERT(found[0].end == before.size() + spelled.size());
}

// Numbers of every length are as likely.
rc::Gen<std::int64_t> number_below(std::int64_t power_of_ten) {
  return rc::gen::exec([power_of_ten] {
    std::int64_t bound = 10;
    const auto zeros = *rc::gen::inRange(0, 12);
    for (int i = 0; i < zeros && bound < power_of_ten; ++i) bound *= 10;
    const auto number = *rc::gen::inRange<std::int64_t>(0, bound);
    // Round numbers are what people write.
    const auto round = *rc::gen::element<std::int64_t>(1, 1, 10, 100, 1000);
    return number - number % round;
  });
}

RC_GTEST_PROP(EnglishNumerals, AreReadAsSpelled, ()) {
  const std::int64_t number = *number_below(1'000'000'000'000);
  const reference::EnglishStyle style{*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(),
                                      *rc::gen::arbitrary<bool>()};
  const std::string spelled = reference::spell_english(number, style);
  RC_ASSERT(reference::evaluate(reference::english_grammar(), spelled) == number * reference::kOne);
  expect_read("they brought ", spelled, " workers", Language::English, number);
}

RC_GTEST_PROP(RussianNumerals, AreReadInEachCase, ()) {
  const std::int64_t number = *number_below(1'000'000'000);
  const auto grammatical_case = *rc::gen::inRange<std::size_t>(0, 4);
  const std::string spelled = reference::spell_russian(number, grammatical_case);
  RC_ASSERT(reference::evaluate(reference::russian_grammar(), spelled) == number * reference::kOne);
  expect_read("привезли ", spelled, " рабочих", Language::Russian, number);
}

RC_GTEST_PROP(KoreanNumerals, AreReadInSinoKoreanWords, ()) {
  // A digit alone is no numeral: 이 is "this", 일 is "work".
  const std::int64_t number = *number_below(1'000'000'000'000'000 / 10) + 10;
  const std::string spelled = reference::spell_sino(number, *rc::gen::arbitrary<bool>());
  RC_PRE(number < 100'000'000'000'000);
  RC_ASSERT(reference::evaluate_sino(spelled) == number * reference::kOne);
  expect_read("노동자 ", spelled, "명", Language::Korean, number);
}

RC_GTEST_PROP(KoreanNumerals, AreReadInNativeWords, ()) {
  const auto number = *rc::gen::inRange<std::int64_t>(1, 100);
  const std::string spelled = reference::spell_native(number, *rc::gen::arbitrary<bool>());
  expect_read("그들은 ", spelled, " 명", Language::Korean, number);
}

RC_GTEST_PROP(KoreanNumerals, AreReadInDigitsMixedWithScales, ()) {
  const auto hundred_millions = *rc::gen::inRange<std::int64_t>(0, 100);
  const auto ten_thousands = *rc::gen::inRange<std::int64_t>(0, 10'000);
  const auto thousands = *rc::gen::inRange<std::int64_t>(0, 10);
  const auto rest = *rc::gen::inRange<std::int64_t>(0, 1000);
  std::string spelled;
  if (hundred_millions > 0) spelled += std::to_string(hundred_millions) + "억";
  if (ten_thousands > 0) {
    const bool apart = !spelled.empty() && *rc::gen::arbitrary<bool>();
    spelled += (apart ? " " : "") + std::to_string(ten_thousands) + "만";
  }
  if (thousands > 0) spelled += std::to_string(thousands) + "천";
  if (rest > 0) spelled += std::to_string(rest);
  RC_PRE(!spelled.empty());
  const std::int64_t number =
      ((hundred_millions * 10'000 + ten_thousands) * 10 + thousands) * 1000 + rest;
  RC_ASSERT(reference::evaluate_sino(spelled) == number * reference::kOne);
  expect_read("북한은 ", spelled, "명", Language::Korean, number);
}

// Words of numerals in any order: they may be cut into numerals in more than one way, but each
// numeral found is worth what its own words say.
void expect_sound(const reference::Grammar& grammar, std::vector<std::string> words,
                  Language language) {
  for (const auto& [word, value] : grammar.numbers) words.push_back(word);
  for (const auto& [word, value] : grammar.scales) words.push_back(word);
  const auto picked = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(words));
  std::string text;
  for (const std::string& word : picked) {
    if (!text.empty()) text += *rc::gen::element<std::string>(" ", " ", " ", "-", " x ");
    text += word;
  }
  for (const Numeral& numeral : find(text, language)) {
    // Ranges, vague numerals and shares have their own tests.
    if (numeral.value_hi || !numeral.unit.empty()) continue;
    const std::string_view own =
        std::string_view(text).substr(numeral.begin, numeral.end - numeral.begin);
    if (own.starts_with("half")) continue;  // "half a million" is a wording of its own
    RC_LOG() << text << ": " << own;
    RC_ASSERT(numeral.value.ten_thousandths == reference::evaluate(grammar, own));
  }
}

RC_GTEST_PROP(EnglishNumerals, AreWorthWhatTheirWordsSay, ()) {
  expect_sound(reference::english_grammar(),
               {"and", "and a half", "a", "some", "3", "12", "1,200", "2.5", "and", "a"},
               Language::English);
}

RC_GTEST_PROP(RussianNumerals, AreWorthWhatTheirWordsSay, ()) {
  expect_sound(reference::russian_grammar(), {"с половиной", "3", "12", "2,5", "из", "до"},
               Language::Russian);
}

}  // namespace
}  // namespace depone::reading
