// Phrases of word classes: the little language of data/reading/*.toml, and its matcher.
//
// A phrase is steps separated by spaces:
//   passport      a word; "_" stands for a space ("free_to"), "|" separates alternatives
//   passport*     any word that begins so, to its end;  *port  any that ends so
//   <papers>      any phrase of that class ([classes] of the same or an earlier table)
//   {13..24}      a whole number in digits within the range
//   ~4            up to four words may stand between the step before and the step after
//   step?         may be missing
//   (step)        must be there but is not part of the hit's span (only first or last steps)
//   !step         must not be there (within the gap before it)
// Without ~ the steps follow each other, with only spaces, hyphens, commas or quotation marks
// between. No phrase reaches over ";", "!", "?" or the end of a sentence. In Korean tables words
// match anywhere in a word, so that compounds and particles need no listing; "^" before a word
// asks for a word's beginning, "$" after it for its end. Small letters match capitals.
//
// Classes may use classes; circles are an error. Matching never backtracks without bound: a start
// gives up after kMaxTries attempts, so the time is O(text + hits).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/document.h"
#include "reading/word_finder.h"

namespace depone::reading {

// One entry of a table: its phrases and what its user wants to know of it.
struct PhraseEntry {
  std::string table;   // file it stands in
  std::string is;      // "withholding_of_wages", "denied", ...
  std::string needs;   // context it is only believed in; empty: none
  std::string unless;  // context in whose presence it is not believed; empty: none
  std::string where;   // side of the claim a cue stands on; empty: either
  int within = 0;      // words between cue and claim at most; 0: anywhere in the sentence part
  bool overlapping = false;                   // a cue that also counts inside the claim
  std::vector<std::string> examples;          // sentences in which it must be found
  std::vector<std::string> counter_examples;  // sentences in which it must not
};

// A table as read from data/: name for messages, and text.
struct PhraseTable {
  std::string name;
  std::string text;
};

// Immutable; const methods may run concurrently.
class PhraseMatcher {
 public:
  static constexpr int kMaxTries = 256;

  struct Hit {
    std::uint32_t entry = 0;  // index into entries()
    std::uint32_t begin = 0;  // bytes [begin, end) of the text
    std::uint32_t end = 0;
    friend auto operator<=>(const Hit&, const Hit&) = default;
  };

  // Reads the classes of all tables and the entries of the arrays called `list`. InvalidInput
  // names table and phrase: not TOML, unknown class or member, circle, empty phrase.
  static Result<PhraseMatcher> build(Language language, const std::vector<PhraseTable>& tables,
                                     const std::string& list);

  const std::vector<PhraseEntry>& entries() const { return entries_; }

  // Every hit of every entry in `folded` (see fold_keeping_length), the first that each start
  // allows; sorted by begin, then end. `marks` are those of `folded`.
  std::vector<Hit> match(std::string_view folded, const TextMarks& marks) const;

 private:
  struct Step {
    std::uint32_t klass = 0;
    int gap_words = -1;  // between the step before and this one; -1: adjacent
    bool optional = false;
    bool outside = false;
    bool never = false;
  };
  struct Phrase {
    std::vector<Step> steps;
    std::uint32_t gives = 0;  // class, or entry when is_entry
    bool is_entry = false;
  };
  struct NumberClass {
    std::uint32_t klass = 0;
    std::uint32_t low = 0;
    std::uint32_t high = 0;
  };
  struct Scratch;
  class Builder;

  bool extend(const Scratch& scratch, const Phrase& phrase, std::size_t step, std::uint32_t at,
              WordFinder::Hit& span, int& tries) const;
  void expect(std::uint32_t klass, Scratch& scratch) const;
  std::vector<WordFinder::Hit>& gather(std::uint32_t klass, Scratch& scratch) const;
  void find_numbers(std::string_view folded, Scratch& scratch) const;
  void try_phrase(const Phrase& phrase, Scratch& scratch, std::vector<Hit>& out) const;

  WordFinder words_;                                // ids are word groups
  std::vector<std::vector<std::uint32_t>> groups_;  // the classes that all words of a group are in
  std::vector<std::uint64_t> members_;              // of each class, a bit a group
  std::size_t group_words_ = 0;                     // 64-bit words of each class in members_
  std::vector<NumberClass> numbers_;
  std::vector<Phrase> phrases_;                       // classes before their users
  std::vector<std::vector<std::uint32_t>> keyed_by_;  // of each class, the phrases it is key to
  std::vector<PhraseEntry> entries_;
};

// Reads the named tables; NotFound names the missing one.
Result<std::vector<PhraseTable>> read_tables(const class DataFiles& files,
                                             const std::vector<std::string>& paths);

}  // namespace depone::reading
