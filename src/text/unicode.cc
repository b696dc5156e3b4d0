#include "text/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "text/utf8_scan.h"

namespace depone::text {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::uint64_t kHighBits = 0x8080808080808080u;

std::uint64_t load_word(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Where the ASCII bytes that begin at `at` end.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && (load_word(text.data() + at) & kHighBits) == 0) at += 8;
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// Continuation bytes are 10xxxxxx: bit 7 set and bit 6 clear.
std::uint32_t count_points(const char* data, std::size_t size) {
  std::size_t continuations = 0;
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    const std::uint64_t word = load_word(data + i);
    continuations += static_cast<std::size_t>(std::popcount(word & (~word << 1) & kHighBits));
  }
  for (; i < size; ++i) {
    continuations += (static_cast<unsigned char>(data[i]) & 0xC0u) == 0x80u ? 1 : 0;
  }
  return static_cast<std::uint32_t>(size - continuations);
}

std::string replace_ill_formed(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 point = next_code_point(text, at);
    append_utf8(out, point < 0 ? 0xFFFD : point);
  }
  return out;
}

icu::StringPiece piece(std::string_view text) {
  return icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
}

// ICU counts in 32 bits; longer texts go through in parts cut at line ends, which no normalisation
// looks across.
constexpr std::size_t kPartBytes = std::size_t{1} << 30;

std::string normalised(const icu::Normalizer2& form, std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    std::size_t part = text.size();
    if (part > kPartBytes) {
      const std::size_t line = text.rfind('\n', kPartBytes);
      part = line == std::string_view::npos || line == 0 ? kPartBytes : line;
    }
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    form.normalizeUTF8(0, piece(text.substr(0, part)), sink, nullptr, status);
    assert(U_SUCCESS(status));
    text.remove_prefix(part);
  }
  return out;
}

const icu::Normalizer2& nfc_form() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
  assert(form != nullptr);
  return *form;
}

const icu::Normalizer2& fold_form() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  assert(form != nullptr);
  return *form;
}

// Folds the letters of most of our texts in place of ICU; false when `text` holds any other
// character, for then its neighbours may matter.
bool fold_common(std::string_view text, std::string& out) {
  out.resize(text.size());
  char* to = out.data();
  const auto* from = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = from + text.size();
  const auto continues = [](unsigned byte) { return (byte & 0xC0u) == 0x80u; };
  const auto put = [&to](unsigned byte) { *to++ = static_cast<char>(byte); };
  while (from < end) {
    const unsigned byte = *from;
    if (byte < 0x80) {
      put(byte - 'A' < 26u ? byte + 32 : byte);
      ++from;
    } else if (byte == 0xD0 && end - from >= 2 && continues(from[1])) {  // U+0400 to U+043F
      const unsigned low = from[1];
      if (low == 0x81) {  // Yo
        put(0xD0), put(0xB5);
      } else if (low >= 0x80 && low < 0x90) {  // Ukrainian, Serbian capitals
        put(0xD1), put(low + 0x10);
      } else if (low >= 0x90 && low < 0xA0) {
        put(0xD0), put(low + 0x20);
      } else if (low >= 0xA0 && low < 0xB0) {
        put(0xD1), put(low - 0x20);
      } else {
        put(0xD0), put(low);
      }
      from += 2;
    } else if (byte == 0xD1 && end - from >= 2 && continues(from[1]) &&
               from[1] < 0xA0) {  // U+0440 to U+045F
      if (from[1] == 0x91) {      // yo
        put(0xD0), put(0xB5);
      } else {
        put(0xD1), put(from[1]);
      }
      from += 2;
    } else if (byte >= 0xEA && byte <= 0xED && end - from >= 3 && continues(from[1]) &&
               continues(from[2])) {  // Hangul syllables
      const unsigned point = (byte & 0x0Fu) << 12 | (from[1] & 0x3Fu) << 6 | (from[2] & 0x3Fu);
      if (point < 0xAC00 || point > 0xD7A3) return false;
      put(byte), put(from[1]), put(from[2]);
      from += 3;
    } else {
      return false;
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return true;
}

// A yo that bears another mark stays: without its dots that mark would join the letter, and folding
// again would give something else.
void fold_yo(std::string& text) {
  for (std::size_t at = 0; (at = text.find("\xD1\x91", at)) != std::string::npos; at += 2) {
    std::size_t after = at + 2;
    const std::int32_t next = after < text.size() ? next_code_point(text, after) : 0;
    if (next > 0 && u_getCombiningClass(next) != 0) continue;
    text[at] = '\xD0';
    text[at + 1] = '\xB5';
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
    if (next_code_point(text, at) < 0) return false;
  }
  return true;
}

std::string nfc(std::string_view text) {
  if (skip_ascii(text, 0) == text.size()) return std::string(text);
  if (!is_utf8(text)) return normalised(nfc_form(), replace_ill_formed(text));
  if (text.size() < kPartBytes) {
    UErrorCode status = U_ZERO_ERROR;
    if (nfc_form().isNormalizedUTF8(piece(text), status) != 0) return std::string(text);
  }
  return normalised(nfc_form(), text);
}

std::string fold(std::string_view text) {
  std::string out;
  if (fold_common(text, out)) return out;
  out = is_utf8(text) ? normalised(fold_form(), text)
                      : normalised(fold_form(), replace_ill_formed(text));
  fold_yo(out);
  return out;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  points_before_.reserve(text.size() / kBlock + 1);
  for (std::size_t begin = 0; begin < text.size(); begin += kBlock) {
    points_before_.push_back(points_);
    points_ += count_points(text.data() + begin, std::min(kBlock, text.size() - begin));
  }
  points_before_.push_back(points_);
}

std::uint32_t CodePointIndex::point_at(std::size_t byte) const {
  if (byte >= text_.size()) return points_;
  while (byte > 0 && (static_cast<unsigned char>(text_[byte]) & 0xC0u) == 0x80u) --byte;
  const std::size_t block = byte / kBlock;
  return points_before_[block] + count_points(text_.data() + block * kBlock, byte % kBlock);
}

std::size_t CodePointIndex::byte_at(std::uint32_t point) const {
  if (point >= points_) return text_.size();
  // The last block that begins with at most `point` code points before it.
  const auto after = std::upper_bound(points_before_.begin(), points_before_.end(), point);
  const auto block = static_cast<std::size_t>(after - points_before_.begin()) - 1;
  std::uint32_t seen = points_before_[block];
  for (std::size_t byte = block * kBlock; byte < text_.size(); ++byte) {
    if ((static_cast<unsigned char>(text_[byte]) & 0xC0u) == 0x80u) continue;
    if (seen++ == point) return byte;
  }
  return text_.size();
}

TextSpan CodePointIndex::span(std::size_t byte_begin, std::size_t byte_end) const {
  return {point_at(byte_begin), point_at(byte_end)};
}

}  // namespace depone::text
