// Texts and queries as the index sees them: stems for every word, pairs of syllables for Korean.
//
// Both sides use the same functions, so a query finds what was written in another form of the
// word. Words with Hangul are also kept as pairs of neighbouring syllables, because Korean writes
// endings and compounds without a space.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "model/document.h"

namespace depone::vault {

struct SearchWords {
  std::string stems;  // a stem a word, parted by spaces
  std::string pairs;  // "안전" "전모" of "안전모"; a word of one syllable as it is
};

// Remembers what it made of the words it has met: texts repeat them, and finding a stem takes
// longer than finding a word. What it remembers never changes an answer.
class WordCutter {
 public:
  SearchWords words_of(std::string_view text);
  // Title, byline and text.
  SearchWords words_of(const Document& document);

 private:
  void add(SearchWords& words, std::string_view text);
  std::unordered_map<std::string, SearchWords> known_;  // by folded word; bounded
};

// The query in FTS5's language over the columns "stems" and "pairs"; empty when it has no word.
std::string match_expression(std::string_view query);

}  // namespace depone::vault
