// Texts for properties: mostly the letters and marks of our languages, with anything between.
#pragma once

#include <rapidcheck.h>

#include <string>

#include "text/utf8_scan.h"

namespace depone::text {

inline rc::Gen<UChar32> arbitrary_code_point() {
  return rc::gen::weightedOneOf<UChar32>({
      {8, rc::gen::inRange<UChar32>(0x20, 0x7F)},
      {1, rc::gen::elementOf(std::vector<UChar32>{'\n', '\t', ' ', '.', '!', '?', '"'})},
      {3, rc::gen::inRange<UChar32>(0x0400, 0x0482)},
      {3, rc::gen::inRange<UChar32>(0xAC00, 0xD7A4)},
      {1, rc::gen::inRange<UChar32>(0x1100, 0x1200)},
      {1, rc::gen::inRange<UChar32>(0x0300, 0x0310)},
      {1, rc::gen::inRange<UChar32>(0x2000, 0x2070)},
      {1, rc::gen::inRange<UChar32>(0x3000, 0xA000)},
      {1, rc::gen::inRange<UChar32>(0xA0, 0xD800)},
      {1, rc::gen::inRange<UChar32>(0xE000, 0x110000)},
  });
}

inline rc::Gen<std::string> arbitrary_text() {
  return rc::gen::map(rc::gen::container<std::vector<UChar32>>(arbitrary_code_point()),
                      [](const std::vector<UChar32>& points) {
                        std::string text;
                        for (const UChar32 point : points) append_utf8(text, point);
                        return text;
                      });
}

}  // namespace depone::text
