// Finds the terms of a lexicon in a text's words, in any script.
//
// Notation of data/lineage/*.toml: terms are separated by blanks, "_" is a blank inside a term,
// each word of a term matches words that begin with it, and a final "." asks for the whole last
// word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/words.h"

namespace depone::lineage {

// A term found: words [begin, end) of the text, and what it stands for.
struct PhraseMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t meaning = 0;
};

// Immutable after the last add(); find() may run on any number of threads.
class PhraseTable {
 public:
  // Adds every term of `terms` (notation above) as `meaning`.
  void add_terms(std::string_view terms, std::uint32_t meaning);
  // Adds a plain name ("Corée du Nord"). Long words lose their last letters so that inflected and
  // derived forms match too ("Russia" finds "Russian"); short ones must match whole.
  void add_name(std::string_view name, std::uint32_t meaning);

  // Matches in order of their first word; the longest at each place, and they do not overlap.
  // `words` are text::words with Han letters simplified. O(words).
  std::vector<PhraseMatch> find(std::span<const text::Word> words) const;

 private:
  struct Term {
    std::vector<std::string> words;
    bool whole = false;  // the last word must match to its end
    std::uint32_t meaning = 0;
  };
  void keep(Term term);
  bool matches(const Term& term, std::span<const text::Word> words, std::size_t at) const;

  std::unordered_map<std::string, std::vector<Term>> by_start_;  // first letters of a term
};

// text::words, with a Latin or digit-free head cut from the Hangul that follows it, so that the
// particle of "BBC에" does not hide the name.
std::vector<text::Word> lexicon_words(std::string_view text);

// The first `count` code points of `text`, or all.
std::string_view first_letters(std::string_view text, std::size_t count);
// Whether the word is one letter of a script written without spaces (Han, kana).
bool is_unspaced(std::string_view folded);

}  // namespace depone::lineage
