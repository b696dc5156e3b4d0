// The folder a dossier is written to: taken over, filled, finished, or emptied again.
#pragma once

#include <set>
#include <string>

#include "base/disk.h"
#include "base/result.h"
#include "dossier/self_check.h"

namespace depone::dossier {

// Until keep() is called, everything written is removed on destruction, so that a dossier whose
// check failed does not stay behind. `disk` must outlive the object.
class DossierFolder {
 public:
  // Makes the folder or takes over one that is empty or holds nothing but a dossier's files, whose
  // manifest is removed at once: from then on it is no dossier. Conflict for anything else.
  static Result<DossierFolder> prepare(Disk& disk, const std::string& folder);

  DossierFolder(DossierFolder&& other) noexcept;
  DossierFolder& operator=(DossierFolder&&) = delete;
  ~DossierFolder();

  Result<> write(const Files& files);
  // Counts a file that another program wrote as one of ours.
  void adopt(const std::string& name) { written_.insert(name); }
  // Writes what is still missing, makes it durable, and the manifest last.
  Result<> finish(const Files& files);
  Result<Files> read_back() const;
  void keep() { kept_ = true; }

 private:
  DossierFolder(Disk& disk, std::string folder) : disk_(&disk), folder_(std::move(folder)) {}

  Disk* disk_;
  std::string folder_;
  std::set<std::string> written_;
  bool kept_ = false;
};

}  // namespace depone::dossier
