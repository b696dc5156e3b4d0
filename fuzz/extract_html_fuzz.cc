// Any bytes as nested pages: the tree, the scorer and the passages.
#include "fuzz/extract_named.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return depone::extract_named("page.html", {data, size});
}
