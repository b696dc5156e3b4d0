// What the pieces of the reader look at: one passage with its place in the document.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/document.h"
#include "text/unicode.h"

namespace depone::reading {

// A view: the document and its index must outlive it. Offsets inside a passage are bytes from its
// begin; `span` turns them into the code points of the document that a Claim carries.
struct PassageText {
  std::string_view text;        // the passage's bytes
  std::size_t offset_bytes = 0; // of text within the document's text
  Language language = Language::Unknown;
  const Document* document = nullptr;
  const text::CodePointIndex* index = nullptr;

  TextSpan span(std::size_t begin, std::size_t end) const {
    return index->span(offset_bytes + begin, offset_bytes + end);
  }
};

}  // namespace depone::reading
