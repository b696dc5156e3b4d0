// What kind of file some bytes are, by their content.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace depone::extract {

enum class Kind { Text, Pdf, Rtf, Other };

struct Sniffed {
  Kind kind = Kind::Text;
  std::string_view description = {};  // for people, with its article: "a PNG image"
};

// Looks at no more than the first kilobytes. Text is what is left when nothing else matches, so
// its description is empty.
Sniffed sniff(ByteView bytes);

// Whether decoded text is an HTML page, by its first tag.
bool looks_like_html(std::string_view text);

}  // namespace depone::extract
