// Names compared across Hangul, Hanja, Cyrillic and Latin letters, with reasons.
//
// The strength of a comparison is in bits: log2 of how much likelier this agreement is for two
// spellings of one name than for two names met by chance (Fellegi and Sunter 1969, with the chance
// part from name frequencies: common short names prove less). Because a likelihood ratio of 2^b
// happens by chance at most once in 2^b pairs (Markov's inequality), a query against n names stays
// within a false-alarm budget f when it asks for log2(n / f) bits; decision_bits() is calibrated
// on that scale (docs/methods-names.md).
//
// Korean names are compared as lattices of syllables (names/lattice.h), all others word by word by
// sound (names/sound.h); the better of the two counts. Immutable after load(); any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "names/cyrillic.h"
#include "names/hangul.h"
#include "names/name.h"

namespace depone::names {

enum class Agreement {
  Exact,      // the same letters
  Spelling,   // another spelling of the same sounds
  Variant,    // forms of one name in two languages, or short for it
  Meaning,    // words of one meaning, or one legal form
  Initial,    // an initial for a word
  Part,       // the beginning or end of a word
  Joined,     // one word there, several here
  Surname,    // a Korean surname
  GivenName,  // a Korean given name, syllable by syllable
  Number,     // the same number
  Missing,    // a word that the other name does not have
  Conflict,   // two words that do not agree
};
std::string_view name_of(Agreement agreement);

struct Reason {
  Agreement agreement;
  std::string ours;    // as written in the first name; may be empty
  std::string theirs;  // as written in the second
  double bits;         // what it adds, negative when it takes away
  std::string note;    // "McCune-Reischauer", "usual spelling"; may be empty
};

enum class Readings {
  All,        // a whole name
  WordsOnly,  // without Korean readings
  PartOnly,   // a given name or a surname alone; compares with others read so
};

struct Comparison {
  double bits = 0;
  bool whole = false;   // every word of both names agrees, with two words at least or one rare one
  bool korean = false;  // decided on the Korean readings
  std::vector<Reason> reasons;  // empty unless asked for
};

// The one word of a name, legal forms apart, when it may be an acronym (three to eight Latin
// letters, also with full stops or hyphens between); else empty. And what others may write for a
// name: the letters its words begin with, with and without little words and legal forms.
std::string acronym_of(const Name& name);
std::vector<std::string> initials_of(const Name& name);

// Contractions: a word made of the beginnings of others (Mosstroi, Incovalle). The one word of a
// name, legal forms apart, when it may be one (6 to 14 Latin letters); and the words it may be made
// of, a blank after each, of a name of several words with a legal form. Else empty.
std::string contraction_of(const Name& name);
std::string contracted_of(const Name& name);
// What the letters agree by with the words: each of two letters or more of a word's beginning, in
// order, the first word among them, half of the words or more; 0 when they are no such thing.
float contraction_bits(std::string_view letters, std::string_view words);

class Matcher {
 public:
  struct Tables;  // names/tables.h

  // Corrupt, naming file and entry, when a table under data/names is not of the expected form.
  static Result<std::shared_ptr<const Matcher>> load(const DataFiles& data);
  ~Matcher();

  // Never fails: what has no letters becomes a name without tokens, which matches nothing. Looks at
  // the first 400 bytes.
  Name parse(std::string_view text, Readings readings = Readings::All) const;

  // Symmetric up to the sides of the reasons.
  Comparison compare(const Name& a, const Name& b) const;
  Comparison explain(const Name& a, const Name& b) const;

  // What two units agree by, in bits; 0 or less when they do not. The part of compare() that a
  // screening list computes once for each distinct unit.
  float unit_bits(const Unit& a, const Unit& b) const;
  // The same, but 0 or less also when they are more than `quarters` quarter bits apart.
  float unit_bits(const Unit& a, const Unit& b, int quarters) const;
  // What a word that is the beginning or end of another agrees by; 0 or less when it is neither.
  float part_bits(std::string_view a, float a_bits, std::string_view b, float b_bits) const;
  // Units agree only when their distance is at most this share of the rarer one's bits.
  double most_cost_share(bool join) const;
  // Every word of a whole name (Comparison::whole) is at most so many quarter bits from its like.
  static int whole_quarters();
  // What a name of one word agrees by with one whose words begin with its letters, or with the
  // parts it is contracted from; else 0.
  float acronym_bits(const Name& a, const Name& b) const;
  const Sounds& sounds() const;
  // The best Korean reading pair alone, in bits; see Comparison.
  Comparison compare_korean(const Name& a, const Name& b, bool explained) const;
  const Spellings& spellings() const;
  float initial_bits() const;
  float number_bits() const;
  float least_bits() const;  // an agreement adds at least this much

  // The bits a match needs among `names` names at the false-alarm budget of 0.1 % a query.
  double decision_bits(std::size_t names) const;
  // In (0, 1): 0.5 at decision_bits, near 1 far above. Monotone in `bits`.
  double score(double bits, std::size_t names) const;

  const Romaniser& romaniser() const;
  const CyrillicSystems& cyrillic() const;
  // Systems of Korean or Cyrillic by name; NotFound names them.
  Result<std::string> romanise(std::string_view text, std::string_view system, bool person) const;

 private:
  explicit Matcher(std::unique_ptr<const Tables> tables);
  int most_cost(float quarters, bool join) const;
  Comparison compare_words(const Name& a, const Name& b, bool explained) const;

  std::unique_ptr<const Tables> tables_;
};

}  // namespace depone::names
