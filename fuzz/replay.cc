// fuzz_replay TARGET FOLDER: feeds the fuzz target every file of the folder.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

// The build renames each target's LLVMFuzzerTestOneInput to the target's name and lists them all.
#define TARGET(name) extern "C" int name(const std::uint8_t* data, std::size_t size);
DEPONE_FUZZ_TARGETS
#undef TARGET

namespace {

using Target = int (*)(const std::uint8_t*, std::size_t);

Target target_named(std::string_view wanted) {
#define TARGET(name) \
  if (wanted == #name) return name;
  DEPONE_FUZZ_TARGETS
#undef TARGET
  return nullptr;
}

}  // namespace

int main(int count, char** arguments) {
  const Target target = count == 3 ? target_named(arguments[1]) : nullptr;
  if (target == nullptr) {
    std::fputs("usage: fuzz_replay TARGET FOLDER\n", stderr);
    return 2;
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[2])) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    target(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++files;
  }
  target(nullptr, 0);
  std::printf("replayed %zu files\n", files);
  return 0;
}
