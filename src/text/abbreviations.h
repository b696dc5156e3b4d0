// Abbreviations that carry a full stop without ending a sentence.
#pragma once

#include <string_view>

namespace depone::text {

enum class Abbreviation {
  None,
  BeforeName,    // "Mr.", "им.": a name follows, never a new sentence
  BeforeNumber,  // "No. 5", "ст. 91": not an end when a number follows
  Inner,    // "Inc.", "г.", "тыс.": an end only when an unmistakable sentence opener follows
  Closing,  // "etc.", "руб.", "p.m.": an end when a capital follows
};

// `token` is the folded word before the full stop, inner full stops included ("u.s", "т.д").
Abbreviation abbreviation(std::string_view token);

// Words that, capitalised after a full stop, open a sentence: "The", "Они". `word` is folded.
bool opens_sentence(std::string_view word);

}  // namespace depone::text
