#include "extract/markdown.h"

#include <algorithm>
#include <vector>

#include "extract/dates.h"

namespace depone::extract {
namespace {

constexpr std::size_t kLongestTitleBytes = 400;
constexpr std::size_t kFrontMatterLines = 200;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_ascii_punctuation(char c) {
  return std::string_view("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~").find(c) != std::string_view::npos;
}

// The place of `close` that matches an opening bracket just before `at`, within one line of text
// and at most 2,000 bytes away, so that hostile brackets cost linear time.
std::size_t matching(std::string_view text, std::size_t at, char open, char close) {
  int depth = 1;
  const std::size_t end = std::min(text.size(), at + 2000);
  for (; at < end; ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == open) {
      ++depth;
    } else if (text[at] == close && --depth == 0) {
      return at;
    }
  }
  return std::string_view::npos;
}

// Emphasis marks touch a word on one side only; "5 * 3" and "snake_case" keep theirs.
bool is_emphasis(std::string_view text, std::size_t at) {
  const char mark = text[at];
  std::size_t begin = at;
  std::size_t end = at;
  while (begin > 0 && text[begin - 1] == mark) --begin;
  while (end < text.size() && text[end] == mark) ++end;
  const bool space_before = begin == 0 || text[begin - 1] == ' ';
  const bool space_after = end == text.size() || text[end] == ' ';
  if (space_before && space_after) return false;
  if (mark == '*') return true;
  const bool inside =
      begin > 0 && end < text.size() && is_word_byte(text[begin - 1]) && is_word_byte(text[end]);
  if (mark == '~') return end - begin == 2;
  return !inside;
}

bool is_tag_start(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return false;
  const char c = text[at + 1];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!';
}

// One line's inline syntax away. Recursion into link texts is avoided: brackets are just dropped,
// and what follows them is looked at when they close.
std::string plain_inline(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::vector<bool> brackets;  // open "[": whether each is the bracket of a link
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size() && is_ascii_punctuation(text[at + 1])) {
      out += text[++at];
    } else if (c == '!' && at + 1 < text.size() && text[at + 1] == '[') {
      continue;
    } else if (c == '[') {
      const std::size_t close = matching(text, at + 1, '[', ']');
      const bool footnote = close != std::string_view::npos && text.substr(at).starts_with("[^");
      if (footnote) {
        at = close;
        continue;
      }
      const bool link = close != std::string_view::npos && close + 1 < text.size() &&
                        (text[close + 1] == '(' || text[close + 1] == '[');
      if (close != std::string_view::npos) brackets.push_back(link);
      if (!link) out += c;
    } else if (c == ']' && !brackets.empty()) {
      const bool link = brackets.back();
      brackets.pop_back();
      if (!link) {
        out += c;
        continue;
      }
      const char open = at + 1 < text.size() ? text[at + 1] : ' ';
      const std::size_t close = open == '('   ? matching(text, at + 2, '(', ')')
                                : open == '[' ? matching(text, at + 2, '[', ']')
                                              : std::string_view::npos;
      if (close != std::string_view::npos) at = close;
    } else if (c == '<' && is_tag_start(text, at)) {
      const std::size_t close = text.substr(0, at + 2000).find('>', at);
      if (close == std::string_view::npos) {
        out += c;
        continue;
      }
      const std::string_view inside = text.substr(at + 1, close - at - 1);
      if (inside.starts_with("http") || inside.find('@') != std::string_view::npos) out += inside;
      at = close;
    } else if ((c == '*' || c == '_' || c == '~') && is_emphasis(text, at)) {
      continue;
    } else if (c != '`') {
      out += c;
    }
  }
  return out;
}

std::string without_comments(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find("<!--"), text.size());
    out += text.substr(0, begin);
    text.remove_prefix(begin);
    if (text.empty()) break;
    const std::size_t end = text.find("-->");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 3);
  }
  return out;
}

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

std::string_view unquoted(std::string_view value) {
  value = trimmed(value);
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
      value.back() == value.front()) {
    value = value.substr(1, value.size() - 2);
  }
  return value;
}

// YAML-like lines between "---" at the very beginning; `rest` moves behind them.
void read_front_matter(std::string_view& rest, RawText& raw) {
  std::string_view after = rest;
  if (trimmed(next_line(after)) != "---") return;
  RawText found;
  for (std::size_t i = 0; i < kFrontMatterLines && !after.empty(); ++i) {
    const std::string_view line = next_line(after);
    const std::string_view bare = trimmed(line);
    if (bare == "---" || bare == "...") {
      raw.title = found.title;
      raw.byline = found.byline;
      raw.date = found.date;
      rest = after;
      return;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, colon));
    const std::string_view value = unquoted(line.substr(colon + 1));
    if (key == "title") found.title = value;
    if (key == "author" || key == "authors" || key == "byline") found.byline = value;
    if ((key == "date" || key == "published" || key == "pubdate") && !found.date.known()) {
      found.date = metadata_date(value);
    }
  }
}

// Lines to paragraphs.
class MarkdownReader {
 public:
  explicit MarkdownReader(RawText& raw) : raw_(raw) {}

  void line(std::string_view full) {
    std::string_view bare = trimmed(full);
    if (bare.starts_with("```") || bare.starts_with("~~~")) {
      end_paragraph();
      in_code_ = !in_code_;
      return;
    }
    if (in_code_) {
      if (!bare.empty()) paragraph_lines_.emplace_back(bare);
      end_paragraph();
      return;
    }
    while (bare.starts_with('>')) bare = trimmed(bare.substr(1));
    if (bare.empty()) return end_paragraph();
    if (is_underline(bare) && !paragraph_lines_.empty() && !in_item_) return heading();
    if (is_rule(bare) || is_table_rule(bare) || is_definition(bare)) return end_paragraph();
    if (const std::size_t level = heading_level(bare); level > 0) {
      end_paragraph();
      bare = trimmed(bare.substr(level));
      while (!bare.empty() && bare.back() == '#') bare.remove_suffix(1);
      paragraph_lines_.push_back(plain_inline(trimmed(bare)));
      return heading();
    }
    if (bare.starts_with('|')) {
      end_paragraph();
      return table_row(bare);
    }
    if (is_list_item(bare)) {
      end_paragraph();
      in_item_ = true;
    }
    const bool hard_break = full.ends_with("  ") || full.ends_with("\\");
    if (full.ends_with("\\")) bare.remove_suffix(1);
    paragraph_lines_.push_back(plain_inline(bare) + (hard_break ? "\n" : ""));
  }

  void end_paragraph() {
    std::string paragraph;
    for (const std::string& line : paragraph_lines_) {
      if (!paragraph.empty() && paragraph.back() != '\n') paragraph += ' ';
      paragraph += line;
    }
    paragraph_lines_.clear();
    while (!paragraph.empty() && paragraph.back() == '\n') paragraph.pop_back();
    if (!paragraph.empty()) {
      if (!raw_.text.empty()) raw_.text += in_item_ && last_was_item_ ? "\n" : "\n\n";
      raw_.text += in_item_ && !starts_with_digit(paragraph)
                       ? "- " + paragraph.substr(item_mark(paragraph))
                       : paragraph;
      last_was_item_ = in_item_;
    }
    in_item_ = false;
  }

 private:
  static bool starts_with_digit(std::string_view text) {
    return !text.empty() && text[0] >= '0' && text[0] <= '9';
  }
  static std::size_t item_mark(std::string_view paragraph) {
    return paragraph.size() > 1 && paragraph[1] == ' ' ? 2 : 0;
  }
  static bool is_underline(std::string_view line) {
    return line.find_first_not_of('=') == std::string_view::npos ||
           (line.size() >= 3 && line.find_first_not_of('-') == std::string_view::npos);
  }
  static bool is_rule(std::string_view line) {
    const char mark = line.front();
    if (mark != '-' && mark != '*' && mark != '_') return false;
    const std::string_view allowed = mark == '-' ? "- " : mark == '*' ? "* " : "_ ";
    return line.find_first_not_of(allowed) == std::string_view::npos &&
           std::count(line.begin(), line.end(), mark) >= 3;
  }
  static bool is_table_rule(std::string_view line) {
    return line.find('|') != std::string_view::npos &&
           line.find_first_not_of("|-: ") == std::string_view::npos;
  }
  // "[name]: https://..."
  static bool is_definition(std::string_view line) {
    if (!line.starts_with('[') || line.starts_with("[^")) return false;
    const std::size_t close = line.find("]:");
    return close != std::string_view::npos && line.find("://") != std::string_view::npos;
  }
  static std::size_t heading_level(std::string_view line) {
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    if (level == 0 || level > 6) return 0;
    return level == line.size() || line[level] == ' ' ? level : 0;
  }
  static bool is_list_item(std::string_view line) {
    if (line.size() < 2) return false;
    if ((line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return true;
    std::size_t at = 0;
    while (at < line.size() && at < 3 && line[at] >= '0' && line[at] <= '9') ++at;
    return at > 0 && at + 1 < line.size() && (line[at] == '.' || line[at] == ')') &&
           line[at + 1] == ' ';
  }

  void heading() {
    const std::string text = paragraph_lines_.empty() ? "" : paragraph_lines_.back();
    if (raw_.title.empty() && text.size() <= kLongestTitleBytes) raw_.title = trimmed(text);
    end_paragraph();
  }

  void table_row(std::string_view line) {
    std::string row;
    while (!line.empty()) {
      const std::size_t end = std::min(line.find('|'), line.size());
      const std::string cell = plain_inline(trimmed(line.substr(0, end)));
      if (!cell.empty()) row += (row.empty() ? "" : "; ") + cell;
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    paragraph_lines_.push_back(row);
    end_paragraph();
  }

  RawText& raw_;
  std::vector<std::string> paragraph_lines_;
  bool in_code_ = false;
  bool in_item_ = false;
  bool last_was_item_ = false;
};

}  // namespace

RawText read_markdown(std::string_view text) {
  RawText raw;
  raw.format = "markdown";
  read_front_matter(text, raw);
  const std::string without = without_comments(text);
  std::string_view rest = without;
  MarkdownReader reader(raw);
  while (!rest.empty()) reader.line(next_line(rest));
  reader.end_paragraph();
  return raw;
}

RawText read_plain(std::string_view text) {
  RawText raw;
  raw.format = "text";
  raw.text = text;
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return raw;
  std::string_view rest = text.substr(begin);
  const std::string_view first = trimmed(next_line(rest));
  const bool alone = trimmed(next_line(rest)).empty();
  constexpr std::string_view kEnds = ".:;,";
  if (alone && first.size() <= kLongestTitleBytes &&
      kEnds.find(first.back()) == std::string_view::npos) {
    raw.title = first;
  }
  return raw;
}

}  // namespace depone::extract
