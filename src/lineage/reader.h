// One document's text taken apart once: words, their script and grammar-free forms, its language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lineage/tables.h"
#include "text/words.h"

namespace depone::lineage {

struct ReadWord {
  Script script = Script::Other;
  bool capital = false;   // begins with a capital letter (Latin, Cyrillic)
  bool name = false;      // a capital that no sentence's beginning explains
  bool frequent = false;  // a function word of the text's language
  bool digits = false;    // begins with a digit
  bool kana = false;
};

struct ReadText {
  std::string_view text;          // borrowed
  std::vector<text::Word> words;  // folded, Han letters simplified
  std::vector<ReadWord> traits;   // one a word
  Script script = Script::Other;  // of most of its letters
  // Index into Tables::languages, or -1 - script when no language's words were seen.
  int language = -1;
};

// Remembers what ICU is slow at (transliteration of a word, simplification of a letter) for the
// words of one trace. One a thread.
class WordMemory {
 public:
  const std::string& latin(const std::string& folded);
  const std::string& simplified(const std::string& folded);

 private:
  std::unordered_map<std::string, std::string> latin_;
  std::unordered_map<std::string, std::string> simplified_;
};

ReadText read_text(std::string_view text, const Tables& tables, WordMemory& memory);

}  // namespace depone::lineage
