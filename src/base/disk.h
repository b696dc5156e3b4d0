// The file system behind one small door, so that tests can make it fail, lie or lose power.
//
// Three implementations share one contract (tests/base/disk_contract_test.cc): RealDisk here,
// MemoryDisk and FaultyDisk in tests. Paths are bytes as the operating system takes them.
// All methods may be called from several threads for different paths; not for the same path.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace depone {

struct FileInfo {
  std::string name;  // without its folder
  bool is_folder = false;
  bool is_regular = false;  // false for sockets, devices and dangling links
  bool is_link = false;     // a symbolic link; the other members but the name are its target's
  std::uint64_t size_bytes = 0;
  std::int64_t modified_unix_seconds = 0;
};

// Held while a vault is open for writing; released on destruction.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

class Disk {
 public:
  virtual ~Disk() = default;

  // The bytes of [offset, offset + length) or fewer when the file ends before.
  // NotFound, Denied (permissions) and Io are told apart.
  virtual Result<Bytes> read(const std::string& path, std::uint64_t offset,
                             std::uint64_t length) const = 0;

  // The whole file; InvalidInput when it is larger than `limit_bytes`.
  Result<Bytes> read_all(const std::string& path, std::uint64_t limit_bytes) const;

  // Replaces the file in one step: temporary file, fsync, rename, fsync of the folder. After a
  // failure or power cut the path holds either all of the old or all of the new bytes.
  virtual Result<> write_atomically(const std::string& path, ByteView bytes) = 0;

  // Creates or replaces a file without waiting for the platter: durable only after sync_all().
  virtual Result<> write_lazily(const std::string& path, ByteView bytes) = 0;

  // Appends and, before it returns, makes the bytes durable. After an error the file may end in
  // part of `bytes`; the caller truncates or refuses further work.
  virtual Result<> append_durably(const std::string& path, ByteView bytes) = 0;

  // Cuts the file to `size_bytes`, durably.
  virtual Result<> truncate(const std::string& path, std::uint64_t size_bytes) = 0;

  // Makes every earlier write below `folder` durable, folders included.
  virtual Result<> sync_all(const std::string& folder) = 0;

  virtual Result<FileInfo> info(const std::string& path) const = 0;
  // Entries sorted by name, without "." and "..".
  virtual Result<std::vector<FileInfo>> list(const std::string& folder) const = 0;
  // Creates the folder and its parents, readable by the owner only; existing ones are fine.
  virtual Result<> make_folder(const std::string& folder) = 0;
  // Removes a file; NotFound when it is not there.
  virtual Result<> remove(const std::string& path) = 0;
  // Removes an empty folder; NotFound when it is not there, Conflict when it is not empty.
  virtual Result<> remove_folder(const std::string& folder) = 0;
  // Gives two folders of one parent each other's name, durably and in one step: after a failure or
  // power cut either both or none have changed. Their contents must be durable before. Unsupported
  // where the file system cannot do it; nothing has changed then.
  virtual Result<> exchange_folders(const std::string& one, const std::string& other) = 0;
  // Conflict when another process holds it.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;
};

// The operating system's file system. Files are created with mode 0600, folders with 0700.
std::unique_ptr<Disk> make_real_disk();

// `folder` + "/" + `name`, without doubling the slash.
std::string join_path(std::string_view folder, std::string_view name);
// What follows the last slash.
std::string_view file_name(std::string_view path);
// Lower-case ending after the last dot of the file name, without the dot; empty when none.
std::string file_ending(std::string_view path);

}  // namespace depone
