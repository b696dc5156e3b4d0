// What the fuzz targets of the file readers share.
#pragma once

#include <cstdlib>

#include "extract/extract.h"
#include "text/unicode.h"

namespace depone {

// Reads the bytes as a file of this name: no crash, and the passages stand in order inside
// well-formed text.
inline int extract_named(const char* name, ByteView bytes) {
  if (bytes.size() > 200'000) return 0;
  const auto document = extract::extract(bytes, name);
  if (!document.ok()) return 0;
  const auto& read = document.value();
  if (!text::is_utf8(read.text)) std::abort();
  std::uint32_t at = 0;
  for (const auto& passage : read.passages) {
    if (passage.span.start < at || passage.span.end <= passage.span.start) std::abort();
    at = passage.span.end;
  }
  if (at > count_code_points(read.text)) std::abort();
  return 0;
}

}  // namespace depone
