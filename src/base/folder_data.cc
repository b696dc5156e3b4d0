#include <algorithm>

#include "base/data_files.h"

namespace depone {
namespace {

constexpr std::uint64_t kMaxTableBytes = 64u << 20;

class FolderData final : public DataFiles {
 public:
  FolderData(const Disk& disk, std::string folder) : disk_(disk), folder_(std::move(folder)) {}

  Result<std::string> read(std::string_view path) const override {
    const Bytes bytes = DP_TRY(disk_.read_all(join_path(folder_, path), kMaxTableBytes));
    return std::string(text_of(bytes));
  }

  Result<std::vector<std::string>> list(std::string_view prefix) const override {
    std::vector<std::string> paths;
    DP_TRY(walk("", paths));
    std::erase_if(paths, [&](const std::string& path) { return !path.starts_with(prefix); });
    std::sort(paths.begin(), paths.end());
    return paths;
  }

 private:
  Result<> walk(const std::string& below, std::vector<std::string>& paths) const {
    for (const FileInfo& entry : DP_TRY(disk_.list(join_path(folder_, below)))) {
      const std::string path = below.empty() ? entry.name : join_path(below, entry.name);
      if (entry.is_folder) DP_TRY(walk(path, paths));
      if (entry.is_regular) paths.push_back(path);
    }
    return done();
  }

  const Disk& disk_;
  std::string folder_;
};

}  // namespace

std::unique_ptr<DataFiles> folder_data(const Disk& disk, std::string folder) {
  return std::make_unique<FolderData>(disk, std::move(folder));
}

}  // namespace depone
