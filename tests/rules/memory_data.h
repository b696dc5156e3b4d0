// Tables from memory, perhaps laid over the real ones.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"

namespace depone::rules {

class MemoryData final : public DataFiles {
 public:
  // `under`: read where a file is not in `files`; must outlive this.
  explicit MemoryData(std::map<std::string, std::string> files, const DataFiles* under = nullptr)
      : files_(std::move(files)), under_(under) {}

  Result<std::string> read(std::string_view path) const override {
    const auto found = files_.find(std::string(path));
    if (found != files_.end()) return found->second;
    if (under_ != nullptr) return under_->read(path);
    return Error{Fault::NotFound, "data/" + std::string(path) + " does not exist"};
  }

  Result<std::vector<std::string>> list(std::string_view prefix) const override {
    std::map<std::string, bool> paths;
    if (under_ != nullptr) {
      const std::vector<std::string> below = DP_TRY(under_->list(prefix));
      for (const std::string& path : below) paths[path] = true;
    }
    for (const auto& [path, text] : files_) {
      if (path.starts_with(prefix)) paths[path] = true;
    }
    std::vector<std::string> list;
    for (const auto& [path, there] : paths) list.push_back(path);
    return list;
  }

 private:
  std::map<std::string, std::string> files_;
  const DataFiles* under_;
};

}  // namespace depone::rules
