// Two names of any bytes: parsed, compared both ways and romanised, never a crash, and the same
// strength either way.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "base/data_files.h"
#include "names/matcher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using depone::names::Matcher;
  static const std::shared_ptr<const Matcher> kMatcher =
      Matcher::load(depone::embedded_data()).take();
  const std::string_view text(size == 0 ? "" : reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view left = text.substr(0, line);
  const std::string_view right = line == std::string_view::npos ? left : text.substr(line + 1);
  const auto a = kMatcher->parse(left);
  const auto b = kMatcher->parse(right);
  const auto there = kMatcher->explain(a, b);
  const auto back = kMatcher->compare(b, a);
  if (!std::isfinite(there.bits) || std::abs(there.bits - back.bits) > 1e-4) std::abort();
  if (a.units.size() > 100 || a.tokens.size() > 64) std::abort();
  for (const char* system : {"rr", "mr", "dprk", "yale", "kontsevich", "bgn", "icao", "polish"}) {
    const auto person = kMatcher->romanise(left, system, true);
    const auto words = kMatcher->romanise(left, system, false);
    if (!person.ok() || !words.ok()) std::abort();
  }
  return 0;
}
