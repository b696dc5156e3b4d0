// A list file of any bytes: an error that names it, or entries that can be screened against.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/data_files.h"
#include "screening/read.h"
#include "screening/screener.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace depone;
  static const auto kMatcher = names::Matcher::load(embedded_data()).take();
  const std::string text(size == 0 ? "" : reinterpret_cast<const char*>(data), size);
  auto lists = screening::read_lists({{"fuzzed", text}});
  if (!lists.ok()) return lists.error().what.empty() ? -1 : 0;
  std::string name = "Ivan Probnyi";
  for (const screening::List& list : lists.value()) {
    for (const screening::Entry& entry : list.entries) {
      if (entry.names.empty()) std::abort();
      name = entry.names.front().text;
    }
  }
  NoProgress progress;
  const Cancellation cancellation;
  const auto screener = screening::Screener::build(kMatcher, std::move(lists).take(),
                                                   embedded_data(), progress, cancellation)
                            .take();
  const auto answer = screener->screen({name, 1960, "ru"}, {});
  for (const screening::Hit& hit : answer.hits) {
    if (!(hit.score > 0 && hit.score <= 1)) std::abort();
  }
  return 0;
}
