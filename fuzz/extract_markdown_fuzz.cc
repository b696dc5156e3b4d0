// Any bytes as Markdown and its front matter: no crash, passages in order inside well-formed text.
#include <cstdlib>

#include "extract/extract.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 200'000) return 0;
  const auto document = depone::extract::extract({data, size}, "page.md");
  if (!document.ok()) return 0;
  const auto& read = document.value();
  if (!depone::text::is_utf8(read.text)) std::abort();
  std::uint32_t at = 0;
  for (const auto& passage : read.passages) {
    if (passage.span.start < at || passage.span.end <= passage.span.start) std::abort();
    at = passage.span.end;
  }
  return at <= depone::count_code_points(read.text) ? 0 : (std::abort(), 1);
}
