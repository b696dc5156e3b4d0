// The literal twin of reading/numbers.h: numerals written out and worked out by school grammar.
//
// Spells whole numbers in words and evaluates words one after the other, with word lists of its own
// and without any table of data/reading/. It knows no sentences: each text is one numeral.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depone::reference {

// Values are counted in ten-thousandths, as in model/decimal.h.
inline constexpr std::int64_t kOne = 10'000;

inline std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ' || c == '-') {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// "1,200" and "2.5" where `thousands` is ','; "2,5" where it is 0. Nullopt for words.
inline std::optional<std::int64_t> digits_value(std::string_view word, char thousands) {
  std::string whole;
  std::string decimals;
  bool behind = false;
  for (const char c : word) {
    if (thousands != 0 && c == thousands) continue;
    if (c == '.' || c == ',') {
      behind = true;
    } else if (c >= '0' && c <= '9') {
      (behind ? decimals : whole) += c;
    } else {
      return std::nullopt;
    }
  }
  if (whole.empty()) return std::nullopt;
  decimals.resize(4, '0');
  std::int64_t value = 0;
  const std::string all = whole + decimals;
  std::from_chars(all.data(), all.data() + all.size(), value);
  return value;
}

// A numeral of words that count, words that multiply, and words that only join.
struct Grammar {
  std::map<std::string, std::int64_t, std::less<>> numbers;  // ten-thousandths
  std::map<std::string, std::int64_t, std::less<>> scales;   // whole numbers
  std::string half;                                          // adds one half
  char thousands = 0;
};

// Words that are in none of the lists are passed over: "and", "a".
inline std::int64_t evaluate(const Grammar& grammar, std::string_view text) {
  std::int64_t total = 0;
  std::int64_t group = 0;
  bool counted = false;
  for (const std::string& word : words_of(text)) {
    if (const auto digits = digits_value(word, grammar.thousands)) {
      group += *digits;
      counted = true;
    } else if (const auto number = grammar.numbers.find(word); number != grammar.numbers.end()) {
      group += number->second;
      counted = true;
    } else if (const auto scale = grammar.scales.find(word); scale != grammar.scales.end()) {
      group = (counted ? group : kOne) * scale->second;
      counted = true;
      if (scale->second < 1000) continue;
      total += group;
      group = 0;
      counted = false;
    } else if (word == grammar.half) {
      group += kOne / 2;
    }
  }
  return total + group;
}

// ---------------------------------------------------------------- English

inline constexpr std::array<const char*, 20> kEnglishSmall = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
inline constexpr std::array<const char*, 10> kEnglishTens = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

inline Grammar english_grammar() {
  Grammar grammar;
  for (std::size_t i = 0; i < 20; ++i) {
    grammar.numbers[kEnglishSmall[i]] = static_cast<std::int64_t>(i) * kOne;
  }
  for (std::size_t i = 2; i < 10; ++i) {
    grammar.numbers[kEnglishTens[i]] = static_cast<std::int64_t>(i) * 10 * kOne;
  }
  grammar.scales = {{"dozen", 12},
                    {"hundred", 100},
                    {"thousand", 1000},
                    {"million", 1'000'000},
                    {"billion", 1'000'000'000}};
  grammar.half = "half";
  grammar.thousands = ',';
  return grammar;
}

struct EnglishStyle {
  bool with_and = true;  // "two hundred and six"
  bool hyphens = true;   // "twenty-one"
  bool article = false;  // "a hundred" for "one hundred" at the beginning
};

inline std::string spell_english(std::int64_t number, const EnglishStyle& style) {
  if (number == 0) return kEnglishSmall[0];
  std::string out;
  const auto say = [&](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
  for (const auto& [scale, name] : {std::pair<std::int64_t, const char*>{1'000'000'000, "billion"},
                                    {1'000'000, "million"},
                                    {1000, "thousand"},
                                    {1, ""}}) {
    std::int64_t group = number / scale;
    number %= scale;
    if (group == 0) continue;
    const bool hundreds = group >= 100;
    if (hundreds) {
      const bool article = style.article && out.empty() && group < 200;
      say(article ? "a" : kEnglishSmall[static_cast<std::size_t>(group / 100)]);
      say("hundred");
    }
    group %= 100;
    const bool joined = style.with_and && group > 0 && (hundreds || (scale == 1 && !out.empty()));
    if (joined) say("and");
    if (group == 1 && style.article && out.empty() && scale > 1) {
      say("a");
    } else if (group >= 20) {
      std::string tens = kEnglishTens[static_cast<std::size_t>(group / 10)];
      if (group % 10 != 0) {
        tens += style.hyphens ? "-" : " ";
        tens += kEnglishSmall[static_cast<std::size_t>(group % 10)];
      }
      say(tens);
    } else if (group > 0) {
      say(kEnglishSmall[static_cast<std::size_t>(group)]);
    }
    if (*name != 0) say(name);
  }
  return out;
}

// ---------------------------------------------------------------- Korean

inline constexpr std::array<const char*, 10> kSinoDigits = {"영", "일", "이", "삼", "사",
                                                            "오", "육", "칠", "팔", "구"};
inline const std::vector<std::pair<const char*, std::int64_t>>& sino_scales() {
  static const std::vector<std::pair<const char*, std::int64_t>> scales = {
      {"조", 1'000'000'000'000},
      {"억", 100'000'000},
      {"만", 10'000},
      {"천", 1000},
      {"백", 100},
      {"십", 10}};
  return scales;
}

// "이십오", "6만5천", "1억 2천만": what stands before the greatest scale times the scale, and what
// stands behind it. 하나 and the native numerals are not among them.
inline std::int64_t evaluate_sino(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (text.empty()) return 0;
  for (const auto& [name, scale] : sino_scales()) {
    const std::size_t at = text.find(name);
    if (at == std::string_view::npos) continue;
    const std::string_view before = text.substr(0, at);
    const std::int64_t factor = before.empty() ? kOne : evaluate_sino(before);
    return factor * scale + evaluate_sino(text.substr(at + std::string_view(name).size()));
  }
  for (std::size_t digit = 0; digit < kSinoDigits.size(); ++digit) {
    if (text == kSinoDigits[digit]) return static_cast<std::int64_t>(digit) * kOne;
  }
  return digits_value(text, ',').value_or(-1);
}

// `one_said`: 일천 for 천.
inline std::string spell_sino(std::int64_t number, bool one_said) {
  if (number == 0) return kSinoDigits[0];
  std::string out;
  for (const auto& [name, scale] : sino_scales()) {
    const std::int64_t factor = number / scale;
    number %= scale;
    if (factor == 0) continue;
    if (factor > 1 || one_said || scale >= 100'000'000) out += spell_sino(factor, one_said);
    out += name;
  }
  if (number > 0) out += kSinoDigits[static_cast<std::size_t>(number)];
  return out;
}

// 1 to 99; `before_noun`: 스물두 and 스무 for 스물둘 and 스물.
inline std::string spell_native(std::int64_t number, bool before_noun) {
  static constexpr std::array<const char*, 10> kTens = {"",   "열",   "스물", "서른", "마흔",
                                                        "쉰", "예순", "일흔", "여든", "아흔"};
  static constexpr std::array<const char*, 10> kFree = {"",     "하나", "둘",   "셋",   "넷",
                                                        "다섯", "여섯", "일곱", "여덟", "아홉"};
  static constexpr std::array<const char*, 5> kBound = {"", "한", "두", "세", "네"};
  if (before_noun && number == 20) return "스무";
  const auto unit = static_cast<std::size_t>(number % 10);
  return std::string(kTens[static_cast<std::size_t>(number / 10)]) +
         (before_noun && unit < kBound.size() ? kBound[unit] : kFree[unit]);
}

// ---------------------------------------------------------------- Russian

// Nominative, genitive, dative, instrumental; yo written ye.
using Cases = std::array<std::string, 4>;

// Of 1 and 2 the masculine and the feminine differ.
inline Cases russian_small(std::int64_t number, bool feminine) {
  switch (number) {
    case 0:
      return {"ноль", "ноля", "нулю", "нулю"};
    case 1:
      return feminine ? Cases{"одна", "одной", "одной", "одной"}
                      : Cases{"один", "одного", "одному", "одним"};
    case 2:
      return {feminine ? "две" : "два", "двух", "двум", "двумя"};
    case 3:
      return {"три", "трех", "трем", "тремя"};
    case 4:
      return {"четыре", "четырех", "четырем", "четырьмя"};
    case 8:
      return {"восемь", "восьми", "восьми", "восемью"};
    default:
      break;
  }
  static constexpr std::array<const char*, 20> kStems = {"",
                                                         "",
                                                         "",
                                                         "",
                                                         "",
                                                         "пят",
                                                         "шест",
                                                         "сем",
                                                         "",
                                                         "девят",
                                                         "десят",
                                                         "одиннадцат",
                                                         "двенадцат",
                                                         "тринадцат",
                                                         "четырнадцат",
                                                         "пятнадцат",
                                                         "шестнадцат",
                                                         "семнадцат",
                                                         "восемнадцат",
                                                         "девятнадцат"};
  const std::string stem = kStems[static_cast<std::size_t>(number)];
  return {stem + "ь", stem + "и", stem + "и", stem + "ью"};
}

inline Cases russian_tens(std::int64_t tens) {
  switch (tens) {
    case 2:
      return {"двадцать", "двадцати", "двадцати", "двадцатью"};
    case 3:
      return {"тридцать", "тридцати", "тридцати", "тридцатью"};
    case 4:
      return {"сорок", "сорока", "сорока", "сорока"};
    case 9:
      return {"девяносто", "девяноста", "девяноста", "девяноста"};
    default: {
      const Cases unit = russian_small(tens, false);
      return {unit[0] + "десят", unit[1] + "десяти", unit[2] + "десяти", unit[3] + "десятью"};
    }
  }
}

inline Cases russian_hundreds(std::int64_t hundreds) {
  if (hundreds == 1) return {"сто", "ста", "ста", "ста"};
  if (hundreds == 2) return {"двести", "двухсот", "двумстам", "двумястами"};
  const Cases unit = russian_small(hundreds, false);
  return {unit[0] + (hundreds < 5 ? "ста" : "сот"), unit[1] + "сот", unit[2] + "стам",
          unit[3] + "стами"};
}

// The form of "тысяча" or "миллион" behind `group` in the case.
inline std::string russian_scale(bool thousand, std::int64_t group, std::size_t grammatical_case) {
  const std::int64_t last = group % 100 > 10 && group % 100 < 20 ? 5 : group % 10;
  const bool one = last == 1;
  const bool few = last >= 2 && last <= 4;
  const std::string stem = thousand ? "тысяч" : "миллион";
  if (grammatical_case == 0) {
    if (one) return stem + (thousand ? "а" : "");
    if (few) return stem + (thousand ? "и" : "а");
    return stem + (thousand ? "" : "ов");
  }
  const std::array<const char*, 4> single = thousand
                                                ? std::array<const char*, 4>{"а", "и", "е", "ей"}
                                                : std::array<const char*, 4>{"", "а", "у", "ом"};
  const std::array<const char*, 4> many = thousand
                                              ? std::array<const char*, 4>{"", "", "ам", "ами"}
                                              : std::array<const char*, 4>{"", "ов", "ам", "ами"};
  return stem + (one ? single : many)[grammatical_case];
}

inline std::string spell_russian(std::int64_t number, std::size_t grammatical_case) {
  if (number == 0) return russian_small(0, false)[grammatical_case];
  std::string out;
  const auto say = [&](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
  for (const std::int64_t scale : {std::int64_t{1'000'000}, std::int64_t{1000}, std::int64_t{1}}) {
    const std::int64_t group = number / scale;
    number %= scale;
    if (group == 0) continue;
    std::int64_t rest = group;
    if (rest >= 100) say(russian_hundreds(rest / 100)[grammatical_case]);
    rest %= 100;
    if (rest >= 20) {
      say(russian_tens(rest / 10)[grammatical_case]);
      rest %= 10;
    }
    if (rest > 0) say(russian_small(rest, scale == 1000)[grammatical_case]);
    if (scale > 1) say(russian_scale(scale == 1000, group, grammatical_case));
  }
  return out;
}

inline Grammar russian_grammar() {
  Grammar grammar;
  for (std::size_t form = 0; form < 4; ++form) {
    for (std::int64_t i = 0; i < 20; ++i) {
      for (const bool feminine : {false, true}) {
        grammar.numbers[russian_small(i, feminine)[form]] = i * kOne;
      }
    }
    for (std::int64_t i = 2; i < 10; ++i) grammar.numbers[russian_tens(i)[form]] = i * 10 * kOne;
    for (std::int64_t i = 1; i < 10; ++i) {
      grammar.numbers[russian_hundreds(i)[form]] = i * 100 * kOne;
    }
    for (const std::int64_t group : {1, 2, 5}) {
      grammar.scales[russian_scale(true, group, form)] = 1000;
      grammar.scales[russian_scale(false, group, form)] = 1'000'000;
    }
  }
  grammar.numbers["полтора"] = grammar.numbers["полторы"] = kOne * 3 / 2;
  grammar.half = "половиной";
  return grammar;
}

}  // namespace depone::reference
