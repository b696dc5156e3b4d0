// Words on a page to lines and paragraphs. Knows nothing of PDF.
#pragma once

#include <string>
#include <vector>

#include "extract/raw_text.h"

namespace depone::extract {

struct PageWord {
  std::string text;  // NFC, without white space
  PageBox box;
  bool space_after = false;  // false also at a line's end
};

// Appends the words to `raw` as paragraphs, with their places.
void append_page(const std::vector<PageWord>& words, RawText& raw);

}  // namespace depone::extract
