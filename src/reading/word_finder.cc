#include "reading/word_finder.h"

#include <algorithm>
#include <limits>

#include "text/unicode.h"

namespace depone::reading {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

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

}  // namespace

std::string fold_keeping_length(std::string_view text) {
  static const LetterTable table;
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
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

bool word_begins_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_word_character(text, at, text.size());
}

bool word_ends_at(std::string_view text, std::size_t at) {
  if (at == 0 || at > text.size()) return false;
  std::size_t begin = at - 1;
  while (begin > 0 && is_continuation(static_cast<unsigned char>(text[begin]))) --begin;
  return is_word_character(text, begin, at);
}

WordFinder::WordFinder(std::vector<Word> words) {
  for (const Word& word : words) {
    for (const char c : word.text) {
      std::uint8_t& column = column_[static_cast<unsigned char>(c)];
      if (column == 0) column = static_cast<std::uint8_t>(columns_++);
    }
  }
  chain_.push_back({0, 0, 0, Edge::Free, Edge::Free});
  std::vector<std::uint32_t> next(columns_, kNone);  // state * columns_ + column
  std::vector<std::uint32_t> output(1, 0);           // of each state, an index into chain_
  for (const Word& word : words) {
    if (word.text.empty()) continue;
    std::size_t state = 0;
    for (const char c : word.text) {
      const std::size_t cell = state * columns_ + column_[static_cast<unsigned char>(c)];
      if (next[cell] == kNone) {
        next[cell] = static_cast<std::uint32_t>(output.size());
        output.push_back(0);
        next.resize(next.size() + columns_, kNone);
      }
      state = next[cell];
    }
    chain_.push_back({word.id, static_cast<std::uint32_t>(word.text.size()), output[state],
                      word.left, word.right});
    output[state] = static_cast<std::uint32_t>(chain_.size() - 1);
  }

  // Breadth first: a state's missing edges are those of its longest proper suffix, and what ends
  // there ends here too.
  std::vector<std::uint32_t> suffix(output.size(), 0);
  std::vector<std::uint32_t> order = {0};
  for (std::size_t column = 0; column < columns_; ++column) {
    if (next[column] == kNone) {
      next[column] = 0;
    } else {
      order.push_back(next[column]);
    }
  }
  for (std::size_t i = 1; i < order.size(); ++i) {
    const std::uint32_t state = order[i];
    std::uint32_t* last = &output[state];
    while (*last != 0) last = &chain_[*last].next;
    *last = output[suffix[state]];
    for (std::size_t column = 0; column < columns_; ++column) {
      std::uint32_t& child = next[state * columns_ + column];
      const std::uint32_t fallback = next[suffix[state] * columns_ + column];
      if (child == kNone) {
        child = fallback;
      } else {
        suffix[child] = fallback;
        order.push_back(child);
      }
    }
  }

  const std::size_t width = columns_ + 1;
  std::vector<std::uint32_t> row(output.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    row[order[i]] = static_cast<std::uint32_t>(i * width);
  rows_.resize(order.size() * width);
  for (const std::uint32_t state : order) {
    std::uint32_t* cells = rows_.data() + row[state];
    for (std::size_t column = 0; column < columns_; ++column) {
      const std::uint32_t to = next[state * columns_ + column];
      cells[column] = row[to] * 2 + (output[to] != 0 ? 1 : 0);
    }
    cells[columns_] = output[state];
  }
}

void WordFinder::find(std::string_view folded, std::vector<Hit>& out) const {
  folded = folded.substr(0, std::numeric_limits<std::uint32_t>::max());
  std::uint32_t state = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::uint32_t cell = rows_[state + column_[static_cast<unsigned char>(folded[i])]];
    state = cell / 2;
    if (cell % 2 == 0) continue;
    const bool more = word_begins_at(folded, i + 1);
    for (std::uint32_t link = rows_[state + columns_]; link != 0; link = chain_[link].next) {
      const Link& word = chain_[link];
      if (more && word.right == Edge::Border) continue;
      std::size_t end = i + 1;
      const std::size_t begin = end - word.size;
      if (word.left == Edge::Border && word_ends_at(folded, begin)) continue;
      if (word.right == Edge::Extend) {
        const std::size_t limit = std::min(folded.size(), end + kMaxExtendBytes);
        while (end < limit && word_begins_at(folded, end)) {
          ++end;
          while (end < folded.size() && is_continuation(static_cast<unsigned char>(folded[end]))) {
            ++end;
          }
        }
      }
      out.push_back({word.id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }
}

}  // namespace depone::reading
