#include "casework/scratch.h"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace depone::casework {

Result<ScratchFolder> ScratchFolder::make() {
  const char* const wanted = std::getenv("TMPDIR");
  std::string path =
      std::string(wanted != nullptr && *wanted != '\0' ? wanted : "/tmp") + "/depone-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    return Error{Fault::Io,
                 "no temporary folder can be made at " + path + ": " + std::strerror(errno),
                 "set TMPDIR to a folder you may write to"};
  }
  return ScratchFolder(std::move(path));
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept
    : path_(std::exchange(other.path_, std::string())) {}

ScratchFolder::~ScratchFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // nothing useful can be done about it here
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace depone::casework
