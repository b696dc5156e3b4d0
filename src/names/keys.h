// Keys that two spellings of one name usually share, in any script and order: to find pairs worth
// comparing among many names.
//
// A Korean reading gives its surname and the classes of its syllables' onsets and vowels, which
// spellings and systems change least; another word gives the classes of its consonants and, for
// given names that have forms in several languages, its group. A name has several keys, because it
// has several readings. Deterministic; any thread.
#pragma once

#include <string>
#include <vector>

#include "names/matcher.h"

namespace depone::names {

enum class KeyScope {
  Whole,  // surname and given name together, or two words: few names share one
  Parts,  // each part alone: for use beside another key
};

// Sorted and distinct; at most kMostNameKeys. Empty for a name without words.
inline constexpr std::size_t kMostNameKeys = 12;
std::vector<std::string> keys_of(const Matcher& matcher, const Name& name, KeyScope scope);

// Whether it reads as a Korean surname and a given name of two syllables without strain.
bool reads_as_korean(const Name& name);

// Whether a word of the name is spelt as Korean surnames are.
bool has_korean_surname(const Name& name);

}  // namespace depone::names
