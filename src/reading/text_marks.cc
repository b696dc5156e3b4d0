#include "reading/text_marks.h"

#include <algorithm>

#include "reading/eight_bytes.h"

namespace depone::reading {
namespace {

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

bool is_word_ascii(unsigned char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
         (byte >= 'A' && byte <= 'Z');
}

// Whether the character of well-formed UTF-8 that begins at `at` and ends by `end` is part of a
// word.
bool is_word_character(std::string_view text, std::size_t at, std::size_t end) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return is_word_ascii(lead);
  if (lead == 0xC2 || lead == 0xE2 || lead == 0xEF) return false;
  return !(lead == 0xE3 && at + 1 < end && static_cast<unsigned char>(text[at + 1]) == 0x80);
}

// Bits [low, high) of a machine word, low < 64, low < high <= 64.
std::uint64_t bits(std::size_t low, std::size_t high) {
  const std::uint64_t below = high == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << high) - 1;
  return below >> low << low;
}

}  // namespace

bool word_begins_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_word_character(text, at, text.size());
}

bool word_ends_at(std::string_view text, std::size_t at) {
  if (at == 0 || at > text.size()) return false;
  std::size_t begin = at - 1;
  while (begin > 0 && is_continuation(static_cast<unsigned char>(text[begin]))) --begin;
  return is_word_character(text, begin, at);
}

bool ends_sentence_part(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case ';':
    case '!':
    case '?':
      return true;
    case '.': {
      if (at + 1 < text.size() && text[at + 1] != ' ') return false;
      const std::size_t space = text.rfind(' ', at);
      return at - (space == std::string_view::npos ? 0 : space + 1) > 4;
    }
    default:
      return false;
  }
}

void TextMarks::read(std::string_view text) {
  size_ = text.size();
  const std::size_t blocks = size_ / 64 + 1;
  words_.assign(blocks, 0);
  ends_.assign(blocks, 0);
  has_digits_ = false;
  std::size_t at = 0;
  while (at < size_) {
    if (at % 8 == 0 && at + 8 <= size_) {
      const std::uint64_t bytes = load_eight(text.data() + at);
      if ((bytes & kHighBits) == 0) {
        const std::uint64_t digits = between(bytes, '0', '9');
        const std::uint64_t word = digits | between(bytes | eight_of(0x20), 'a', 'z');
        has_digits_ = has_digits_ || digits != 0;
        words_[at / 64] |= byte_bits(word) << (at % 64);
        // ".", ";", "!" and "?" are among the few bytes that are neither in a word nor white space.
        std::uint64_t signs = byte_bits(~word & kHighBits & ~between(bytes, 0, ' '));
        for (; signs != 0; signs &= signs - 1) {
          mark_end(text, at + static_cast<std::size_t>(std::countr_zero(signs)));
        }
        at += 8;
        continue;
      }
    }
    const auto lead = static_cast<unsigned char>(text[at]);
    const bool word = is_word_character(text, at, size_);
    has_digits_ = has_digits_ || (lead >= '0' && lead <= '9');
    if (lead < 0x80 && !word) mark_end(text, at);
    do {
      if (word) words_[at / 64] |= std::uint64_t{1} << (at % 64);
      ++at;
    } while (at < size_ && is_continuation(static_cast<unsigned char>(text[at])));
  }
}

void TextMarks::mark_end(std::string_view text, std::size_t at) {
  if (ends_sentence_part(text, at)) ends_[at / 64] |= std::uint64_t{1} << (at % 64);
}

std::size_t TextMarks::word_end(std::size_t at) const {
  if (at >= size_) return size_;
  std::size_t block = at / 64;
  std::uint64_t outside = ~words_[block] & bits(at % 64, 64);
  while (outside == 0 && block + 1 < words_.size()) outside = ~words_[++block];
  if (outside == 0) return size_;
  return std::min(size_, block * 64 + static_cast<std::size_t>(std::countr_zero(outside)));
}

bool TextMarks::close(std::size_t from, std::size_t to, std::size_t most) const {
  if (to <= from) return to == from;
  std::size_t words = 0;
  for (std::size_t block = from / 64; block * 64 < to; ++block) {
    const std::size_t base = block * 64;
    const std::uint64_t range =
        bits(from > base ? from - base : 0, std::min<std::size_t>(to - base, 64));
    if ((ends_[block] & range) != 0) return false;
    const std::uint64_t before = block == 0 ? 0 : words_[block - 1] >> 63;
    const std::uint64_t begins = words_[block] & ~(words_[block] << 1 | before) & range;
    words += static_cast<std::size_t>(std::popcount(begins));
    if (words > most) return false;
  }
  return true;
}

}  // namespace depone::reading
