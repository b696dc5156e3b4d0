// Where words stand and sentence parts end in a text: read once, asked by every finder.
//
// A bit a byte, so that "is this a word's edge", "where does this word end" and "how many words lie
// between" cost a look at one or two machine words.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace depone::reading {

// Whether the character that begins (ends) at byte `at` of well-formed UTF-8 is part of a word:
// ASCII letters and digits, and every other character but U+0080 to U+00BF, general punctuation
// (U+2000 to U+2FFF) and CJK and full-width punctuation. False at the text's ends.
bool word_begins_at(std::string_view text, std::size_t at);
bool word_ends_at(std::string_view text, std::size_t at);

// Whether the character at byte `at` ends a sentence part: ";", "!", "?", or "." before a space
// unless it ends an abbreviation of up to two letters ("г.").
bool ends_sentence_part(std::string_view text, std::size_t at);

// Belongs to one thread; const methods may run concurrently. Offsets are bytes of the text read.
class TextMarks {
 public:
  TextMarks() = default;
  explicit TextMarks(std::string_view text) { read(text); }

  // Forgets the last text and marks this one. O(size); keeps its memory.
  void read(std::string_view text);

  std::size_t size() const { return size_; }
  bool has_digits() const { return has_digits_; }

  // Whether the byte is part of a word's character; false behind the end.
  bool in_word(std::size_t at) const { return at < size_ && test(words_, at); }
  bool word_begins(std::size_t at) const {
    return in_word(at) && !(at > 0 && test(words_, at - 1));
  }

  // The first byte at or behind `at` that is in no word; size() when there is none.
  std::size_t word_end(std::size_t at) const;

  // Calls use(byte) for each byte at which a word begins, in order.
  template <class Use>
  void each_word(Use use) const {
    std::uint64_t before = 0;  // 1: the last byte of the block before is in a word
    for (std::size_t block = 0; block < words_.size(); ++block) {
      std::uint64_t begins = words_[block] & ~(words_[block] << 1 | before);
      before = words_[block] >> 63;
      for (; begins != 0; begins &= begins - 1) {
        use(block * 64 + static_cast<std::size_t>(std::countr_zero(begins)));
      }
    }
  }

  // Whether at most `most` words begin in [from, to), and no sentence part ends there.
  bool close(std::size_t from, std::size_t to, std::size_t most) const;

 private:
  void mark_end(std::string_view text, std::size_t at);
  static bool test(const std::vector<std::uint64_t>& bits, std::size_t at) {
    return (bits[at / 64] >> (at % 64) & 1) != 0;
  }

  std::vector<std::uint64_t> words_;  // the byte is in a word
  std::vector<std::uint64_t> ends_;   // a sentence part ends with the byte
  std::size_t size_ = 0;
  bool has_digits_ = false;
};

}  // namespace depone::reading
