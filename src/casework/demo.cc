#include "casework/demo.h"

#include <set>

#include "base/bytes.h"

namespace depone::casework {

Result<> unpack_demo(const DataFiles& data, Disk& disk, const std::string& folder) {
  static constexpr std::string_view kPrefix = "demo/";
  DP_TRY(disk.make_folder(folder));
  std::set<std::string> made;
  for (const std::string& path : DP_TRY(data.list(kPrefix))) {
    const std::string target = join_path(folder, std::string_view(path).substr(kPrefix.size()));
    const std::string parent = target.substr(0, target.rfind('/'));
    if (made.insert(parent).second) DP_TRY(disk.make_folder(parent));
    const std::string bytes = DP_TRY(data.read(path));
    DP_TRY(disk.write_lazily(target, bytes_of(bytes)));
  }
  return done();
}

}  // namespace depone::casework
