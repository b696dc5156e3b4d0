#include "names/cut.h"

#include <utility>

#include "names/cyrillic.h"
#include "names/hangul.h"

namespace depone::names {
namespace {

bool is_apostrophe(char32_t point) {
  return point == U'\'' || point == U'`' || point == 0x2019 || point == 0x2018 || point == 0x2bb ||
         point == 0x2bc || point == 0x2bf || point == 0x2be || point == 0x60 || point == 0xb4 ||
         point == 0x2032;
}

bool is_hyphen(char32_t point) {
  return point == U'-' || (point >= 0x2010 && point <= 0x2013) || point == 0x2212 || point == U'_';
}

bool is_letter(char32_t point) {
  if (point < 0x80) {
    return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z') ||
           (point >= U'0' && point <= U'9') || point == U'#';
  }
  if (point < 0xc0) return false;
  if (point == 0xd7 || point == 0xf7) return false;
  if (point >= 0x2000 && point < 0x2c00) return false;  // punctuation and symbols
  return !(point >= 0x3000 && point < 0x3040) && point < 0xe0000 && point != 0xfffd &&
         point != 0x60c && point != 0x61b && point != 0x61f &&
         !(point >= 0xfe00 && point < 0xfe70) && !(point >= 0xff00 && point < 0xff10);
}

Script script_of(char32_t point) {
  if (point < 0x250 || (point >= 0x1e00 && point < 0x1f00)) return Script::Latin;
  if (is_cyrillic(point)) return Script::Cyrillic;
  if (syllable_of(point)) return Script::Hangul;
  if ((point >= 0x3400 && point <= 0x9fff) || (point >= 0xf900 && point <= 0xfaff)) {
    return Script::Han;
  }
  if (point >= 0x300 && point < 0x370) return Script::Latin;
  if ((point >= 0x610 && point < 0x700 && !(point >= 0x660 && point < 0x66a)) ||
      (point >= 0x750 && point < 0x780)) {
    return Script::Arabic;
  }
  return Script::Other;
}

char32_t lower(char32_t point) {
  if (point == 0x14e || point == 0x16c) return point + 1;  // Ŏ, Ŭ
  return lower_letter(point);
}

}  // namespace

Cut cut(std::u32string_view points) {
  Cut out;
  Written part;
  std::uint16_t word = 0;
  bool open = false;  // the present word has letters
  const auto end_part = [&] {
    if (!part.letters.empty()) {
      part.word = word;
      out.parts.push_back(std::move(part));
    }
    part = {};
  };
  for (const char32_t point : points) {
    if (is_apostrophe(point)) {
      part.spelled.push_back(U'\'');
      part.shown.push_back(point);
    } else if (is_letter(point)) {
      const Script script = script_of(point);
      if (!part.letters.empty() && script != part.script &&
          (script == Script::Hangul || script == Script::Cyrillic ||
           part.script == Script::Hangul || part.script == Script::Cyrillic)) {
        if (!(script == Script::Han && part.script == Script::Hangul) &&
            !(script == Script::Hangul && part.script == Script::Han)) {
          end_part();
          ++word;
        }
      }
      if (part.letters.empty()) part.script = script;
      part.letters.push_back(lower(point));
      part.spelled.push_back(lower(point));
      part.shown.push_back(point);
      open = true;
    } else if (is_hyphen(point)) {
      end_part();
    } else {
      part.dotted = point == U'.';
      end_part();
      if (open) {
        if (point == U',' && !out.comma) out.comma = word;
        ++word;
        open = false;
      }
      if (point == U',' && !out.comma && word > 0) out.comma = static_cast<std::uint16_t>(word - 1);
    }
  }
  end_part();
  return out;
}

}  // namespace depone::names
