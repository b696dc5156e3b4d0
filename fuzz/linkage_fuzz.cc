// Any bytes as a spec: an error, or a spec that is written and read back the same. Any bytes as
// texts: the distances equal their twins.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "linkage/distance.h"
#include "linkage/normalise.h"
#include "linkage/spec.h"
#include "reference/distance_reference.h"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace depone::linkage;
  const std::string_view text(size == 0 ? "" : reinterpret_cast<const char*>(data), size);
  const auto spec = parse_spec(text, "fuzzed");
  if (spec.ok()) {
    const std::string written = write_spec(spec.value(), "");
    const auto again = parse_spec(written, "written");
    check(again.ok() && write_spec(again.value(), "") == written);
  }
  const std::string_view a = text.substr(0, std::min<std::size_t>(size / 2, 100));
  const std::string_view b = text.substr(size / 2, 100);
  check(levenshtein(a, b) == depone::reference::levenshtein(a, b));
  check(count_jaro(a, b).common == depone::reference::jaro(a, b).common);
  const std::string date = date_text(a);
  check(date.empty() || date.size() == 8);
  check(sound_of(plain(a)).size() <= 8);
  return 0;
}
