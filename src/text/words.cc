#include "text/words.h"

#include <unicode/uscript.h>

#include "text/unicode.h"
#include "text/utf8_scan.h"

namespace depone::text {
namespace {

enum class Kind { None, Letter, Digit, Mark, Alone };

Kind kind_of(UChar32 c) {
  if (c < 0x80) {
    if (is_ascii_letter(c)) return Kind::Letter;
    return is_ascii_digit(c) ? Kind::Digit : Kind::None;
  }
  if (is_hangul(c) || (c >= 0x0400 && c <= 0x0481)) return Kind::Letter;
  const auto mask = U_GET_GC_MASK(c);
  if ((mask & U_GC_M_MASK) != 0) return Kind::Mark;
  if ((mask & U_GC_N_MASK) != 0) return Kind::Digit;
  if ((mask & U_GC_L_MASK) == 0) return Kind::None;
  if (c < 0x0E00) return Kind::Letter;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
      return Kind::Alone;
    default:
      return Kind::Letter;
  }
}

// Whether text[at] separates the digits of one number.
bool joins_digits(std::string_view text, std::size_t at) {
  return (text[at] == '.' || text[at] == ',') && at + 1 < text.size() &&
         is_ascii_digit(text[at + 1]);
}

std::size_t skip_marks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    std::size_t after = at;
    if (kind_of(next_code_point(text, after)) != Kind::Mark) break;
    at = after;
  }
  return at;
}

}  // namespace

std::vector<Word> words(std::string_view text) {
  std::vector<Word> found;
  found.reserve(text.size() / 6);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const Kind first = kind_of(next_code_point(text, at));
    if (first == Kind::None) continue;
    if (first == Kind::Alone) {
      at = skip_marks(text, at);
    } else {
      Kind last = first;
      while (at < text.size()) {
        std::size_t after = at;
        const Kind kind = kind_of(next_code_point(text, after));
        if (kind == Kind::Alone) break;
        if (kind == Kind::None && !(last == Kind::Digit && joins_digits(text, at))) break;
        last = kind;
        at = after;
      }
    }
    found.push_back({begin, at, fold(text.substr(begin, at - begin))});
  }
  return found;
}

}  // namespace depone::text
