// One key for a name however it is spelled: Hangul, Hanja, Cyrillic and Latin letters.
//
// For names that have to be equal to be found, which is all that keys can do (keys.h): what
// spellings disagree about is dropped. Vowels go; consonants keep their class (p, b: P); a Korean
// surname becomes its place in data/names/korean_surnames.toml, surnames that share a usual
// spelling one of them (data/overlap/surnames.csv); a patronymic goes where the father's name is
// not needed to tell two names apart; order, case and hyphens go. So the key joins people a reader
// would not: use it with a date or year beside it. docs/methods-overlap.md has the figures: how
// often two spellings of one person share a key, and how often two people do.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "names/matcher.h"

namespace depone::overlap {

// Immutable after load(); any thread.
class SoundKeys {
 public:
  // Corrupt, naming file and entry, when a table is not of the expected form.
  static Result<SoundKeys> load(const DataFiles& data);

  // Upper- and lower-case ASCII letters, digits, blanks and ':'; empty when the name has no
  // letters. Looks at the first 400 bytes.
  std::string key(std::string_view name) const;

 private:
  explicit SoundKeys(std::shared_ptr<const names::Matcher> matcher)
      : matcher_(std::move(matcher)) {}

  std::string korean_key(const names::KoreanReading& reading, std::size_t surname) const;
  // The surname's number, once those of one spelling are one.
  std::size_t merged(std::size_t surname) const;

  std::shared_ptr<const names::Matcher> matcher_;
  std::vector<std::pair<std::size_t, std::size_t>> merged_;  // sorted by the first
};

}  // namespace depone::overlap
