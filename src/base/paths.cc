#include "base/disk.h"

namespace depone {

Result<Bytes> Disk::read_all(const std::string& path, std::uint64_t limit_bytes) const {
  const FileInfo entry = DP_TRY(info(path));
  if (entry.size_bytes > limit_bytes) {
    return Error{Fault::InvalidInput,
                 path + " has " + std::to_string(entry.size_bytes) + " bytes; the limit is " +
                     std::to_string(limit_bytes),
                 "split it or leave it out"};
  }
  return read(path, 0, limit_bytes);
}

std::string join_path(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty() && path.back() != '/') path.push_back('/');
  path.append(name);
  return path;
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string file_ending(std::string_view path) {
  const std::string_view name = file_name(path);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  std::string ending(name.substr(dot + 1));
  for (char& c : ending) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return ending;
}

}  // namespace depone
