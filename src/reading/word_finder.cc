#include "reading/word_finder.h"

#include <algorithm>
#include <deque>
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

bool is_word_character(std::string_view character) {
  const auto byte = [&](std::size_t i) {
    return i < character.size() ? static_cast<unsigned char>(character[i]) : 0u;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return (lead >= '0' && lead <= '9') || (lead >= 'a' && lead <= 'z') ||
           (lead >= 'A' && lead <= 'Z');
  }
  if (lead == 0xC2 || lead == 0xE2 || lead == 0xEF) return false;
  return !(lead == 0xE3 && byte(1) == 0x80);  // U+3000 to U+303F
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
  return at < text.size() && is_word_character(text.substr(at, 4));
}

bool word_ends_at(std::string_view text, std::size_t at) {
  if (at == 0 || at > text.size()) return false;
  std::size_t begin = at - 1;
  while (begin > 0 && is_continuation(static_cast<unsigned char>(text[begin]))) --begin;
  return is_word_character(text.substr(begin, at - begin));
}

WordFinder::WordFinder(std::vector<Word> words) : words_(std::move(words)) {
  for (const Word& word : words_) {
    for (const char c : word.text) {
      std::uint8_t& column = column_[static_cast<unsigned char>(c)];
      if (column == 0) column = static_cast<std::uint8_t>(columns_++);
    }
  }
  chain_.push_back({0, 0});
  states_.emplace_back();
  next_.assign(columns_, kNone);
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if (words_[w].text.empty()) continue;
    std::size_t state = 0;
    for (const char c : words_[w].text) {
      const std::size_t cell = state * columns_ + column_[static_cast<unsigned char>(c)];
      if (next_[cell] == kNone) {
        next_[cell] = static_cast<std::uint32_t>(states_.size());
        states_.emplace_back();
        next_.resize(next_.size() + columns_, kNone);
      }
      state = next_[cell];
    }
    chain_.push_back({static_cast<std::uint32_t>(w), states_[state].output});
    states_[state].output = static_cast<std::uint32_t>(chain_.size() - 1);
  }

  // Breadth first: a state's missing edges are those of its longest proper suffix, and what ends
  // there ends here too.
  std::vector<std::uint32_t> suffix(states_.size(), 0);
  std::deque<std::uint32_t> open;
  for (std::size_t column = 0; column < columns_; ++column) {
    if (next_[column] == kNone) {
      next_[column] = 0;
    } else {
      open.push_back(next_[column]);
    }
  }
  while (!open.empty()) {
    const std::uint32_t state = open.front();
    open.pop_front();
    std::uint32_t* last = &states_[state].output;
    while (*last != 0) last = &chain_[*last].next;
    *last = states_[suffix[state]].output;
    for (std::size_t column = 0; column < columns_; ++column) {
      std::uint32_t& child = next_[state * columns_ + column];
      const std::uint32_t fallback = next_[suffix[state] * columns_ + column];
      if (child == kNone) {
        child = fallback;
      } else {
        suffix[child] = fallback;
        open.push_back(child);
      }
    }
  }
}

void WordFinder::find(std::string_view folded, std::vector<Hit>& out) const {
  folded = folded.substr(0, std::numeric_limits<std::uint32_t>::max());
  std::size_t state = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    state = next_[state * columns_ + column_[static_cast<unsigned char>(folded[i])]];
    for (std::uint32_t link = states_[state].output; link != 0; link = chain_[link].next) {
      const Word& word = words_[chain_[link].word];
      std::size_t end = i + 1;
      const std::size_t begin = end - word.text.size();
      if (word.left == Edge::Border && word_ends_at(folded, begin)) continue;
      if (word.right == Edge::Border && word_begins_at(folded, end)) continue;
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
