// All places of many words in a text, in one walk.
//
// Most words can only begin where a word of the text begins, so the tree of all words (a trie, kept
// as a double array: Aoe, "An efficient digital search algorithm by using a double-array
// structure", IEEE TSE 15(9), 1989) is walked from each word's beginning and left after the two or
// three letters that no word has; only words that may stand inside others are tried at every
// character. RE2::Set tells which of many patterns match but not where. The literal twin is
// reference/word_finder_reference.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reading/text_marks.h"

namespace depone::reading {

// `text` in small letters, byte for byte as long as before, so that offsets stay: letters whose
// small form has another length stay as they are, white space becomes ' ', yo becomes ye.
std::string fold_keeping_length(std::string_view text);

class WordFinder {
 public:
  // How a hit must stand. Border: not next to a word character. Free: anywhere. Extend (right
  // side only): the hit reaches to the end of the word it is in, at most kMaxExtendBytes further.
  enum class Edge { Border, Free, Extend };
  static constexpr std::size_t kMaxExtendBytes = 48;

  struct Word {
    std::string text;  // folded, well-formed UTF-8
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

  // Appends every hit in `folded` (as fold_keeping_length gives it), sorted by begin, the longest
  // first. `marks` are those of `folded`. O(size times the length of the longest word + hits);
  // texts of 4 GB or more are cut there. May run concurrently.
  void find(std::string_view folded, const TextMarks& marks, std::vector<Hit>& out) const;

 private:
  struct Link {
    std::uint32_t id;
    std::uint32_t next;  // index into chain_; 0 ends
    Edge left;
    Edge right;
  };
  // Where a state of the tree goes with a letter: the cell at the state's base plus the letter's
  // column holds the next state, if the state owns that cell.
  struct Cell {
    std::uint32_t owner = 0;  // base of the state; 0: nobody's
    std::uint32_t next = 0;   // base of the next state times four, and kEnds, kEndsInside
  };
  static constexpr std::uint32_t kEnds = 1;        // words end there
  static constexpr std::uint32_t kEndsInside = 2;  // some of them in the middle of longer ones
  struct Node;
  // The words of one kind, and what tells that none of them begins at a place: their first bytes,
  // and a set of hashes of the first three for those that have three.
  struct Tree {
    std::uint32_t base = 0;  // of its root; 0: no words
    std::array<bool, 256> first{};
    std::array<bool, 256> short_words{};
    std::array<bool, 4096> beginnings{};

    static std::size_t slot(std::string_view text, std::size_t at);
    bool may_begin(std::string_view text, std::size_t at) const;
  };

  Tree plant(const std::vector<Word>& words, bool at_words);
  std::uint32_t base_for(const Node& node);
  void walk(std::uint32_t base, std::string_view folded, std::size_t begin, const TextMarks& marks,
            std::vector<Hit>& out) const;

  void take(std::uint32_t link, std::string_view folded, std::size_t begin, std::size_t at,
            const TextMarks& marks, std::vector<Hit>& out) const;

  std::array<std::uint8_t, 256> column_{};   // byte to column; 0: in no word
  std::array<bool, 256> begins_anywhere_{};  // whether a word of anywhere_ begins with the byte
  std::size_t columns_ = 1;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> ends_;  // of each base, the first link of the words that end there
  std::vector<bool> bases_;          // taken
  std::size_t first_base_ = 1;       // where a base is looked for
  std::size_t first_leaf_ = 1;       // and one of a state that goes nowhere
  std::vector<Link> chain_;
  Tree at_words_;  // words that begin where words begin
  Tree anywhere_;  // the others
};

}  // namespace depone::reading
