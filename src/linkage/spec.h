// What is to be compared, and how: the specification of a linkage, as a TOML file or proposed from
// the data (propose.h). docs/methods-linkage.md describes every entry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "linkage/column_names.h"
#include "linkage/compare.h"

namespace depone::linkage {

struct Field {
  std::string name;
  Kind kind = Kind::Category;
  std::vector<std::string> columns;
  bool rarity = true;  // rare values that agree weigh more (term frequencies)
  // It changes when a person moves house: all such fields together count against at most what a
  // move does.
  bool moves = false;
};

// What a blocking key takes from a value.
enum class Take : std::uint8_t {
  Whole,   // the plain text
  Prefix,  // its first `length` letters
  Sound,   // what its first word sounds like
  Last,    // its last word's sound
  Year,    // of a date
  Day,     // month and day of a date
  Decade,
  District,  // of a postcode
  Initial,
  Group,  // the name its nicknames stand for
  Words,  // each rare word: a record has several keys
  Pairs,  // each two neighbouring or rarest words: a record has several keys
  // Keys of a name as heard, in any script and order (names/keys.h); a record has several:
  WholeName,  // of a whole name together
  NameWords,  // of each word of a whole name
  NamePart,   // of a given name or surname alone
};

struct BlockKey {
  std::string column;
  Take take = Take::Whole;
  int length = 0;  // for Prefix
  bool operator==(const BlockKey&) const = default;
};
// "surname", "sound(surname)", "prefix3(surname)": as written in a spec.
std::string text_of(const BlockKey& key);
Result<BlockKey> block_key_of(std::string_view text);

// Records that share all keys of a rule, and miss none of them, become pairs.
struct BlockRule {
  std::vector<BlockKey> keys;
  bool operator==(const BlockRule&) const = default;
};
std::string text_of(const BlockRule& rule);

struct Spec {
  std::string id;                     // column of record ids; empty: found by its name
  std::string source;                 // column that names a record's list; empty: the file
  std::vector<std::string> ignore;    // columns that say nothing about who it is
  std::vector<SharedColumn> columns;  // what some of the files call a column
  std::vector<Field> fields;
  std::vector<BlockRule> rules;
  double link = 0.5;         // probability from which a pair may join a cluster
  double review_from = 0.1;  // probabilities between which a person should look
  double review_to = 0.9;
  bool one_to_one = false;              // at most one record of each list in a cluster
  std::uint64_t block_pairs = 200'000;  // pairs over which a block is refined
  std::optional<double> prior;  // probability that two random records are the same; else estimated
  // Else from rules whose pairs are nearly always the same, and the share of all same pairs that
  // they find together, as the author of the spec guesses.
  std::vector<BlockRule> prior_rules;
  double prior_recall = 0;
  std::string truth_pattern;  // who is who by the ids, only to measure (truth.h); empty: not told
};

// InvalidInput, with the line or the entry, for anything the program would not understand; unknown
// entries are refused so that a misspelt one is not passed over.
Result<Spec> parse_spec(std::string_view toml, std::string_view name);
// The TOML text that parse_spec reads back as the same spec; `heading` lines become comments.
std::string write_spec(const Spec& spec, std::string_view heading);

}  // namespace depone::linkage
