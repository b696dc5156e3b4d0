// Words of a text, folded for comparison.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"

namespace depone::text {

struct Word {
  std::size_t begin = 0;  // bytes [begin, end) of the text
  std::size_t end = 0;
  std::string folded;  // text::fold of it
};

// Maximal runs of letters, marks and digits; digits keep inner separators ("50,000" is one word).
// Han, Hiragana, Katakana and Thai letters, which are written without spaces, are words of their
// own.
std::vector<Word> words(std::string_view text);

// The word without its grammatical endings: Snowball stems for English and Russian; for Korean the
// frequent particles are dropped. Other languages: the word itself. `folded` is a Word::folded.
std::string stem(std::string_view folded, Language language);

}  // namespace depone::text
