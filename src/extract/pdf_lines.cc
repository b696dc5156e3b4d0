#include "extract/pdf_lines.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "text/unicode.h"

namespace depone::extract {
namespace {

struct Line {
  std::size_t begin = 0;  // words [begin, end)
  std::size_t end = 0;
  PageBox box;
};

double height(const PageBox& box) { return std::max(box.bottom - box.top, 0.1); }

bool same_line(const PageBox& line, const PageBox& word) {
  const double shared = std::min(line.bottom, word.bottom) - std::max(line.top, word.top);
  const bool beside = shared > 0.5 * std::min(height(line), height(word));
  return beside && word.left >= line.right - 0.5 * height(line);
}

std::vector<Line> lines_of(const std::vector<PageWord>& words) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const PageBox& box = words[i].box;
    // A gap of many letters on one line is the space between two columns or cells.
    const bool joins = !lines.empty() && same_line(lines.back().box, box) &&
                       box.left - lines.back().box.right < 6 * height(box);
    if (!joins) {
      lines.push_back({i, i + 1, box});
      continue;
    }
    Line& line = lines.back();
    line.end = i + 1;
    line.box.top = std::min(line.box.top, box.top);
    line.box.bottom = std::max(line.box.bottom, box.bottom);
    line.box.right = std::max(line.box.right, box.right);
  }
  return lines;
}

// The distance from one line to the next that is most usual on the page, in line heights.
double usual_pitch(const std::vector<Line>& lines) {
  std::vector<double> pitches;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const double pitch = (lines[i].box.top - lines[i - 1].box.top) / height(lines[i].box);
    if (pitch > 0.5 && pitch < 3) pitches.push_back(pitch);
  }
  if (pitches.empty()) return 1.3;
  const auto middle = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 2);
  std::nth_element(pitches.begin(), middle, pitches.end());
  return *middle;
}

bool parts_paragraphs(const Line& line, const Line& next, double pitch) {
  const double step = (next.box.top - line.box.top) / height(next.box);
  if (step < 0.5 || step > pitch + 0.45) return true;
  const double size = height(next.box) / height(line.box);
  if (size > 1.2 || size < 1 / 1.2) return true;
  // A first line is set in by an em or more; a line of another column starts far away.
  return std::abs(next.box.left - line.box.left) > 3 * height(line.box) ||
         next.box.left - line.box.left > 0.9 * height(line.box);
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() > end.size() && text.ends_with(end);
}

std::size_t hyphen_bytes(const std::string& word) {
  if (ends_with(word, "-")) return 1;
  if (ends_with(word, "\u00AD")) return 2;
  return ends_with(word, "\u2010") ? 3 : 0;
}

bool starts_small(const std::string& word) {
  const auto first = static_cast<unsigned char>(word[0]);
  if (first < 0x80) return first >= 'a' && first <= 'z';
  const std::string start = word.substr(0, 2);  // a Cyrillic letter
  return (first == 0xD0 && static_cast<unsigned char>(word[1]) >= 0xB0) || first == 0xD1
             ? text::is_utf8(start)
             : false;
}

bool is_hangul_at(std::string_view text, std::size_t at) {
  if (at + 3 > text.size()) return false;
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(text[at + i]));
  };
  const unsigned point = (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  return byte(0) >= 0xEA && byte(0) <= 0xED && point >= 0xAC00 && point <= 0xD7A3;
}

// Korean may be broken after any syllable. The two halves are one word when that word stands
// elsewhere on the page, or when the second half is an ending that never stands alone.
class KoreanBreaks {
 public:
  explicit KoreanBreaks(const std::vector<PageWord>& words) {
    for (const PageWord& word : words) known_.insert(word.text);
  }

  bool joins(const std::string& last, const std::string& next) const {
    if (last.size() < 3 || !is_hangul_at(last, last.size() - 3) || !is_hangul_at(next, 0)) {
      return false;
    }
    static const std::unordered_set<std::string_view> kEndings = {
        "은",    "는",    "을",    "를",    "의",    "에",    "에서",   "에게",  "으로",
        "로",    "와",    "과",    "도",    "들",    "들은",  "들이",   "들을",  "들의",
        "다.",   "했다.", "됐다.", "였다.", "한다.", "된다.", "었다.",  "았다.", "습니다.",
        "니다.", "이다.", "하는",  "하고",  "했고",  "으며",  "하며",   "면서",  "라고",
        "고",    "며",    "까지",  "부터",  "에는",  "에도",  "에서는", "한",    "된"};
    return kEndings.contains(next) || known_.contains(last + next);
  }

 private:
  std::unordered_set<std::string> known_;
};

}  // namespace

void append_page(const std::vector<PageWord>& words, RawText& raw) {
  const std::vector<Line> lines = lines_of(words);
  const double pitch = usual_pitch(lines);
  const KoreanBreaks korean(words);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (i == 0 || parts_paragraphs(lines[i - 1], line, pitch)) {
      if (!raw.text.empty()) raw.text += "\n\n";
    } else {
      const std::string& last = words[lines[i - 1].end - 1].text;
      const std::string& first = words[line.begin].text;
      const std::size_t hyphen = hyphen_bytes(last);
      if (hyphen > 0 && starts_small(first)) {
        raw.text.resize(raw.text.size() - hyphen);
        raw.places.back().end -= hyphen;
      } else if (!korean.joins(last, first)) {
        raw.text += ' ';
      }
    }
    for (std::size_t w = line.begin; w < line.end; ++w) {
      const std::size_t begin = raw.text.size();
      raw.text += words[w].text;
      raw.places.push_back({begin, raw.text.size(), words[w].box});
      if (w + 1 == line.end) break;
      const double gap = words[w + 1].box.left - words[w].box.right;
      if (words[w].space_after || gap > 0.1 * height(words[w].box)) raw.text += ' ';
    }
  }
}

}  // namespace depone::extract
