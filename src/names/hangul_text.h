// What romanising shares; internal to src/names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "names/hangul.h"

namespace depone::names {

// The first letter, Latin or Cyrillic, in upper case.
std::string capitalised(std::string_view text);

// The syllables of a text; what is none is left out.
std::vector<Syllable> syllables_of(std::u32string_view hangul);

// The Library of Congress's punctuation: a middle dot is a comma, a wide blank a blank, and none is
// left at the end.
std::u32string library_marks(std::u32string_view points);

}  // namespace depone::names
