// All readings of a Korean given name at once: a lattice whose arcs are the sounds of syllables.
//
// "jungun" may be jun-gun or jung-un, its first u may be ㅜ, ㅓ or ㅡ. Every path from start to end
// is one reading: onset, vowel, coda, onset, ... Two names are compared over all pairs of their
// readings at once, in time proportional to the product of the lattices' arcs (a shortest path in
// the product automaton; Mohri 2002, "Semiring frameworks and algorithms for shortest-distance
// problems"). The literal twin, which writes every reading out, is reference/names_reference.h.
//
// Costs are in quarter bits: a spelling half as frequent as the usual one costs 4; a sound costs
// how rare it is among given names. A path's cost is -log2 of how probable that reading is.
// Immutable after construction; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "names/hangul.h"

namespace depone::names {

// 19 onsets [0, 19), 21 vowels [19, 40), and codas by sound: none, K, N, T, L, M, P, NG [40, 48).
inline constexpr std::uint8_t kSounds = 48;
inline constexpr std::uint8_t kFirstVowel = 19;
inline constexpr std::uint8_t kFirstCoda = 40;

struct Arc {
  std::uint8_t sound;
  std::uint8_t cost;
  std::uint16_t to;
};

// Bit s: some reading has there the onset s, the vowel kFirstVowel + s, the coda kFirstCoda + s.
struct Places {
  std::uint32_t first_onset = 0;
  std::uint32_t first_vowel = 0;
  std::uint32_t last_onset = 0;
  std::uint32_t last_vowel = 0;
  std::uint32_t last_coda = 0;
};
inline bool may_meet(const Places& near, const Places& places) {
  return (near.first_onset & places.first_onset) != 0 &&
         (near.first_vowel & places.first_vowel) != 0 &&
         (near.last_onset & places.last_onset) != 0 && (near.last_vowel & places.last_vowel) != 0 &&
         (near.last_coda & places.last_coda) != 0;
}

struct Lattice {
  // Arcs of node n are arcs[first[n]] to arcs[first[n + 1]); arcs go to higher or equal positions
  // and the graph has no cycle: nodes are in topological order. Node 0 is the start.
  std::vector<std::uint16_t> first;
  std::vector<Arc> arcs;
  std::uint16_t end = 0;
  // What sounds the readings have at five places, and with what these may be confused: two
  // lattices that agree on no sound at one of them have no reading in common.
  Places places;
  Places near;
  int best = 0;             // the least rarity plus spelling of any reading, in quarter bits
  std::uint8_t fewest = 0;  // syllables of the shortest reading
  std::size_t nodes() const { return first.empty() ? 0 : first.size() - 1; }
};

class Spellings {
 public:
  static Result<Spellings> load(const DataFiles& data);

  // The lattice of a given name in lower-case Latin or Cyrillic letters, "-" between the parts as
  // written; nothing when it cannot be read as one to three syllables.
  std::optional<Lattice> latin(std::string_view given) const;
  std::optional<Lattice> cyrillic(std::string_view given) const;
  // Hangul with what its syllables do to each other's sound.
  Lattice hangul(const std::vector<Syllable>& syllables) const;

  // The least cost of one reading behind both: its rarity, both spellings and what was confused, in
  // quarter bits; nothing when no two readings agree within the confusions of the tables.
  // Symmetric. a.best + b.best - that is how much likelier the pair is for one name than for two.
  std::optional<int> compare(const Lattice& a, const Lattice& b) const;
  // False only when compare() gives nothing.
  bool may_match(const Lattice& a, const Lattice& b) const { return may_meet(a.near, b.places); }

  int confusion(std::uint8_t a, std::uint8_t b) const { return confused_[a][b]; }
  int rarity(std::uint8_t sound) const { return rarity_[sound]; }
  static constexpr int kNever = 255;

 private:
  struct Spelling {
    std::u32string letters;
    std::uint8_t sound;
    std::uint8_t cost;
  };
  // Spellings by stage (onset, vowel, coda) and first letter.
  using Stage = std::unordered_map<char32_t, std::vector<Spelling>>;
  struct Script {
    std::array<Stage, 3> stages;
  };

  std::optional<Lattice> read(const Script& script, std::string_view given) const;
  void finish(Lattice& lattice) const;
  void find_places(Lattice& lattice) const;

  Script latin_;
  Script cyrillic_;
  std::array<std::array<std::uint8_t, kSounds>, kSounds> confused_{};
  std::array<std::uint8_t, kSounds> rarity_{};
};

// Letters and their numbers, for tables: "ㄱ" -> 0, "ㅏ" -> 19, "NG" -> 47; nothing for others.
std::optional<std::uint8_t> sound_called(std::string_view name, std::size_t stage);

}  // namespace depone::names
