// A name cut into its written parts, by script; internal to src/names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depone::names {

enum class Script : std::uint8_t { Latin, Cyrillic, Hangul, Han, Arabic, Other };

struct Written {
  std::u32string letters;  // lower case, without apostrophes
  std::u32string spelled;  // lower case, with them
  std::u32string shown;
  Script script = Script::Latin;
  std::uint16_t word = 0;  // parts joined by hyphens share it
  bool dotted = false;     // a full stop follows
};

struct Cut {
  std::vector<Written> parts;
  std::optional<std::uint16_t> comma;  // the word before the first comma
};

// Blanks and punctuation part words, hyphens and a change to or from Hangul or Cyrillic part the
// parts of one.
Cut cut(std::u32string_view points);

}  // namespace depone::names
