// What a Screener keeps of its lists; internal to src/screening.
#pragma once

#include <unordered_map>
#include <vector>

#include "screening/screener.h"

namespace depone::screening {

struct Facts {
  double weak_alias = 0, birth_same = 0, birth_near = 0, birth_far = 0, country_same = 0,
         country_other = 0;
};

struct Screener::Index {
  struct Place {
    std::uint32_t list;
    std::uint32_t entry;
    std::uint32_t name;
  };
  // A listed name that may be Korean.
  struct Korean {
    std::uint32_t place;
    names::Name name;  // its readings only
  };
  // One of its readings, with what rules most others out at a glance.
  struct Reading {
    std::uint32_t korean;
    names::Places sounds;
  };

  std::shared_ptr<const names::Matcher> matcher;
  std::vector<List> lists;
  Facts facts;

  std::vector<Place> places;           // every name of every list
  std::vector<std::uint8_t> words;     // words of that name
  std::vector<std::uint8_t> initials;  // initials of that name
  std::vector<std::uint8_t> numbers;   // numbers of that name

  // Distinct units, side by side for scanning; [0, singles) are single words.
  std::size_t singles = 0;
  std::vector<names::Signature> signatures;
  std::vector<std::int32_t> quarters;  // bits in quarters, rounded up
  std::vector<names::Unit> units;
  std::vector<std::uint32_t> first;  // postings of unit u: named[first[u]] to named[first[u + 1])
  std::vector<std::uint32_t> named;  // places
  std::vector<std::uint32_t> by_sound;   // single units, sorted by sound
  std::vector<std::uint32_t> by_ending;  // single units, sorted by reversed sound
  std::unordered_map<std::uint16_t, std::vector<std::pair<std::uint32_t, std::uint8_t>>> groups;
  std::unordered_map<std::uint16_t, std::vector<std::uint32_t>> meanings;

  std::vector<Korean> korean;
  std::vector<std::vector<Reading>> readings;                               // by surname
  std::unordered_map<std::string, std::vector<std::uint32_t>> exact;        // key_of() -> places
  std::unordered_map<std::string, std::vector<std::uint32_t>> acronyms;     // of names of one word
  std::unordered_map<std::string, std::vector<std::uint32_t>> initials_of;  // of names of several
  // Contractions and the words they may be made of, by the first two letters.
  using Contracted = std::vector<std::pair<std::uint32_t, std::string>>;
  std::unordered_map<std::string, Contracted> contractions;
  std::unordered_map<std::string, Contracted> contracted;
};

// The name's words in their order: names with one key are written alike but for marks and case.
std::string key_of(const names::Name& name);

}  // namespace depone::screening
