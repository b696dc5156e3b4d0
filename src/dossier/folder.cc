#include "dossier/folder.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

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
  // "estimate-1.csv"
  if (!name.starts_with("estimate-") || !name.ends_with(".csv")) return false;
  name = name.substr(9, name.size() - 13);
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

bool holds_manifest(const std::vector<FileInfo>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const FileInfo& entry) { return entry.name == kManifest; });
}

// The entries of a folder that holds nothing but a dossier's files.
Result<std::vector<FileInfo>> entries_of(const Disk& disk, const std::string& folder) {
  std::vector<FileInfo> entries = DP_TRY(disk.list(folder));
  for (const FileInfo& entry : entries) {
    if (!entry.is_regular || !is_ours(entry.name)) {
      return Error{Fault::Conflict,
                   folder + " holds \"" + entry.name + "\", which is not part of a dossier",
                   "name a new or empty folder"};
    }
  }
  return entries;
}

// The manifest goes first: without it the folder is no dossier.
Result<> empty(Disk& disk, const std::string& folder, const std::vector<FileInfo>& entries) {
  for (const bool manifest : {true, false}) {
    for (const FileInfo& entry : entries) {
      if ((entry.name == kManifest) == manifest) DP_TRY(disk.remove(join_path(folder, entry.name)));
    }
  }
  return done();
}

Result<> make_empty(Disk& disk, const std::string& folder) {
  DP_TRY(disk.make_folder(folder));
  const std::vector<FileInfo> entries = DP_TRY(entries_of(disk, folder));
  return empty(disk, folder, entries);
}

}  // namespace

Result<DossierFolder> DossierFolder::prepare(Disk& disk, const std::string& folder) {
  std::string place = folder;
  while (place.size() > 1 && place.ends_with('/')) place.pop_back();
  const Result<FileInfo> info = disk.info(place);
  if (!info.ok() && info.error().fault != Fault::NotFound) return info.error();
  if (info.ok() && !info.value().is_folder) {
    return Error{Fault::Conflict, folder + " is a file", "name a new folder for the dossier"};
  }
  DP_TRY(disk.make_folder(place));
  const std::vector<FileInfo> entries = DP_TRY(entries_of(disk, place));
  if (!holds_manifest(entries)) {
    DP_TRY(empty(disk, place, entries));
    return DossierFolder(disk, place, place);
  }
  const std::string_view name = file_name(place);
  if (name.empty() || name == "." || name == ".." || info.value().is_link) {
    return Error{
        Fault::Conflict,
        folder + " is another name of a folder that holds a dossier, and cannot be replaced",
        "name the folder itself, or a new one"};
  }
  std::string work = place + ".new";
  DP_TRY(make_empty(disk, work));
  return DossierFolder(disk, std::move(place), std::move(work));
}

DossierFolder::DossierFolder(DossierFolder&& other) noexcept
    : disk_(other.disk_),
      place_(std::move(other.place_)),
      work_(std::move(other.work_)),
      written_(std::move(other.written_)),
      kept_(other.kept_) {
  other.kept_ = true;
}

DossierFolder::~DossierFolder() {
  if (kept_) return;
  constexpr const char* kWhy = "the error that led here is reported";
  for (const std::string& name : written_) ignore(disk_->remove(join_path(work_, name)), kWhy);
  if (work_ != place_) ignore(disk_->remove_folder(work_), kWhy);
}

Result<> DossierFolder::put_in_place() {
  if (work_ != place_) {
    auto placed = disk_->exchange_folders(work_, place_);
    if (!placed.ok() && placed.error().fault == Fault::Unsupported) {
      return Error{Fault::Unsupported,
                   "the file system of " + place_ + " cannot replace a folder in one step",
                   "name a new folder and remove the old dossier yourself"};
    }
    DP_TRY(std::move(placed));
  }
  kept_ = true;
  return done();
}

Result<> DossierFolder::remove_old() {
  if (work_ == place_) return done();
  const std::vector<FileInfo> entries = DP_TRY(entries_of(*disk_, work_));
  DP_TRY(empty(*disk_, work_, entries));
  return disk_->remove_folder(work_);
}

Result<> DossierFolder::write(const Files& files) {
  for (const auto& [name, content] : files) {
    written_.insert(name);
    DP_TRY(disk_->write_lazily(join_path(work_, name), bytes_of(content)));
  }
  return done();
}

Result<> DossierFolder::finish(const Files& files) {
  for (const auto& [name, content] : files) {
    if (name == kManifest || written_.contains(name)) continue;
    written_.insert(name);
    DP_TRY(disk_->write_lazily(join_path(work_, name), bytes_of(content)));
  }
  DP_TRY(disk_->sync_all(work_));
  written_.insert(std::string(kManifest));
  const auto manifest = files.find(std::string(kManifest));
  if (manifest == files.end()) return Error{Fault::InvalidInput, "a dossier needs a manifest"};
  return disk_->write_atomically(join_path(work_, kManifest), bytes_of(manifest->second));
}

Result<Files> DossierFolder::read_back() const {
  Files files;
  const std::vector<FileInfo> entries = DP_TRY(disk_->list(work_));
  for (const FileInfo& entry : entries) {
    const Bytes bytes = DP_TRY(disk_->read_all(join_path(work_, entry.name), kMostBytes));
    files[entry.name] = std::string(text_of(bytes));
  }
  return files;
}

}  // namespace depone::dossier
