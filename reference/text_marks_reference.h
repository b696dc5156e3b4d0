// The literal twin of reading/text_marks.h: asks every character of a range.
#pragma once

#include <cstddef>
#include <string_view>

#include "reading/text_marks.h"

namespace depone::reference {

inline bool begins_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

inline bool word_begins(std::string_view text, std::size_t at) {
  return begins_character(text, at) && reading::word_begins_at(text, at) &&
         !reading::word_ends_at(text, at);
}

inline std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && (!begins_character(text, at) || reading::word_begins_at(text, at))) {
    ++at;
  }
  return at;
}

inline bool close(std::string_view text, std::size_t from, std::size_t to, std::size_t most) {
  std::size_t words = 0;
  for (std::size_t at = from; at < to; ++at) {
    if (word_begins(text, at)) ++words;
    if (begins_character(text, at) && reading::ends_sentence_part(text, at)) return false;
  }
  return from <= to && words <= most;
}

}  // namespace depone::reference
