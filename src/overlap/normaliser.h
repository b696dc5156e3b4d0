// From a value in a list to its part of a key.
//
// Part of the protocol: parties whose programs or tables differ would make different keys of one
// person and count overlaps too low without knowing it. id() is compared before anything is signed.
#pragma once

#include <string>
#include <string_view>

#include "base/data_files.h"
#include "base/result.h"
#include "overlap/protocol.h"
#include "overlap/sound.h"

namespace depone::overlap {

// Immutable after load(); any thread.
class Normaliser {
 public:
  // Corrupt when a table under data/names or data/overlap is not of the expected form.
  static Result<Normaliser> load(const DataFiles& data);

  // A value as it enters a key; empty when it says nothing (a date without a year, no letters).
  //   Text: folded (text/unicode.h), letters and digits only.
  //   Name: words in Latin letters whatever the script, in alphabetical order.
  //   Sound: overlap/sound.h, so that spellings of one name agree.
  //   Date: "1990-05-17" of 1990-05-17, 17.05.1990, 17/5/1990 (day first) or 19900517.
  //   Year: the first four digits in a row between 1800 and 2199.
  std::string part(std::string_view value, KeyKind kind) const;

  // SHA-256, in hexadecimal, over kNormaliser, the tables, and what this machine's ICU makes of
  // every letter of the scripts that names are written in.
  const std::string& id() const { return id_; }

 private:
  explicit Normaliser(SoundKeys sounds) : sounds_(std::move(sounds)) {}

  SoundKeys sounds_;
  std::string id_;
};

}  // namespace depone::overlap
