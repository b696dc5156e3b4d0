#include "dossier/folder.h"

#include <array>
#include <string_view>

namespace depone::dossier {
namespace {

constexpr std::array<std::string_view, 8> kNames = {
    "README.txt",   "checkpoint",  "disclosures.json", "dossier.html",
    "dossier.json", "dossier.pdf", "manifest.note",    "manifest.sha256"};
constexpr std::string_view kManifest = "manifest.sha256";
constexpr std::uint64_t kMostBytes = 512u << 20;

bool is_ours(std::string_view name) {
  if (name.ends_with(".new")) name.remove_suffix(4);  // left by a power cut
  for (const std::string_view ours : kNames) {
    if (name == ours) return true;
  }
  return false;
}

}  // namespace

Result<DossierFolder> DossierFolder::prepare(Disk& disk, const std::string& folder) {
  const Result<FileInfo> info = disk.info(folder);
  if (!info.ok() && info.error().fault != Fault::NotFound) return info.error();
  if (info.ok() && !info.value().is_folder) {
    return Error{Fault::Conflict, folder + " is a file", "name a new folder for the dossier"};
  }
  DP_TRY(disk.make_folder(folder));
  const std::vector<FileInfo> entries = DP_TRY(disk.list(folder));
  for (const FileInfo& entry : entries) {
    if (!entry.is_regular || !is_ours(entry.name)) {
      return Error{Fault::Conflict,
                   folder + " holds \"" + entry.name + "\", which is not part of a dossier",
                   "name a new or empty folder"};
    }
  }
  DossierFolder target(disk, folder);
  // The manifest goes first: from here on the folder is no dossier until finish().
  for (const bool manifest : {true, false}) {
    for (const FileInfo& entry : entries) {
      if ((entry.name == kManifest) == manifest) DP_TRY(disk.remove(join_path(folder, entry.name)));
    }
  }
  return target;
}

DossierFolder::DossierFolder(DossierFolder&& other) noexcept
    : disk_(other.disk_),
      folder_(std::move(other.folder_)),
      written_(std::move(other.written_)),
      kept_(other.kept_) {
  other.kept_ = true;
}

DossierFolder::~DossierFolder() {
  if (kept_) return;
  for (const std::string& name : written_) {
    ignore(disk_->remove(join_path(folder_, name)), "the error that led here is reported");
  }
}

Result<> DossierFolder::write(const Files& files) {
  for (const auto& [name, content] : files) {
    written_.insert(name);
    DP_TRY(disk_->write_lazily(join_path(folder_, name), bytes_of(content)));
  }
  return done();
}

Result<> DossierFolder::finish(const Files& files) {
  for (const auto& [name, content] : files) {
    if (name == kManifest || written_.contains(name)) continue;
    written_.insert(name);
    DP_TRY(disk_->write_lazily(join_path(folder_, name), bytes_of(content)));
  }
  DP_TRY(disk_->sync_all(folder_));
  written_.insert(std::string(kManifest));
  const auto manifest = files.find(std::string(kManifest));
  if (manifest == files.end()) return Error{Fault::InvalidInput, "a dossier needs a manifest"};
  return disk_->write_atomically(join_path(folder_, kManifest), bytes_of(manifest->second));
}

Result<Files> DossierFolder::read_back() const {
  Files files;
  const std::vector<FileInfo> entries = DP_TRY(disk_->list(folder_));
  for (const FileInfo& entry : entries) {
    const Bytes bytes = DP_TRY(disk_->read_all(join_path(folder_, entry.name), kMostBytes));
    files[entry.name] = std::string(text_of(bytes));
  }
  return files;
}

}  // namespace depone::dossier
