#include "text/language.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <unordered_map>

#include "text/passages.h"
#include "text/unicode.h"
#include "text/utf8_scan.h"

namespace depone::text {
namespace {

// Enough to tell; longer texts are read from their beginning and middle.
constexpr std::size_t kSampleBytes = 16 * 1024;

constexpr auto kEnglishWords = std::to_array<std::string_view>(
    {"the",  "of",    "and",   "to",    "a",    "in",    "that",  "is",    "was",  "for",  "it",
     "with", "as",    "his",   "on",    "be",   "at",    "by",    "had",   "not",  "are",  "but",
     "from", "or",    "have",  "an",    "they", "which", "one",   "you",   "were", "all",  "her",
     "she",  "there", "would", "their", "we",   "him",   "been",  "has",   "when", "who",  "will",
     "more", "said",  "he",    "this",  "its",  "them",  "about", "after", "than", "other"});
constexpr auto kOtherLatinWords = std::to_array<std::string_view>(
    {"de",    "la",  "le",  "les", "et",   "des", "en",  "un",   "une",   "du",   "que", "qui",
     "el",    "los", "las", "y",   "del",  "por", "con", "para", "una",   "der",  "die", "das",
     "und",   "den", "von", "zu",  "mit",  "ist", "ein", "eine", "nicht", "auf",  "dem", "il",
     "di",    "che", "per", "non", "sono", "o",   "e",   "do",   "da",    "em",   "os",  "no",
     "uma",   "na",  "w",   "z",   "i",    "nie", "ve",  "bir",  "bu",    "yang", "dan", "di",
     "untuk", "van", "het", "een", "och",  "att", "som", "av",   "og",    "det",  "til", "dans"});
constexpr auto kRussianWords = std::to_array<std::string_view>(
    {"и",   "в",   "не",  "что", "он",    "как", "это", "по",    "к",     "из",  "у",
     "за",  "от",  "для", "о",   "но",    "они", "мы",  "был",   "были",  "его", "их",
     "или", "при", "же",  "так", "также", "об",  "все", "более", "чтобы", "со",  "бы"});
constexpr auto kOtherCyrillicWords = std::to_array<std::string_view>(
    {"се",  "са",  "е",   "да", "който", "като", "това", "ще",  "би",   "беше",
     "від", "що",  "та",  "як", "або",   "для",  "є",    "у",   "су",   "је",
     "био", "или", "што", "нь", "байна", "бұл",  "және", "мен", "үшін", "деп"});

// Words that speak for English or Russian, and words that speak for another language of the script.
struct Frequent {
  bool here = false;
  bool other = false;
};
using FrequentWords = std::unordered_map<std::string_view, Frequent>;

template <std::size_t N, std::size_t M>
FrequentWords frequent(const std::array<std::string_view, N>& here,
                       const std::array<std::string_view, M>& other) {
  FrequentWords words;
  for (const std::string_view word : here) words[word].here = true;
  for (const std::string_view word : other) words[word].other = true;
  return words;
}

struct Letters {
  std::uint32_t hangul = 0;
  std::uint32_t cyrillic = 0;
  std::uint32_t foreign_cyrillic = 0;  // letters that Russian does not have
  std::uint32_t russian_only = 0;      // yery, e oborotnoye, yo
  std::uint32_t latin = 0;
  std::uint32_t accented = 0;
  std::uint32_t other = 0;
};

Letters count_letters(std::string_view text) {
  Letters letters;
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 c = next_code_point(text, at);
    if (c < 0x80) {
      letters.latin += is_ascii_letter(c) ? 1 : 0;
    } else if (is_hangul(c) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3131 && c <= 0x318E)) {
      ++letters.hangul;
    } else if (c >= 0x0400 && c <= 0x052F) {
      ++letters.cyrillic;
      const bool russian = (c >= 0x0410 && c <= 0x044F) || c == 0x0401 || c == 0x0451;
      letters.foreign_cyrillic += russian ? 0 : 1;
      const bool only = c == 0x044B || c == 0x042B || c == 0x044D || c == 0x042D || c == 0x0451;
      letters.russian_only += only ? 1 : 0;
    } else if ((c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
               (c >= 0x1E00 && c <= 0x1EFF)) {
      ++letters.latin;
      ++letters.accented;
    } else if (c > 0x24F && u_isalpha(c) != 0) {
      ++letters.other;
    }
  }
  return letters;
}

struct Hits {
  int here = 0;   // English or Russian
  int other = 0;  // another language of the script
};

// Stops as soon as one side leads clearly.
Hits count_words(std::string_view text, const FrequentWords& frequent) {
  constexpr int kClearLead = 4;
  Hits hits;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const UChar32 first = next_code_point(text, at);
    if (first < 0x80 ? !is_ascii_letter(first) : u_isalpha(first) == 0) continue;
    while (at < text.size()) {
      std::size_t after = at;
      const UChar32 next = next_code_point(text, after);
      if (next < 0x80 ? !is_ascii_letter(next) : u_isalpha(next) == 0) break;
      at = after;
    }
    if (at - begin > 12) continue;
    const auto entry = frequent.find(fold(text.substr(begin, at - begin)));
    if (entry == frequent.end()) continue;
    hits.here += entry->second.here ? 1 : 0;
    hits.other += entry->second.other ? 1 : 0;
    if (std::abs(hits.here - hits.other) >= kClearLead) break;
  }
  return hits;
}

Language latin_language(std::string_view text, const Letters& letters, Language surroundings) {
  static const FrequentWords kFrequent = frequent(kEnglishWords, kOtherLatinWords);
  const Hits hits = count_words(text, kFrequent);
  if (hits.here > hits.other) return Language::English;
  if (hits.other > hits.here) return Language::Other;
  if (letters.accented * 40 > letters.latin && letters.latin > 20) return Language::Other;
  return surroundings == Language::Other ? Language::Other : Language::English;
}

Language cyrillic_language(std::string_view text, const Letters& letters, Language surroundings) {
  if (letters.foreign_cyrillic * 100 > letters.cyrillic) return Language::Other;
  if (letters.russian_only * 150 > letters.cyrillic) return Language::Russian;
  static const FrequentWords kFrequent = frequent(kRussianWords, kOtherCyrillicWords);
  const Hits hits = count_words(text, kFrequent);
  if (hits.here > hits.other) return Language::Russian;
  if (hits.other > hits.here) return Language::Other;
  return surroundings == Language::Other ? Language::Other : Language::Russian;
}

std::string_view sample_of(std::string_view text) {
  if (text.size() <= kSampleBytes) return text;
  std::size_t begin = (text.size() - kSampleBytes) / 2;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0u) == 0x80u) --begin;
  return text.substr(begin, kSampleBytes);
}

}  // namespace

Language language_within(std::string_view text, Language surroundings) {
  text = sample_of(text);
  const Letters letters = count_letters(text);
  // A Hangul syllable or Han character says what two or three letters say elsewhere.
  const std::uint32_t hangul = letters.hangul * 5;
  const std::uint32_t cyrillic = letters.cyrillic * 2;
  const std::uint32_t latin = letters.latin * 2;
  const std::uint32_t other = letters.other * 4;
  const std::uint32_t most = std::max({hangul, cyrillic, latin, other});
  if (most == 0) return Language::Unknown;
  if (most == hangul) return Language::Korean;
  if (most == cyrillic) return cyrillic_language(text, letters, surroundings);
  if (most == latin) return latin_language(text, letters, surroundings);
  return Language::Other;
}

Language language_of_text(std::string_view text) {
  return language_within(text, Language::Unknown);
}

}  // namespace depone::text
