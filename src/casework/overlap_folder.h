// A party's private folder of an overlap: its secret under a passphrase, and what it knows of the
// run, sealed under that secret.
//
//   party.key          name, cost and salt in the clear; the seed wrapped under the passphrase's
//   key NAME.card          the public half, for the other parties run-N/*            one file a
//   fact, each sealed (crypto/seal.h) with its name as the context;
//                      the highest N is the present run, the others were left
//   out/PARTY/*.overlap  what is to be carried to that party
//   result/*.csv       the tables, in the clear
//
// Every file is written whole and once (Disk::write_atomically), so that after a power cut each is
// there or not. One process at a time (Conflict). Somebody with the folder but not the passphrase
// learns the names of the parties and about how long the lists are, from names and sizes of files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "crypto/passphrase.h"
#include "overlap/message.h"

namespace depone::casework {

// A file that one party carries to another: who it is for, of which protocol, and what is sealed.
//   "depone-overlap-1 TO PROTOCOL-ID\n" then a sealed box
struct Parcel {
  std::string to;
  std::string protocol;  // hexadecimal
  ByteView sealed;
};
// Corrupt when the file is none. The view lives as long as `bytes`.
Result<Parcel> read_parcel(ByteView bytes, std::string_view name);
Bytes write_parcel(std::string_view to, std::string_view protocol, ByteView sealed);

class OverlapFolder {
 public:
  // Conflict when there is one already.
  static Result<OverlapFolder> create(Disk& disk, std::string folder, const std::string& name,
                                      ByteView passphrase, crypto::PassphraseCost cost);
  // Denied for a wrong passphrase, Tampered or Corrupt when party.key was changed, Conflict when
  // another process has the folder open.
  static Result<OverlapFolder> open(Disk& disk, std::string folder, ByteView passphrase);

  const overlap::PartySecret& self() const { return self_; }
  Disk& disk() const { return *disk_; }
  const std::string& path() const { return folder_; }
  std::string card_path() const;

  // Facts of a run (the present one without `run`). Names are ASCII without slashes.
  Result<> put(const std::string& name, ByteView bytes);
  // Nothing when it is not there, Tampered when it was changed.
  Result<std::optional<Bytes>> get(const std::string& name) const { return get(name, run_); }
  Result<std::optional<Bytes>> get(const std::string& name, std::size_t run) const;
  Result<bool> has(const std::string& name) const;
  Result<> forget(const std::string& name);
  // Those that begin with `prefix`, sorted.
  Result<std::vector<std::string>> names(const std::string& prefix) const;
  std::size_t run() const { return run_; }
  // Makes the next run the present one and empties out/.
  Result<> next_run();

  // The file for `label` (what is in it, for this program only) and `to`. Its name tells others no
  // more than whether it is a question or an answer, which people have to pick out.
  std::string out_path(std::string_view to, std::string_view label) const;
  Result<> put_out(std::string_view to, std::string_view label, std::string_view protocol,
                   ByteView sealed);
  Result<bool> has_out(std::string_view to, std::string_view label) const;
  Result<> put_result(const std::string& name, std::string_view text);
  std::string result_path(const std::string& name) const;

 private:
  OverlapFolder(Disk& disk, std::string folder, overlap::PartySecret self,
                std::unique_ptr<FileLock> lock)
      : disk_(&disk), folder_(std::move(folder)), self_(std::move(self)), lock_(std::move(lock)) {}

  std::string run_folder(std::size_t run) const;

  Disk* disk_;
  std::string folder_;
  overlap::PartySecret self_;
  std::unique_ptr<FileLock> lock_;
  std::size_t run_ = 1;
};

}  // namespace depone::casework
