#include "casework/gather.h"

#include <algorithm>

#include "casework/case_file.h"

namespace depone::casework {
namespace {

constexpr int kMaxDepth = 64;

bool holds(const std::vector<FileInfo>& entries, std::string_view name) {
  return std::any_of(entries.begin(), entries.end(),
                     [name](const FileInfo& entry) { return entry.name == name; });
}

// A dossier retells its documents and a vault holds them: neither is evidence.
bool is_ours(const std::vector<FileInfo>& entries) {
  return (holds(entries, "dossier.json") && holds(entries, "manifest.note")) ||
         (holds(entries, "vault.json") && holds(entries, "keyring"));
}

class Walk {
 public:
  Walk(const Disk& disk, Gathered& out) : disk_(disk), out_(out) {}

  void folder(const std::string& path, const std::string& below, int depth) {
    if (depth > kMaxDepth) {
      out_.problems.push_back(
          {path,
           {Fault::InvalidInput, path + " is more than 64 folders deep", "name it by itself"}});
      return;
    }
    auto listed = disk_.list(path);
    if (!listed.ok()) {
      out_.problems.push_back({path, std::move(listed).take_error()});
      return;
    }
    if (is_ours(listed.value())) return;
    for (FileInfo& entry : listed.value()) {
      if (entry.name.starts_with('.') || entry.name == kCaseFileName || entry.name == "dates.csv") {
        continue;
      }
      const std::string full = join_path(path, entry.name);
      const std::string name = below.empty() ? entry.name : join_path(below, entry.name);
      if (entry.is_folder) {
        if (!entry.is_link) folder(full, name, depth + 1);
      } else if (entry.is_regular) {
        out_.files.push_back({full, name, entry.size_bytes, entry.modified_unix_seconds});
      } else {
        out_.problems.push_back(
            {name,
             {Fault::InvalidInput, full + " is not a file (a device, socket or broken link)",
              "leave it out"}});
      }
    }
  }

 private:
  const Disk& disk_;
  Gathered& out_;
};

}  // namespace

Gathered gather(const Disk& disk, const std::vector<std::string>& paths) {
  Gathered out;
  Walk walk(disk, out);
  for (const std::string& path : paths) {
    auto info = disk.info(path);
    if (!info.ok()) {
      out.problems.push_back({path, std::move(info).take_error()});
    } else if (info.value().is_folder) {
      walk.folder(path, "", 0);
    } else if (info.value().is_regular) {
      out.files.push_back({path, std::string(file_name(path)), info.value().size_bytes,
                           info.value().modified_unix_seconds});
    } else {
      out.problems.push_back(
          {path, {Fault::InvalidInput, path + " is not a file or folder", "leave it out"}});
    }
  }
  return out;
}

}  // namespace depone::casework
