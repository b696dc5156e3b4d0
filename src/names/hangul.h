// Hangul syllables, their letters, and Korean in Latin and Cyrillic letters.
//
// The tables are data/names/korean_systems.toml (each system with its published source) and
// data/names/hanja.csv; the sound rules they encode are those of the standard pronunciation that
// Revised Romanization and McCune-Reischauer both follow. Onsets, vowels and codas are numbered as
// in Unicode (section 3.12): 19 onsets, 21 vowels, 28 codas of which 0 is none.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"

namespace depone::names {

struct Syllable {
  std::uint8_t onset;  // [0, 19); 11 is the silent one
  std::uint8_t vowel;  // [0, 21)
  std::uint8_t coda;   // [0, 28); 0 is none
  friend bool operator==(const Syllable&, const Syllable&) = default;
};

inline constexpr std::uint8_t kSilent = 11;  // the onset of a syllable that begins with its vowel

// The syllable a code point is; nothing for other characters.
std::optional<Syllable> syllable_of(char32_t point);
char32_t point_of(Syllable syllable);

// The syllable as written at the beginning of a word in the South (initial sound law, Hangul
// orthography 1988, articles 10 to 12): 리 -> 이, 로 -> 노, 녀 -> 여. Others stay.
Syllable initial_form(Syllable syllable);

enum class KoreanSystem { Revised, McCuneReischauer, Dprk, Yale, Kontsevich };

// "rr", "mr", "dprk", "yale" or "kontsevich"; NotFound names them.
Result<KoreanSystem> korean_system(std::string_view name);

// Writes Korean in other letters. Immutable and safe to use from any thread.
class Romaniser {
 public:
  // Corrupt, naming file and entry, when a table is not of the expected form.
  static Result<Romaniser> load(const DataFiles& data);

  // Each run of Hangul is a word whose syllables change each other's sound; everything else stays.
  // Hanja are read first. McCune-Reischauer also follows the Library of Congress's word lists,
  // joins counters to their numbers and sets colons close.
  std::string text(std::string_view korean, KoreanSystem system) const;

  // One person's name, surname first, with or without blanks, in Hangul or Hanja. The surname is a
  // word; given names are joined as the system's source says: "Kim Yŏng-su" (McCune-Reischauer),
  // "Gim Yeongsu", "Kim Yong Su" (DPRK), "Ким Ён Су".
  std::string person(std::string_view korean, KoreanSystem system) const;

  // Hanja to Hangul, each by its usual reading, under the initial sound law at the beginning of
  // words and after a blank; other characters stay. In a `person` the first character takes its
  // reading as a surname (金 is 김 there and 금 elsewhere).
  std::string hangul(std::string_view korean, bool person = false) const;

  // How many syllables the surname has that a Hangul name begins with: 2 for 남궁 and the like when
  // more follows, else 1.
  std::size_t surname_length(std::u32string_view hangul) const;

 private:
  struct Pair {
    std::string left, right;
  };
  struct Table {
    std::array<std::string, 19> initial;
    std::array<std::string, 21> vowels;
    std::array<std::string, 21> vowels_after_consonant;
    std::array<std::string, 7> final;
    std::array<std::string, 27> liaison;
    std::array<std::string, 3> aspirated;
    std::array<std::string, 28> codas;          // Yale
    std::array<std::array<Pair, 19>, 8> pairs;  // [coda's sound][onset]
    std::vector<std::string> surnames;          // Hangul, spelling, Hangul, ...
  };

  // One word, `joint` written between its syllables; marks[i] is a Mark of syllable i.
  std::string word(const std::vector<Syllable>& syllables, const Table& table,
                   std::string_view joint, const std::vector<std::uint8_t>& marks = {},
                   bool library = false) const;
  // A word of a title as the Library of Congress writes it (data/names/korean_words.toml).
  std::string library_word(std::u32string_view hangul) const;
  // Where the sound changes: tense syllables, and n before a vowel (which goes into `syllables`).
  enum Mark : std::uint8_t { kUsual, kTense, kNotTense };
  std::vector<std::uint8_t> library_sounds(std::u32string_view hangul,
                                           std::vector<Syllable>& syllables) const;
  // "Sŏul-si", "Ch'oe Ssi"; nothing for other words.
  std::optional<std::string> library_joint(std::u32string_view hangul) const;
  bool is_title_person(char32_t surname, std::u32string_view given) const;
  Result<> load_library_words(const DataFiles& data);
  std::string yale(const std::vector<Syllable>& syllables) const;
  const Table& table(KoreanSystem system) const;

  std::array<Table, 5> tables_;
  std::unordered_map<char32_t, char32_t> readings_;          // Hanja -> Hangul syllable
  std::unordered_map<char32_t, char32_t> surname_readings_;  // Hanja that differ as surnames
  std::vector<std::pair<std::u32string, std::vector<bool>>> tense_;       // longest first
  std::vector<std::pair<std::u32string, std::vector<bool>>> inserted_n_;  // longest first
  std::vector<std::u32string> not_tense_;
  std::u32string tense_endings_;           // of words of three syllables or more
  std::vector<std::u32string> not_for_;    // words in yong that are not "for" something
  std::vector<std::u32string> with_l_;     // loanwords that begin with l
  std::vector<std::u32string> small_;      // words that begin like a capitalised one
  std::vector<std::u32string> not_given_;  // nouns made of syllables of given names
  std::vector<std::u32string> districts_;  // provinces, cities and counties without their ending
  std::u32string doubled_n_;
  std::u32string title_surnames_;  // a person's when two syllables follow
  std::u32string more_surnames_;   // ... when both are syllables of given names
  std::u32string given_syllables_;
  std::vector<std::u32string> capitals_;
  std::vector<std::pair<std::u32string, std::string>> written_;
  std::vector<std::u32string> long_surnames_;
  std::vector<std::pair<std::u32string, std::u32string>> long_hanja_surnames_;
};

}  // namespace depone::names
