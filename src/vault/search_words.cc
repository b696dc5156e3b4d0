#include "vault/search_words.h"

#include <algorithm>
#include <vector>

#include "text/words.h"

namespace depone::vault {
namespace {

// Words remembered: the common ones of three languages, a few megabytes.
constexpr std::size_t kMostKnown = 30'000;

// The byte length of the code point that begins at `at`; folded words are well-formed UTF-8.
std::size_t point_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

bool is_hangul(std::string_view point) {
  // U+AC00 to U+D7A3 in UTF-8.
  return point.size() == 3 && point >= "\xEA\xB0\x80" && point <= "\xED\x9E\xA3";
}

bool is_cyrillic(std::string_view point) {
  return point.size() == 2 && point >= "\xD0\x80" && point <= "\xD3\xBF";
}

struct Word {
  std::vector<std::string_view> points;
  Language language = Language::English;
};

// The language by script alone: query and text must agree, and a query is too short to ask more.
Word look_at(std::string_view folded) {
  Word word;
  for (std::size_t at = 0; at < folded.size();) {
    word.points.push_back(folded.substr(at, point_length(folded, at)));
    at += word.points.back().size();
    if (is_hangul(word.points.back())) word.language = Language::Korean;
    if (is_cyrillic(word.points.back()) && word.language == Language::English) {
      word.language = Language::Russian;
    }
  }
  return word;
}

std::vector<std::string> pairs_of(const Word& word) {
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i + 1 < word.points.size(); ++i) {
    pairs.push_back(std::string(word.points[i]) + std::string(word.points[i + 1]));
  }
  if (word.points.size() == 1) pairs.emplace_back(word.points.front());
  return pairs;
}

SearchWords cut(std::string_view folded) {
  const Word word = look_at(folded);
  SearchWords parts{text::stem(folded, word.language) + ' ', {}};
  if (word.language != Language::Korean) return parts;
  for (const std::string& pair : pairs_of(word)) {
    parts.pairs += pair;
    parts.pairs += ' ';
  }
  return parts;
}

// In FTS5 a text between quotes is taken literally; quotes inside are doubled.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

void WordCutter::add(SearchWords& words, std::string_view text) {
  for (text::Word& found : text::words(text)) {
    auto known = known_.find(found.folded);
    if (known == known_.end()) {
      if (known_.size() >= kMostKnown) known_.clear();
      SearchWords parts = cut(found.folded);
      known = known_.emplace(std::move(found.folded), std::move(parts)).first;
    }
    words.stems += known->second.stems;
    words.pairs += known->second.pairs;
  }
}

SearchWords WordCutter::words_of(std::string_view text) {
  SearchWords words;
  add(words, text);
  return words;
}

SearchWords WordCutter::words_of(const Document& document) {
  SearchWords words;
  add(words, document.title);
  add(words, document.byline);
  add(words, document.text);
  return words;
}

std::string match_expression(std::string_view query) {
  std::string expression;
  for (const text::Word& found : text::words(query)) {
    const Word word = look_at(found.folded);
    std::string one = "stems : " + literal(text::stem(found.folded, word.language));
    if (word.language == Language::Korean) {
      std::string phrase;
      for (const std::string& pair : pairs_of(word)) phrase += pair + " ";
      // A single syllable also begins longer words.
      one =
          "(" + one + " OR pairs : " + literal(phrase) + (word.points.size() == 1 ? "*" : "") + ")";
    }
    if (!expression.empty()) expression += " AND ";
    expression += one;
  }
  return expression;
}

}  // namespace depone::vault
