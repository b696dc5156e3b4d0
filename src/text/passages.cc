#include "text/passages.h"

#include <algorithm>

#include "text/language.h"
#include "text/sentence_ends.h"
#include "text/unicode.h"
#include "text/utf8_scan.h"

namespace depone::text {
namespace {

constexpr std::uint32_t kLongestPassage = 2000;  // code points
// Hand-wrapped text has lines of about this width; longer ones are paragraphs of their own.
constexpr std::size_t kNarrowestWrap = 40;
constexpr std::size_t kWidestWrap = 120;

bool is_wide(UChar32 c) { return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xFFDC); }

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += is_wide(next_code_point(text, at)) ? 2 : 1;
  return width;
}

bool is_bullet(UChar32 c) {
  return c == '-' || c == '*' || (c >= 0x2022 && c <= 0x2023) || c == 0x00B7 || c == 0x2013 ||
         c == 0x2014 || (c >= 0x25A0 && c <= 0x25FF) || c == 0x2043 || c == 0x30FB;
}

// Behind a list bullet and its space at the beginning of `line`, or 0.
std::size_t bullet_length(std::string_view line) {
  if (line.empty()) return 0;
  std::size_t at = 0;
  if (!is_bullet(next_code_point(line, at)) || at == line.size()) return 0;
  const std::size_t mark = at;
  while (at < line.size()) {
    std::size_t after = at;
    if (!is_space(next_code_point(line, after))) break;
    at = after;
  }
  return at == mark ? 0 : at;
}

// "1. ", "2) ", "가. ": behind the label of a list item, or 0. Its full stop ends nothing.
std::size_t label_length(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && at < 3 && is_ascii_digit(line[at])) ++at;
  if (at == 0 || at + 1 >= line.size()) return 0;
  if (line[at] != '.' && line[at] != ')') return 0;
  return line[at + 1] == ' ' ? at + 2 : 0;
}

std::string_view first_word(std::string_view line) {
  const std::size_t end = line.find_first_of(" \t");
  return line.substr(0, end);
}

// The lines of one block of text without empty lines, and which of their ends are only wrapping.
class Wrapping {
 public:
  explicit Wrapping(std::string_view block) {
    std::size_t lines = 0;
    for (std::size_t at = 0; at <= block.size();) {
      const std::size_t end = std::min(block.find('\n', at), block.size());
      width_ = std::max(width_, display_width_capped(block.substr(at, end - at)));
      ++lines;
      at = end + 1;
    }
    wrapped_ = lines > 1 && width_ >= kNarrowestWrap && width_ <= kWidestWrap;
  }

  // Whether the end of `line` before `next` is only there for want of room: the first word of
  // `next` would not have fitted.
  bool is_soft(std::string_view line, std::string_view next) const {
    if (!wrapped_ || next.empty() || bullet_length(next) > 0 || label_length(next) > 0) {
      return false;
    }
    return display_width(line) + 1 + display_width(first_word(next)) > width_;
  }

 private:
  static std::size_t display_width_capped(std::string_view line) {
    return line.size() > 4 * kWidestWrap ? kWidestWrap + 1 : display_width(line);
  }

  std::size_t width_ = 0;
  bool wrapped_ = false;
};

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text), whole_(language_of_text(text)) {}

  std::vector<Passage> split() {
    passages_.reserve(text_.size() / 100 + 4);
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = block_end(at);
      split_block(at, end);
      at = end;
      while (at < text_.size() && text_[at] == '\n') ++at;
    }
    return std::move(passages_);
  }

 private:
  // The end of the run of lines that begins at `at`: an empty line or the text's end.
  std::size_t block_end(std::size_t at) const {
    while (at < text_.size()) {
      const std::size_t line = text_.find('\n', at);
      if (line == std::string_view::npos) return text_.size();
      const std::size_t next = text_.find_first_not_of(" \t\xC2\xA0", line + 1);
      if (next == std::string_view::npos || text_[next] == '\n') return line;
      at = line + 1;
    }
    return text_.size();
  }

  void split_block(std::size_t begin, std::size_t end) {
    const std::string_view block = text_.substr(begin, end - begin);
    const Wrapping wrapping(block);
    std::size_t paragraph = 0;
    for (std::size_t at = 0; at < block.size();) {
      const std::size_t line_end = std::min(block.find('\n', at), block.size());
      const std::size_t next_end = line_end == block.size()
                                       ? line_end
                                       : std::min(block.find('\n', line_end + 1), block.size());
      const bool soft = line_end < block.size() &&
                        wrapping.is_soft(block.substr(at, line_end - at),
                                         block.substr(line_end + 1, next_end - line_end - 1));
      if (!soft) {
        split_paragraph(begin + paragraph, begin + line_end);
        paragraph = line_end + 1;
      }
      at = line_end + 1;
    }
  }

  void split_paragraph(std::size_t from, std::size_t to) {
    const std::string_view paragraph = text_.substr(from, to - from);
    std::size_t lead = paragraph.find_first_not_of(" \t");
    if (lead == std::string_view::npos) return;
    lead += bullet_length(paragraph.substr(lead));
    std::size_t begin = lead;
    std::size_t at = lead + label_length(paragraph.substr(lead));
    while (at < paragraph.size()) {
      const std::size_t length = mark_length(paragraph, at);
      if (length == 0) {
        ++at;
        continue;
      }
      std::size_t end = 0;
      if (ends_sentence(paragraph, begin, at, at + length, end)) {
        add(from + begin, from + end);
        begin = at = end;
      } else {
        at += length;
      }
    }
    add(from + begin, to);
  }

  // Trims, cuts what is too long, and keeps what holds a letter or digit.
  void add(std::size_t begin, std::size_t end) {
    while (begin < end) {
      std::size_t after = begin;
      if (!is_space(next_code_point(text_, after))) break;
      begin = after;
    }
    while (end > begin) {
      std::size_t before = end;
      if (!is_space(previous_code_point(text_, before))) break;
      end = before;
    }
    std::uint32_t points = 0;
    std::size_t last_space = begin;
    bool says_something = false;
    for (std::size_t at = begin; at < end;) {
      const std::size_t here = at;
      const UChar32 c = next_code_point(text_, at);
      if (is_space(c)) last_space = here;
      says_something = says_something || is_said(c);
      if (++points < kLongestPassage || at == end) continue;
      const std::size_t cut = last_space > begin ? last_space : at;
      keep(begin, cut);
      return add(cut, end);
    }
    if (says_something) keep(begin, end);
  }

  static bool is_said(UChar32 c) {
    if (c < 0x80) return is_ascii_letter(c) || is_ascii_digit(c);
    return is_hangul(c) || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
  }

  void keep(std::size_t begin, std::size_t end) {
    Passage passage;
    passage.span.start = point_at(begin);
    passage.span.end = point_at(end);
    passage.language = language_within(text_.substr(begin, end - begin), whole_);
    passages_.push_back(passage);
  }

  // Code points before `byte`, counted on from the last call: callers only move forward.
  std::uint32_t point_at(std::size_t byte) {
    points_ += count_code_points(text_.substr(counted_, byte - counted_));
    counted_ = byte;
    return points_;
  }

  std::string_view text_;
  Language whole_;
  std::vector<Passage> passages_;
  std::size_t counted_ = 0;
  std::uint32_t points_ = 0;
};

}  // namespace

std::vector<Passage> split_passages(std::string_view text) { return Splitter(text).split(); }

}  // namespace depone::text
