#include "reading/folded_text.h"

#include <cstddef>

#include "reading/eight_bytes.h"

namespace depone::reading {
namespace {

constexpr unsigned char kSpace = ' ';

unsigned char byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

// Cyrillic capitals U+0400 to U+042F; their small letters have as many bytes.
void fold_cyrillic(std::string& folded, std::size_t i) {
  const auto lead = static_cast<unsigned char>(folded[i]);
  const auto trail = static_cast<unsigned char>(folded[i + 1]);
  if (lead == 0xD0 && trail == 0x81) {
    folded[i + 1] = static_cast<char>(0xB5);
  } else if (lead == 0xD1 && trail == 0x91) {
    folded[i] = static_cast<char>(0xD0);
    folded[i + 1] = static_cast<char>(0xB5);
  } else if (lead == 0xD0 && trail >= 0x90 && trail <= 0x9F) {
    folded[i + 1] = static_cast<char>(trail + 0x20);
  } else if (lead == 0xD0 && trail >= 0xA0 && trail <= 0xAF) {
    folded[i] = static_cast<char>(0xD1);
    folded[i + 1] = static_cast<char>(trail - 0x20);
  }
}

// How many bytes the white space at `i` has, U+2000 to U+200A, U+202F, U+205F and U+3000 among it.
std::size_t wide_space(std::string_view text, std::size_t i) {
  const unsigned char lead = byte_at(text, i);
  const unsigned char second = byte_at(text, i + 1);
  const unsigned char third = byte_at(text, i + 2);
  if (lead == 0xC2 && second == 0xA0) return 2;
  if (lead == 0xE3 && second == 0x80 && third == 0x80) return 3;
  if (lead != 0xE2) return 0;
  if (second == 0x80 && ((third >= 0x80 && third <= 0x8A) || third == 0xAF)) return 3;
  return second == 0x81 && third == 0x9F ? 3 : 0;
}

}  // namespace

void fold_in_place(std::string_view text, std::string& folded) {
  folded.assign(text);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (lower_eight(folded, i)) {
      i += 7;
      continue;
    }
    const auto c = static_cast<unsigned char>(folded[i]);
    if (c < 0x80) {
      if (c >= 'A' && c <= 'Z') folded[i] = static_cast<char>(c | 0x20);
      if (c < kSpace) folded[i] = ' ';
    } else if ((c == 0xD0 || c == 0xD1) && i + 1 < folded.size()) {
      fold_cyrillic(folded, i);
      ++i;
    } else if (c == 0xC2 || c == 0xE2 || c == 0xE3) {
      const std::size_t width = wide_space(text, i);
      for (std::size_t k = 0; k < width; ++k) folded[i + k] = ' ';
      if (width > 0) i += width - 1;
    }
  }
}

std::string expand_pattern(std::string_view pattern) {
  std::string expanded;
  expanded.reserve(pattern.size() * 2);
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      expanded += c;
      expanded += pattern[++i];
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    if (c == ' ' && !in_class) {
      const char next = i + 1 < pattern.size() ? pattern[i + 1] : '\0';
      const bool counted = next == '?' || next == '*' || next == '+';
      expanded += next == '?' ? " *" : " +";
      if (counted) ++i;
    } else if (c == '\'' && !in_class) {
      expanded += "(?:'|\xE2\x80\x99)";
    } else if (c == '-' && !in_class) {
      expanded += "(?:-|\xE2\x80\x90|\xE2\x80\x91)";
    } else {
      expanded += c;
    }
  }
  return expanded;
}

}  // namespace depone::reading
