// What the tracer knows beforehand: data/lineage/*.toml, read once, never changed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "lineage/phrases.h"
#include "lineage/weights.h"

namespace depone::lineage {

// Kinds of things two documents may share whatever language they are written in.
enum class FactKind : std::uint8_t {
  Number,         // 270, "6만5천" = 65000, "six" = 6
  Date,           // day and month
  Country,        // a state, by its names in Unicode CLDR and data/lineage/names.toml
  Concept,        // a word with one meaning in many languages (data/lineage/concepts.toml)
  Name,           // a person, place or body of data/lineage/names.toml
  Sound,          // a name by its full sound
  Consonants,     // a name by its consonants only
  Foreign,        // a word in another script than the text's own, letter for letter
  Outlet,         // a news outlet or publisher named in the text
  Quote,          // a short phrase in quotation marks
  QuotedConcept,  // a concept inside quotation marks
  HanPair,        // two Han letters in a row, simplified
  Claim,          // a typed claim from the reading module
};
inline constexpr std::size_t kFactKinds = 13;
std::string_view name_of(FactKind kind);

enum class Script : std::uint8_t { Latin, Cyrillic, Hangul, Han, Arabic, Other };

// What a phrase of the lexicons stands for.
struct Meaning {
  FactKind kind = FactKind::Concept;
  std::string name;  // "KP", "escape", "n6", "BBC"
};

// What a turn of phrase does to the outlet next to it; several may hold for one ("told").
enum Cue : std::uint32_t { kCitesNext = 1, kCitesPrevious = 2, kOwnNext = 4 };

struct Tables {
  PhraseTable meanings;  // of states, names, concepts and outlets; indexes into `meaning`
  std::vector<Meaning> meaning;
  PhraseTable cues;         // meaning is a sum of Cues
  PhraseTable month_words;  // meaning is 1 to 12
  // Frequent words, each with the bits of the languages it belongs to.
  std::unordered_map<std::string, std::uint32_t> frequent;
  std::vector<std::string> languages;  // bit i of `frequent` is languages[i]

  Weights weights;
  std::array<double, kFactKinds> prior{};  // documents, of prior_documents, holding such a fact
};

// NotFound or Corrupt names the file and the entry.
Result<std::shared_ptr<const Tables>> load_tables(const DataFiles& data);

}  // namespace depone::lineage
