// The few UTF-8 scanning steps that src/text shares. Texts are well-formed unless said otherwise.
#pragma once

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace depone::text {

// The macros of ICU convert between integer types.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"

// The code point that starts at byte `at` < text.size(), and `at` moved behind it. Negative for an
// ill-formed sequence, of which the longest wrong part is skipped.
inline UChar32 next_code_point(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + at;
  if (*bytes < 0x80) {
    ++at;
    return *bytes;
  }
  const auto size = static_cast<std::int32_t>(text.size() - at < 4 ? text.size() - at : 4);
  UChar32 point = 0;
  std::int32_t read = 0;
  U8_NEXT(bytes, read, size, point);
  at += static_cast<std::size_t>(read);
  return point;
}

// The code point that ends before byte `at` > 0, and `at` moved to its start.
inline UChar32 previous_code_point(std::string_view text, std::size_t& at) {
  const auto size = static_cast<std::int32_t>(at < 4 ? at : 4);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + at - size;
  UChar32 point = 0;
  std::int32_t left = size;
  U8_PREV(bytes, 0, left, point);
  at -= static_cast<std::size_t>(size - left);
  return point;
}

inline void append_utf8(std::string& out, UChar32 point) {
  char bytes[4];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, point);
  out.append(bytes, static_cast<std::size_t>(length));
}

#pragma GCC diagnostic pop

inline bool is_ascii_letter(UChar32 c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_ascii_digit(UChar32 c) { return c >= '0' && c <= '9'; }
inline bool is_hangul(UChar32 c) { return c >= 0xAC00 && c <= 0xD7A3; }

// Space in a line or between lines, the no-break kinds included.
inline bool is_space(UChar32 c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0xA0 || (c >= 0x1680 && (u_isUWhiteSpace(c) != 0 || c == 0xFEFF || c == 0x200B));
}

}  // namespace depone::text
