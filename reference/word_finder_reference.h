// The literal twin of reading/word_finder.h: tries every word at every place.
#pragma once

#include <string_view>
#include <vector>

#include "reading/word_finder.h"

namespace depone::reference {

inline std::vector<reading::WordFinder::Hit> find_words(
    const std::vector<reading::WordFinder::Word>& words, std::string_view folded) {
  using Edge = reading::WordFinder::Edge;
  std::vector<reading::WordFinder::Hit> out;
  for (const reading::WordFinder::Word& word : words) {
    if (word.text.empty()) continue;
    for (std::size_t begin = 0; begin + word.text.size() <= folded.size(); ++begin) {
      if (folded.substr(begin, word.text.size()) != word.text) continue;
      std::size_t end = begin + word.text.size();
      if (word.left == Edge::Border && reading::word_ends_at(folded, begin)) continue;
      if (word.right == Edge::Border && reading::word_begins_at(folded, end)) continue;
      const std::size_t limit = end + reading::WordFinder::kMaxExtendBytes;
      while (word.right == Edge::Extend && end < limit && reading::word_begins_at(folded, end)) {
        do {
          ++end;
        } while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0) == 0x80);
      }
      out.push_back({word.id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }
  return out;
}

}  // namespace depone::reference
