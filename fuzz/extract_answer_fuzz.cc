// Any bytes as a jailed child's answer: what is accepted is sound.
#include <cstdlib>

#include "extract/wire.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto answer = depone::text_of({data, size});
  const auto document = depone::extract::decode_answer(answer, {});
  if (!document.ok()) return 0;
  const auto& read = document.value();
  if (!depone::text::is_utf8(read.text)) std::abort();
  const std::uint32_t points = depone::count_code_points(read.text);
  for (const auto& passage : read.passages) {
    if (passage.span.end > points || passage.span.start >= passage.span.end) std::abort();
  }
  return 0;
}
