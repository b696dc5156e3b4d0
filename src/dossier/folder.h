// The folder a dossier is written to: taken over, filled, finished, or emptied again.
#pragma once

#include <set>
#include <string>

#include "base/disk.h"
#include "base/result.h"
#include "dossier/self_check.h"

namespace depone::dossier {

// A folder without a dossier is filled where it is, the manifest last: before that it is none. A
// dossier is replaced in one step: the new one is written into a folder beside it, called as it is
// with ".new" behind, and then takes its place. So a power cut or failed check leaves the old
// dossier or the new one, whole.
//
// Until put_in_place() was called, everything written is removed on destruction, so that a dossier
// whose check failed does not stay behind. `disk` must outlive the object.
class DossierFolder {
 public:
  // Makes the folder or takes over one that is empty or holds nothing but a dossier's files.
  // Conflict for anything else, also where the new one would be written. What a power cut left
  // there is removed.
  static Result<DossierFolder> prepare(Disk& disk, const std::string& folder);

  DossierFolder(DossierFolder&& other) noexcept;
  DossierFolder& operator=(DossierFolder&&) = delete;
  ~DossierFolder();

  // Where the files are until put_in_place().
  const std::string& path() const { return work_; }

  Result<> write(const Files& files);
  // Counts a file that another program wrote as one of ours.
  void adopt(const std::string& name) { written_.insert(name); }
  // Writes what is still missing, makes it durable, and the manifest last.
  Result<> finish(const Files& files);
  Result<Files> read_back() const;

  // Gives the finished dossier its place. Unsupported where the file system cannot exchange
  // folders: then the old dossier is as it was.
  Result<> put_in_place();
  // Removes the dossier that was replaced, if there was one; call after put_in_place().
  Result<> remove_old();

 private:
  DossierFolder(Disk& disk, std::string place, std::string work)
      : disk_(&disk), place_(std::move(place)), work_(std::move(work)) {}

  Disk* disk_;
  std::string place_;  // where the dossier shall be
  std::string work_;   // where it is written: the same, or the folder beside it
  std::set<std::string> written_;
  bool kept_ = false;
};

}  // namespace depone::dossier
