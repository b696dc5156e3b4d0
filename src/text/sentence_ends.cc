#include "text/sentence_ends.h"

#include <string>

#include "text/abbreviations.h"
#include "text/unicode.h"
#include "text/utf8_scan.h"

namespace depone::text {
namespace {

// Longer than any abbreviation or opener; words beyond are cut there.
constexpr std::size_t kFarthest = 48;

bool is_closer(UChar32 c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 ||
         c == 0x00BB || c == 0x300D || c == 0x300F || c == 0x300B || c == 0x3009 || c == 0x201C;
}

bool is_opener(UChar32 c) {
  return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x201C || c == 0x2018 ||
         c == 0x00AB || c == 0x300C || c == 0x300E || c == 0x300A || c == 0x3008 || c == 0x201E;
}

bool is_dash(UChar32 c) { return c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2015; }
bool is_letter(UChar32 c) { return c < 0x80 ? is_ascii_letter(c) : u_isalpha(c) != 0; }
bool is_small(UChar32 c) { return c < 0x80 ? (c >= 'a' && c <= 'z') : u_islower(c) != 0; }
bool is_capital(UChar32 c) { return c < 0x80 ? (c >= 'A' && c <= 'Z') : u_isupper(c) != 0; }

// The word before byte `mark`, with inner full stops and hyphens: "U.S", "т.д", "гр-н".
std::string_view token_before(std::string_view text, std::size_t begin, std::size_t mark) {
  std::size_t at = mark;
  while (at > begin && mark - at < kFarthest) {
    std::size_t before = at;
    const UChar32 c = previous_code_point(text, before);
    if (before < begin) break;
    const bool inner = (c == '.' || c == '-') && at != mark;
    if (!is_letter(c) && !is_ascii_digit(c) && !inner) break;
    at = before;
  }
  return text.substr(at, mark - at);
}

std::string_view word_at(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at < text.size() && at - begin < kFarthest) {
    std::size_t after = at;
    if (!is_letter(next_code_point(text, after))) break;
    at = after;
  }
  return text.substr(begin, at - begin);
}

struct What {
  UChar32 first = 0;         // first character after white space, 0 at the end
  UChar32 first_letter = 0;  // the same without opening quotes and dashes
  std::size_t word = 0;      // where that stands
  bool dash = false;
};

What what_follows(std::string_view text, std::size_t at) {
  What what;
  while (at < text.size()) {
    std::size_t after = at;
    const UChar32 c = next_code_point(text, after);
    if (what.first == 0 && !is_space(c)) what.first = c;
    if (!is_space(c) && !is_opener(c) && !is_dash(c)) {
      what.first_letter = c;
      what.word = at;
      break;
    }
    what.dash = what.dash || is_dash(c);
    at = after;
  }
  return what;
}

bool is_number(std::string_view token) {
  return !token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos;
}

// "2024. 3. 15.": Korean dates put full stops between their parts.
bool continues_date(std::string_view text, std::string_view token, const What& next) {
  if (!is_number(token) || token.size() > 4 || !is_ascii_digit(next.first)) return false;
  const std::size_t stop = text.find_first_not_of("0123456789", next.word);
  return stop != std::string_view::npos && stop - next.word <= 2 && text[stop] == '.';
}

std::size_t letters_in(std::string_view token) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < token.size();) {
    letters += is_letter(next_code_point(token, at)) ? 1 : 0;
  }
  return letters;
}

// "J." or "А.": one letter that is a capital, or letters parted by full stops ("U.S", "т.е").
bool is_initials(std::string_view token) {
  std::size_t at = 0;
  std::size_t letters = 0;
  while (at < token.size()) {
    if (!is_letter(next_code_point(token, at))) return false;
    ++letters;
    if (at < token.size() && token[at++] != '.') return false;
  }
  return letters > 0;
}

// Whether the full stop after `token` ends a sentence when `next` follows it.
bool full_stop_ends(std::string_view text, std::string_view token, const What& next) {
  if (token.empty()) return true;
  if (continues_date(text, token, next)) return false;
  std::size_t first = 0;
  const UChar32 head = next_code_point(token, first);
  if (!is_letter(head)) return true;
  if (is_hangul(head)) return true;
  const std::string folded = fold(token);
  const std::string_view word = word_at(text, next.word);
  const std::size_t word_end = next.word + word.size();
  // "А. С. Ким": a letter with a full stop of its own is another initial, not a word.
  const bool opener = is_capital(next.first_letter) && opens_sentence(fold(word)) &&
                      !(word_end < text.size() && text[word_end] == '.');
  const bool capital = is_capital(next.first_letter) || is_hangul(next.first_letter);
  switch (abbreviation(folded)) {
    case Abbreviation::BeforeName:
      return false;
    case Abbreviation::BeforeNumber:
      return !is_ascii_digit(next.first_letter);
    case Abbreviation::Closing:
      return capital;
    case Abbreviation::Inner:
      return opener;
    case Abbreviation::None:
      break;
  }
  // A small single letter is a Russian abbreviation ("г.", "в.", "с."), or "p." before a number.
  if (letters_in(token) == 1 && is_small(head)) return opener;
  return is_initials(token) ? opener : true;
}

// Korean quotes run on with a particle: "..." 라고 말했다.
bool continues_korean_quote(std::string_view text, const What& next) {
  const std::string_view word = word_at(text, next.word);
  for (const std::string_view particle : {"라고", "이라고", "라며", "이라며", "라는", "고", "며"}) {
    if (word == particle || (particle.size() > 3 && word.starts_with(particle))) return true;
  }
  return false;
}

// Full stops without a space behind them end sentences in carelessly copied text: "했다.북한은",
// "уехали.Потом". Anything that may be a host name, a number or an abbreviation does not.
bool ends_without_space(std::string_view text, std::string_view token, std::size_t after) {
  std::size_t at = after;
  const UChar32 c = next_code_point(text, at);
  if (token.empty()) return false;
  std::size_t last = token.size();
  const UChar32 before = previous_code_point(token, last);
  if (is_hangul(before)) {
    return is_hangul(c) && (before == 0xB2E4 || before == 0xC694 || before == 0xAE4C);  // da yo kka
  }
  if (!is_small(before) || !is_capital(c) || letters_in(token) < 4 || c < 0x80) return false;
  return letters_in(word_at(text, after)) >= 2 && token.find('.') == std::string_view::npos;
}

}  // namespace

std::size_t mark_length(std::string_view text, std::size_t at) {
  switch (static_cast<unsigned char>(text[at])) {
    case '.':
    case '!':
    case '?':
      return 1;
    case 0xE2:
      return text.substr(at, 3) == "\u2026" ? 3 : 0;
    case 0xE3:
      return text.substr(at, 3) == "\u3002" ? 3 : 0;
    case 0xEF: {
      const std::string_view mark = text.substr(at, 3);
      return mark == "\uFF01" || mark == "\uFF1F" || mark == "\uFF0E" ? 3 : 0;
    }
    default:
      return 0;
  }
}

bool ends_sentence(std::string_view paragraph, std::size_t begin, std::size_t mark,
                   std::size_t after_mark, std::size_t& end) {
  std::size_t at = after_mark;
  bool only_stop = paragraph[mark] == '.';
  while (at < paragraph.size()) {  // "?!", "..."
    const std::size_t length = mark_length(paragraph, at);
    if (length == 0) break;
    only_stop = false;
    at += length;
  }
  const bool trailing_off =
      !only_stop && (paragraph[mark] == '.' || static_cast<unsigned char>(paragraph[mark]) == 0xE2);
  bool closed = false;
  while (at < paragraph.size()) {
    std::size_t after = at;
    const UChar32 c = next_code_point(paragraph, after);
    // An opening quote mark that some languages close with: only when no word follows it.
    if (!is_closer(c)) break;
    if (c == 0x201C && after < paragraph.size() && !is_space(paragraph[after])) break;
    closed = true;
    at = after;
  }
  end = at;
  if (at == paragraph.size()) return true;
  const std::string_view token = token_before(paragraph, begin, mark);
  std::size_t after = at;
  const UChar32 next_char = next_code_point(paragraph, after);
  const bool wide_mark = after_mark - mark == 3 && !trailing_off;  // no space follows these
  if (!is_space(next_char) && !wide_mark) {
    return only_stop && !closed && ends_without_space(paragraph, token, at);
  }
  const What next = what_follows(paragraph, at);
  if (next.first == 0) return true;
  if (is_small(next.first_letter)) return false;
  if (closed && continues_korean_quote(paragraph, next)) return false;
  if (only_stop && !closed) return full_stop_ends(paragraph, token, next);
  return true;
}

}  // namespace depone::text
