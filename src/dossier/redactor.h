// Redactor: finds what must not be published in a text, and puts black bars over it.
//
// A protected string matches in any case and normalisation, with other spaces, hyphens or
// invisible characters between or inside its words, with an ending attached (Korean particles,
// Russian cases, English possessive), with its words rotated (family name first or last), and in
// texts that mix scripts or diacritics when both romanise alike (text::any_latin, four letters and
// more). Whole words are covered. Short Latin names (under four letters) must stand as words of
// their own. Not matched: other spellings and transliterations, initials, parts of a name.
//
// Names on lists (Terms::listed_names) match alike, but their words must stand as words and only a
// Korean particle or Russian ending may follow; they are found through a table of beginnings, so
// that tens of thousands cost no more than the text.
//
// Beyond Audience::Internal, e-mail addresses, telephone numbers and document-like numbers are
// covered as well (personal_data.h). Immutable; any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossier/edition.h"

namespace depone::dossier {

// What stands for anything covered: always the same length.
inline constexpr std::string_view kBar = "\u2588\u2588\u2588\u2588\u2588";

// Bytes [begin, end) of a text that must be covered. `string` counts in
// Terms::protected_strings and then in Terms::listed_names; unset: personal data.
struct Covered {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<std::size_t> string;
};

class Redactor {
 public:
  explicit Redactor(const Terms& terms);

  // In order, not overlapping.
  std::vector<Covered> find(std::string_view text) const;

  // The text with a bar for each covered part.
  std::string redact(std::string_view text) const;

  // Only the bytes [begin, end) of `text`; parts covered across the ends are covered whole.
  static std::string redact_range(std::string_view text, const std::vector<Covered>& covered,
                                  std::size_t begin, std::size_t end);

  // The number (see Covered) of a protected string or listed name that `text` holds, if any;
  // personal data is not looked for.
  std::optional<std::size_t> find_protected(std::string_view text) const;

  // The number of a listed name that `text` holds, if any.
  std::optional<std::size_t> find_listed_name(std::string_view text) const;

  // How many numbers are of protected strings; those from here on are of listed names.
  std::size_t protected_count() const { return protected_count_; }

  // Numbers of the protected strings of several words of which a single word of four letters or
  // more stands in `text`: whether it gives the person away is for a person to say.
  std::vector<std::size_t> find_parts(std::string_view text) const;

 private:
  // One way to write a protected string: its words, folded, without endings that change.
  struct Part {
    std::string letters;
    bool inflects = false;  // up to three further letters may follow within the word
    bool stands = false;    // must begin a word, and the part before it must end one
  };
  struct Pattern {
    std::vector<Part> parts;
    std::size_t letters = 0;  // code points of all parts
    bool anywhere = false;    // may begin inside a word
    bool latin = false;       // compared with the romanised text
    bool listed = false;      // a name on a list: ends with a word, but for an ending
    std::size_t string = 0;
  };
  struct Stream;

  using Tokens = std::vector<std::vector<std::string>>;
  void add_patterns(std::size_t number, const Tokens& tokens, bool listed);
  void add_pattern(std::size_t number, const Tokens& tokens, bool listed);
  void keep(Pattern pattern);
  static std::optional<std::size_t> match(const Stream& stream, const Pattern& pattern,
                                          std::size_t part, std::size_t at);
  static void find_in(const Stream& stream, const Pattern& pattern, std::vector<Covered>& found);
  void find_listed(const Stream& stream, bool latin, std::vector<Covered>& found) const;
  std::vector<Covered> find_strings(std::string_view text) const;

  std::vector<Pattern> patterns_;
  // Of listed names, by the first letters of their first part (at most kKeyBytes bytes).
  std::map<std::string, std::vector<Pattern>, std::less<>> listed_;
  std::vector<std::pair<std::string, std::size_t>> parts_;  // folded single words
  std::size_t protected_count_ = 0;
  bool personal_data_ = false;
};

}  // namespace depone::dossier
