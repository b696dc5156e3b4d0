// A private folder that is gone when the work is done.
#pragma once

#include <string>

#include "base/result.h"

namespace depone::casework {

// Below TMPDIR (or /tmp), readable by its owner only. Removed with all it holds on destruction,
// also when the work fails; a killed process leaves it behind, so only sealed or invented material
// belongs in it.
class ScratchFolder {
 public:
  static Result<ScratchFolder> make();
  ScratchFolder(ScratchFolder&& other) noexcept;
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace depone::casework
