#include "names/points.h"

namespace depone::names {
namespace {

// The length of the sequence a byte begins, 0 when it begins none.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

}  // namespace

std::u32string points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = length_of(first);
    char32_t point = length == 1 ? first : first & (0x7fu >> length);
    bool sound = length > 0 && at + length <= text.size();
    for (std::size_t i = 1; sound && i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      sound = (next & 0xc0u) == 0x80u;
      point = (point << 6) | (next & 0x3fu);
    }
    if (sound && length == 3 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) {
      sound = false;
    }
    if (sound && length == 4 && (point < 0x10000 || point > 0x10ffff)) sound = false;
    points.push_back(sound ? point : U'\ufffd');
    at += sound ? length : 1;
  }
  return points;
}

void append_utf8(std::string& text, char32_t point) {
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | (point >> 6));
    put(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    put(0xe0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3f));
    put(0x80 | (point & 0x3f));
  } else {
    put(0xf0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3f));
    put(0x80 | ((point >> 6) & 0x3f));
    put(0x80 | (point & 0x3f));
  }
}

std::string utf8_of(std::u32string_view points) {
  std::string text;
  for (const char32_t point : points) append_utf8(text, point);
  return text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word.push_back(c);
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace depone::names
