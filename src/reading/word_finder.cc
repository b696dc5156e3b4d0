#include "reading/word_finder.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "reading/eight_bytes.h"
#include "text/unicode.h"

namespace depone::reading {
namespace {

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// What text::fold makes of each two-byte letter (Latin, Greek, Cyrillic), where it keeps two bytes.
struct LetterTable {
  std::array<std::array<unsigned char, 2>, 32 * 64> folded{};

  LetterTable() {
    for (std::size_t lead = 0; lead < 32; ++lead) {
      for (std::size_t trail = 0; trail < 64; ++trail) {
        const std::string letter{static_cast<char>(0xC0 + lead), static_cast<char>(0x80 + trail)};
        std::string small = lead < 2 ? letter : text::fold(letter);
        if (small.size() != 2) small = letter;
        folded[lead * 64 + trail] = {static_cast<unsigned char>(small[0]),
                                     static_cast<unsigned char>(small[1])};
      }
    }
  }
};

}  // namespace

std::string fold_keeping_length(std::string_view text) {
  static const LetterTable table;
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (lower_eight(out, i)) {
      i += 7;
      continue;
    }
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x80) {
      if (byte >= 'A' && byte <= 'Z') out[i] = static_cast<char>(byte + 32);
      if (byte == '\n' || byte == '\t' || byte == '\r') out[i] = ' ';
    } else if (byte >= 0xC2 && byte < 0xE0 && i + 1 < out.size()) {
      const auto trail = static_cast<unsigned char>(out[i + 1]);
      if (!is_continuation(trail)) continue;
      const auto& letter =
          table.folded[static_cast<std::size_t>(byte - 0xC0) * 64 + (trail & 0x3F)];
      out[i] = static_cast<char>(letter[0]);
      out[i + 1] = static_cast<char>(letter[1]);
      ++i;
    }
  }
  return out;
}

// A state while the tree grows.
struct WordFinder::Node {
  std::map<std::uint8_t, Node> next;  // by column
  std::uint32_t end = 0;              // index into chain_
  bool ends_inside = false;           // a word that ends here need not end the text's word
};

WordFinder::WordFinder(std::vector<Word> words) {
  for (const Word& word : words) {
    for (const char c : word.text) {
      std::uint8_t& column = column_[static_cast<unsigned char>(c)];
      if (column == 0) column = static_cast<std::uint8_t>(columns_++);
    }
  }
  chain_.push_back({0, 0, Edge::Free, Edge::Free});
  at_words_ = plant(words, true);
  anywhere_ = plant(words, false);
  bases_ = {};
}

inline std::size_t WordFinder::Tree::slot(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  return ((byte(0) << 16 | byte(1) << 8 | byte(2)) * 0x9E3779B1u) >> 20;
}

inline bool WordFinder::Tree::may_begin(std::string_view text, std::size_t at) const {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (!first[byte]) return false;
  return at + 3 > text.size() || beginnings[slot(text, at)] || short_words[byte];
}

// Plants the words that (do not) begin where words of the text begin.
WordFinder::Tree WordFinder::plant(const std::vector<Word>& words, bool at_words) {
  Tree tree;
  Node root;
  for (const Word& word : words) {
    const bool begins = word.left == Edge::Border && word_begins_at(word.text, 0);
    if (word.text.empty() || begins != at_words) continue;
    const auto first = static_cast<unsigned char>(word.text.front());
    tree.first[first] = true;
    if (word.text.size() < 3) {
      tree.short_words[first] = true;
    } else {
      tree.beginnings[Tree::slot(word.text, 0)] = true;
    }
    Node* node = &root;
    for (const char c : word.text) node = &node->next[column_[static_cast<unsigned char>(c)]];
    chain_.push_back({word.id, node->end, word.left, word.right});
    node->end = static_cast<std::uint32_t>(chain_.size() - 1);
    node->ends_inside = node->ends_inside || word.right != Edge::Border;
  }
  if (root.next.empty()) return tree;

  // Breadth first: the states near the root, where a walk mostly is, lie together.
  tree.base = base_for(root);
  std::vector<std::pair<const Node*, std::uint32_t>> row = {{&root, tree.base}};
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto [node, owner] = row[i];
    for (const auto& [column, child] : node->next) {
      const std::uint32_t next = base_for(child);
      cells_[owner + column].next =
          next * 4 + (child.end != 0 ? kEnds : 0) + (child.ends_inside ? kEndsInside : 0);
      row.emplace_back(&child, next);
    }
  }
  return tree;
}

// Takes a base at which all cells that the state needs are nobody's, and the cells.
std::uint32_t WordFinder::base_for(const Node& node) {
  const auto taken = [&](std::size_t cell) {
    return cell < cells_.size() && cells_[cell].owner != 0;
  };
  const auto fits = [&](std::size_t base) {
    if (base < bases_.size() && bases_[base]) return false;
    return std::none_of(node.next.begin(), node.next.end(),
                        [&](const auto& edge) { return taken(base + edge.first); });
  };
  std::size_t& from = node.next.empty() ? first_leaf_ : first_base_;
  std::size_t base = from;
  while (!fits(base)) ++base;
  // Where nearly nothing fits nobody looks again.
  constexpr std::size_t kPatience = 16;
  if (base - from > kPatience || node.next.empty()) from = base;
  const std::size_t needed = base + columns_ + 1;
  if (cells_.size() < needed) {
    cells_.resize(needed);
    ends_.resize(needed);
    bases_.resize(needed);
  }
  bases_[base] = true;
  ends_[base] = node.end;
  for (const auto& [column, child] : node.next) {
    cells_[base + column].owner = static_cast<std::uint32_t>(base);
  }
  return static_cast<std::uint32_t>(base);
}

// The words of `link` that end at `at`.
void WordFinder::take(std::uint32_t link, std::string_view folded, std::size_t begin,
                      std::size_t at, const TextMarks& marks, std::vector<Hit>& out) const {
  const bool more = marks.in_word(at);
  for (; link != 0; link = chain_[link].next) {
    const Link& word = chain_[link];
    if (more && word.right == Edge::Border) continue;
    if (word.left == Edge::Border && begin > 0 && marks.in_word(begin - 1)) continue;
    std::size_t end = at;
    if (more && word.right == Edge::Extend) {
      end = marks.word_end(at);
      if (end - at > kMaxExtendBytes) {
        end = at + kMaxExtendBytes;
        while (end < folded.size() && is_continuation(static_cast<unsigned char>(folded[end]))) {
          ++end;
        }
      }
    }
    Hit hit{word.id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    // The longest first: few begin at one place.
    std::size_t place = out.size();
    while (place > 0 && out[place - 1].begin == hit.begin && out[place - 1].end < hit.end) --place;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), hit);
  }
}

inline void WordFinder::walk(std::uint32_t base, std::string_view folded, std::size_t begin,
                             const TextMarks& marks, std::vector<Hit>& out) const {
  const Cell* const cells = cells_.data();
  for (std::size_t at = begin; at < folded.size();) {
    const Cell& cell = cells[base + column_[static_cast<unsigned char>(folded[at])]];
    if (cell.owner != base) return;
    base = cell.next / 4;
    ++at;
    if (cell.next % 4 == 0) continue;
    if ((cell.next & (marks.in_word(at) ? kEndsInside : kEnds)) != 0) {
      take(ends_[base], folded, begin, at, marks, out);
    }
  }
}

void WordFinder::find(std::string_view folded, const TextMarks& marks,
                      std::vector<Hit>& out) const {
  folded = folded.substr(0, std::numeric_limits<std::uint32_t>::max());
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  if (at_words_.base != 0) {
    marks.each_word([&](std::size_t begin) {
      if (at_words_.may_begin(folded, begin)) walk(at_words_.base, folded, begin, marks, out);
    });
  }
  if (anywhere_.base == 0) return;
  const auto middle = static_cast<std::ptrdiff_t>(out.size());
  for (std::size_t begin = 0; begin < folded.size(); ++begin) {
    if (anywhere_.may_begin(folded, begin)) walk(anywhere_.base, folded, begin, marks, out);
  }
  if (first == middle || middle == static_cast<std::ptrdiff_t>(out.size())) return;
  std::inplace_merge(out.begin() + first, out.begin() + middle, out.end(),
                     [](const Hit& a, const Hit& b) {
                       return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
                     });
}

}  // namespace depone::reading
