#include "base/program.h"

#include <filesystem>
#include <system_error>

#include "base/disk.h"

namespace depone {

std::string program_beside(std::string_view name) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : join_path(self.parent_path().string(), name);
}

}  // namespace depone
