// The tables behind a Matcher; internal to src/names.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "names/cyrillic.h"
#include "names/hangul.h"
#include "names/lattice.h"
#include "names/matcher.h"
#include "names/sound.h"

namespace depone::names {

struct Surname {
  std::u32string hangul;
  int rarity = 0;  // quarter bits
};

struct WordMeaning {
  Part part = Part::Word;
  std::uint16_t meaning = 0;
};

struct Weights {
  double korean = 4;             // bits: that a name is Korean at all
  double hanja = 3;              // bits: that Han characters are Chinese or Japanese instead
  double base = 8;               // bits above log2(names) a match needs
  double scale = 4;              // bits from score 0.5 to 0.67
  double missing = 1;            // a word only one name has
  double conflict = 7;           // most that a word each which do not agree take away
  double conflict_least = 4;     // least
  double part = 2;               // against a word cut short
  double least_gain = 1;         // an agreement must add this much
  double most_cost = 0.7;        // and its cost be below this share of its bits
  double most_join_cost = 0.35;  // the same for words written as one
  double initial = 2.5;
  double number = 4;
  double number_conflict = 14;
  double form = 0.5;
  double whole_word = 9;  // a single word alone is a whole name from here
  double arabic = 1;      // against words compared without their vowels
  double acronym = 3;     // for each letter that is the beginning of a word
};

struct Matcher::Tables {
  explicit Tables(Romaniser korean) : romaniser(std::move(korean)) {}

  Romaniser romaniser;
  CyrillicSystems cyrillic;
  Spellings spellings;
  Sounds sounds;
  std::vector<Surname> surnames;
  std::uint16_t no_surname = 0;  // the last of them, which stands for none: a part of a name alone
  // Spelling (lower-case Latin or Cyrillic) or Hangul -> surnames and costs in quarter bits.
  std::unordered_map<std::string, std::vector<std::pair<std::uint16_t, std::uint8_t>>> surname_of;
  std::unordered_map<std::string, WordMeaning> words;
  // Legal forms of several words: the words, joined by blanks.
  std::unordered_map<std::string, std::uint16_t> phrases;
  std::size_t longest_phrase = 1;
  std::unordered_map<std::string, std::string> numbers;  // "ii" -> "2"
  std::unordered_map<std::string, float> common;         // sounds -> bits
  std::unordered_map<std::string, float> common_arabic;  // their consonants -> bits
  std::unordered_map<std::string, std::vector<std::pair<std::uint16_t, std::uint8_t>>> groups;
  Weights weights;
};

}  // namespace depone::names
