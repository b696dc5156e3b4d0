// A name taken apart, with the keys that comparing needs. Plain values; made by Matcher::parse.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "names/lattice.h"
#include "names/sound.h"

namespace depone::names {

enum class Part : std::uint8_t {
  Word,      // part of the name proper
  Particle,  // al, bin, de: its absence proves little
  Title,     // Dr, Mullah, General
  Filler,    // the, of, and
  Form,      // a legal form
  Initial,   // one letter
  Number,
};

// Groups of words that are one name: given names with forms in several languages, patronymics of
// one father's name, and from here on the Korean surnames.
inline constexpr std::uint16_t kSurnameGroup = 10000;
constexpr bool is_surname_group(std::uint16_t group) { return group >= kSurnameGroup; }
constexpr std::uint16_t surname_of_group(std::uint16_t group) {
  return static_cast<std::uint16_t>(group - kSurnameGroup);
}

struct Token {
  std::string text;   // lower case; Latin a to z (other scripts as text::any_latin writes them)
  std::string shown;  // as written
  std::string sound;  // names/sound.h
  Signature signature = 0;
  Part part = Part::Word;
  float bits = 0;             // how rare the word is: -log2 of its share
  std::uint16_t meaning = 0;  // words of one meaning, or one legal form; 0: none
  std::uint16_t word = 0;     // the written word it is of: parts joined by a hyphen share it
  // Groups of given names it belongs to and the cost, in quarter bits, of standing for the group.
  std::vector<std::pair<std::uint16_t, std::uint8_t>> groups;
};

// One token, or neighbouring tokens written as one ("Jong Un" and "Jongun").
struct Unit {
  std::string sound;
  Signature signature = 0;
  float bits = 0;
  std::uint16_t begin = 0;  // tokens [begin, end)
  std::uint16_t end = 0;
};

// One way to read a name as Korean.
struct KoreanReading {
  std::vector<std::pair<std::uint16_t, std::uint8_t>> surnames;  // index, cost in quarter bits
  Lattice given;
  std::string surname_text;
  std::string given_text;
  std::uint8_t cost = 0;  // quarter bits: order, joined writing
  bool hangul = false;    // read from Hangul or Hanja
  bool hanja = false;     // from Hanja, which may be a Chinese name's
};

struct Name {
  std::string text;  // as given
  std::vector<Token> tokens;
  std::vector<Unit> units;
  std::vector<KoreanReading> korean;
  bool organisation = false;  // by its legal form
  float bits = 0;             // of all its words together
  int korean_best = 0;        // the least cost of any Korean reading, in quarter bits
};

}  // namespace depone::names
