// A norm file of any bytes beside the real tables: an error or norms that answer, never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "rules/norms.h"

namespace {

using depone::DataFiles;
using depone::Result;

class FuzzedNorms final : public DataFiles {
 public:
  explicit FuzzedNorms(std::string text) : text_(std::move(text)) {}

  Result<std::string> read(std::string_view path) const override {
    if (path == "norms/fuzzed.toml") return text_;
    return depone::embedded_data().read(path);
  }

  Result<std::vector<std::string>> list(std::string_view prefix) const override {
    static_cast<void>(prefix);
    return std::vector<std::string>{"norms/fuzzed.toml"};
  }

 private:
  std::string text_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(size == 0 ? "" : reinterpret_cast<const char*>(data), size);
  const FuzzedNorms files{std::string(text)};
  const auto norms = depone::rules::Norms::load(files);
  if (!norms.ok()) return 0;
  depone::rules::NormContext context;
  context.period = {2024, 0, 0};
  context.host_state = "RU";
  const auto answers = norms.value()->assess(depone::Case{}, context);
  if (answers.size() != norms.value()->list().size()) std::abort();
  return 0;
}
