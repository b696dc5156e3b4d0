// Any bytes as text of unknown encoding: well-formed, normalised, split in order.
#include <cstdlib>

#include "text/decode.h"
#include "text/passages.h"
#include "text/unicode.h"
#include "text/words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = depone::text::decode({data, size});
  if (!decoded.ok()) return 0;
  const std::string& text = decoded.value().text;
  if (!depone::text::is_utf8(text) || depone::text::nfc(text) != text) std::abort();
  std::uint32_t at = 0;
  for (const auto& passage : depone::text::split_passages(text)) {
    if (passage.span.start < at || passage.span.end <= passage.span.start) std::abort();
    at = passage.span.end;
  }
  for (const auto& word : depone::text::words(text)) {
    depone::text::stem(word.folded, depone::Language::Russian);
  }
  return 0;
}
