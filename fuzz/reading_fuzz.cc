// Arbitrary bytes, made valid UTF-8, read as a document in each language.
#include <cstdlib>
#include <string_view>

#include "base/data_files.h"
#include "reading/reader.h"
#include "text/passages.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depone;
  static const auto reader = [] {
    auto loaded = reading::Reader::load(embedded_data());
    if (!loaded.ok()) std::abort();
    return std::move(loaded).take();
  }();
  const std::string_view bytes(reinterpret_cast<const char*>(data), data == nullptr ? 0 : size);
  Document document;
  document.text = text::nfc(bytes);
  document.date = {2025, 8, 12};
  for (const Language language : {Language::English, Language::Korean, Language::Russian}) {
    document.language = language;
    document.passages = text::split_passages(document.text);
    for (Passage& passage : document.passages) passage.language = language;
    TextSpan last;
    for (const Claim& claim : reader->read(document)) {
      if (claim.quote != slice(document.text, claim.span)) std::abort();
      if (claim.span.start < last.start) std::abort();
      if (claim.value && claim.value_hi && *claim.value_hi < *claim.value) std::abort();
      last = claim.span;
    }
  }
  return 0;
}
