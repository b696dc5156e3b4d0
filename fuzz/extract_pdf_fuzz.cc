// Any bytes as PDF: page words to paragraphs.
#include "fuzz/extract_named.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return depone::extract_named("page.pdf", {data, size});
}
