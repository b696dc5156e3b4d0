// All places of many words in a text, in one walk (Aho and Corasick, CACM 18(6), 1975).
//
// RE2::Set tells which of many patterns match but not where, and its automaton grows with every
// combination already seen; this one has a fixed size and gives offsets. The literal twin is
// reference/word_finder_reference.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depone::reading {

// `text` in small letters, byte for byte as long as before, so that offsets stay: letters whose
// small form has another length stay as they are, white space becomes ' ', yo becomes ye.
std::string fold_keeping_length(std::string_view text);

// Whether the character that begins (ends) at byte `at` of well-formed UTF-8 is part of a word:
// ASCII letters and digits, and every other character but U+0080 to U+00BF, general punctuation
// (U+2000 to U+2FFF) and CJK and full-width punctuation. False at the text's ends.
bool word_begins_at(std::string_view text, std::size_t at);
bool word_ends_at(std::string_view text, std::size_t at);

class WordFinder {
 public:
  // How a hit must stand. Border: not next to a word character. Free: anywhere. Extend (right
  // side only): the hit reaches to the end of the word it is in, at most kMaxExtendBytes further.
  enum class Edge { Border, Free, Extend };
  static constexpr std::size_t kMaxExtendBytes = 48;

  struct Word {
    std::string text;  // folded
    Edge left = Edge::Border;
    Edge right = Edge::Border;
    std::uint32_t id = 0;  // of the caller's choosing; several words may share one
  };
  struct Hit {
    std::uint32_t id = 0;
    std::uint32_t begin = 0;  // bytes [begin, end)
    std::uint32_t end = 0;
    friend auto operator<=>(const Hit&, const Hit&) = default;
  };

  WordFinder() : WordFinder(std::vector<Word>{}) {}
  // Empty words never match.
  explicit WordFinder(std::vector<Word> words);

  // Appends every hit in `folded` (as fold_keeping_length gives it), in the order of ends before
  // extension. O(size + hits); texts of 4 GB or more are cut there. May run concurrently.
  void find(std::string_view folded, std::vector<Hit>& out) const;

 private:
  struct Link {
    std::uint32_t id;
    std::uint32_t size;  // bytes of the word
    std::uint32_t next;  // index into chain_; 0 ends
    Edge left;
    Edge right;
  };

  std::array<std::uint8_t, 256> column_{};  // byte to column; 0: in no word
  // A row a state, the nearest to the root first, where a walk mostly is. Each cell is twice the
  // place of the next row, odd when words end there; the cell behind the last column is the first
  // of those words in chain_.
  std::vector<std::uint32_t> rows_;
  std::size_t columns_ = 1;
  std::vector<Link> chain_;
};

}  // namespace depone::reading
