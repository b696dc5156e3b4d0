#include "lineage/sounds.h"

namespace depone::lineage {
namespace {

// The class of the letter at `at`; '\0' for a silent one. `c` before e, i and y is a sibilant in
// most Latin spellings and everywhere in ICU's romanisations of Cyrillic.
char class_at(std::string_view word, std::size_t at, bool romanised) {
  const char c = word[at];
  const char next = at + 1 < word.size() ? word[at + 1] : '\0';
  switch (c) {
    case 'k':
      return next == 'h' ? '\0' : 'K';
    case 'g':
    case 'q':
      return 'K';
    case 'c':
      if (next == 'h' || next == 'e' || next == 'i' || next == 'y') return 'S';
      return romanised ? 'S' : 'K';
    case 't':
    case 'd':
      return 'T';
    case 'p':
    case 'b':
    case 'f':
    case 'v':
      return 'P';
    case 's':
    case 'z':
    case 'j':
    case 'x':
      return 'S';
    case 'm':
      return 'M';
    case 'n':
      return 'N';
    case 'r':
    case 'l':
      return 'R';
    case 'a':
      return 'A';
    case 'e':
    case 'i':
    case 'y':
      return 'E';
    case 'o':
    case 'u':
    case 'w':
      return 'O';
    default:
      return '\0';
  }
}

bool is_vowel(char sound) { return sound == 'A' || sound == 'E' || sound == 'O'; }

}  // namespace

NameSound sound_of(std::string_view latin, bool romanised) {
  NameSound sound;
  for (std::size_t at = 0; at < latin.size(); ++at) {
    // Korean writes a bare consonant with "eu" ("teureompeu", Trump).
    if (romanised && latin.substr(at).starts_with("eu")) {
      ++at;
      continue;
    }
    const char c = class_at(latin, at, romanised);
    if (c == '\0') continue;
    if (!sound.full.empty() && sound.full.back() == c) continue;  // doubled
    sound.full.push_back(c);
    if (!is_vowel(c)) sound.consonants.push_back(c);
  }
  if (sound.full.size() < 5) sound.full.clear();
  return sound;
}

}  // namespace depone::lineage
