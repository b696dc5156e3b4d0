// A disk in memory that knows what a power cut would leave, and one that fails on demand.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/disk.h"

namespace depone {

// Two worlds: what programs see, and what has reached the platter; lose_power() makes the first
// the second. Nothing is durable beyond what the contract of Disk promises: a file written lazily,
// a new folder with all in it and a removal are undone unless sync_all() came after.
class MemoryDisk final : public Disk {
 public:
  Result<Bytes> read(const std::string& path, std::uint64_t offset,
                     std::uint64_t length) const override {
    if (seen_.folders.count(path) > 0) {
      return Error{Fault::InvalidInput, path + " is a folder, not a file"};
    }
    const auto found = seen_.files.find(path);
    if (found == seen_.files.end()) return missing(path);
    const Bytes& bytes = found->second;
    const std::size_t begin = std::min<std::uint64_t>(offset, bytes.size());
    const std::size_t count = std::min<std::uint64_t>(length, bytes.size() - begin);
    return copy_of(ByteView(bytes).subspan(begin, count));
  }

  Result<> write_atomically(const std::string& path, ByteView bytes) override {
    DP_TRY(write_lazily(path, bytes));
    platter_.files[path] = copy_of(bytes);
    return done();
  }

  Result<> write_lazily(const std::string& path, ByteView bytes) override {
    DP_TRY(needs_parent(path));
    seen_.files[path] = copy_of(bytes);
    return done();
  }

  Result<> append_durably(const std::string& path, ByteView bytes) override {
    DP_TRY(needs_parent(path));
    Bytes& file = seen_.files[path];
    file.insert(file.end(), bytes.begin(), bytes.end());
    platter_.files[path] = file;
    return done();
  }

  Result<> truncate(const std::string& path, std::uint64_t size_bytes) override {
    const auto found = seen_.files.find(path);
    if (found == seen_.files.end()) return missing(path);
    found->second.resize(size_bytes);
    platter_.files[path] = found->second;
    return done();
  }

  Result<> sync_all(const std::string& folder) override {
    if (seen_.folders.count(folder) == 0) return missing(folder);
    platter_ = seen_;
    return done();
  }

  Result<FileInfo> info(const std::string& path) const override {
    FileInfo info;
    info.name = std::string(file_name(path));
    if (seen_.folders.count(path) > 0) {
      info.is_folder = true;
      return info;
    }
    const auto found = seen_.files.find(path);
    if (found == seen_.files.end()) return missing(path);
    info.is_regular = true;
    info.size_bytes = found->second.size();
    return info;
  }

  Result<std::vector<FileInfo>> list(const std::string& folder) const override {
    if (seen_.folders.count(folder) == 0) return missing(folder);
    std::vector<FileInfo> entries;
    for (const auto& [path, bytes] : seen_.files) {
      if (folder_of(path) == folder) entries.push_back(info(path).value());
    }
    for (const std::string& path : seen_.folders) {
      if (path != "/" && folder_of(path) == folder) entries.push_back(info(path).value());
    }
    std::sort(entries.begin(), entries.end(),
              [](const FileInfo& a, const FileInfo& b) { return a.name < b.name; });
    return entries;
  }

  Result<> make_folder(const std::string& folder) override {
    for (std::string at = folder; at != "/"; at = folder_of(at)) {
      if (seen_.files.count(at) > 0) {
        return Error{Fault::Conflict, at + " exists and is not a folder"};
      }
      seen_.folders.insert(at);
    }
    return done();
  }

  Result<> remove(const std::string& path) override {
    return seen_.files.erase(path) > 0 ? done() : missing(path);
  }

  Result<> remove_folder(const std::string& folder) override {
    const std::vector<FileInfo> entries = DP_TRY(list(folder));
    if (!entries.empty()) return Error{Fault::Conflict, folder + " is not empty"};
    seen_.folders.erase(folder);
    return done();
  }

  Result<> exchange_folders(const std::string& one, const std::string& other) override {
    if (seen_.folders.count(one) == 0) return missing(one);
    if (seen_.folders.count(other) == 0) return missing(other);
    exchange(seen_, one, other);
    exchange(platter_, one, other);
    return done();
  }

  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override {
    DP_TRY(needs_parent(path));
    if (!locked_->insert(path).second) {
      return Error{Fault::Conflict, path + " is held by another depone"};
    }
    seen_.files.try_emplace(path);
    return std::unique_ptr<FileLock>(std::make_unique<Lock>(locked_, path));
  }

  void lose_power() {
    for (auto it = platter_.files.begin(); it != platter_.files.end();) {
      it = platter_.folders.count(folder_of(it->first)) > 0 ? std::next(it)
                                                            : platter_.files.erase(it);
    }
    seen_ = platter_;
  }

  // Every file by its path, and changes behind the program's back, durable at once.
  const std::map<std::string, Bytes>& files() const { return seen_.files; }
  void put(const std::string& path, Bytes bytes) {
    seen_.files[path] = bytes;
    platter_.files[path] = std::move(bytes);
  }
  void erase(const std::string& path) {
    seen_.files.erase(path);
    platter_.files.erase(path);
  }

  // The same files and folders, locked by nobody.
  MemoryDisk copy() const {
    MemoryDisk disk;
    disk.seen_ = seen_;
    disk.platter_ = platter_;
    return disk;
  }

 private:
  struct World {
    std::map<std::string, Bytes> files;
    std::set<std::string> folders = {"/"};
  };
  using Locked = std::shared_ptr<std::set<std::string>>;
  class Lock final : public FileLock {
   public:
    Lock(Locked locked, std::string path) : locked_(std::move(locked)), path_(std::move(path)) {}
    ~Lock() override { locked_->erase(path_); }

   private:
    Locked locked_;
    std::string path_;
  };

  // What lies below `one` comes to lie below `other`, and the other way round.
  static void exchange(World& world, const std::string& one, const std::string& other) {
    const auto moved = [&](const std::string& path) {
      if (path == one || path.starts_with(one + "/")) return other + path.substr(one.size());
      if (path == other || path.starts_with(other + "/")) return one + path.substr(other.size());
      return path;
    };
    World after;
    for (auto& [path, bytes] : world.files) after.files[moved(path)] = std::move(bytes);
    for (const std::string& path : world.folders) after.folders.insert(moved(path));
    world = std::move(after);
  }

  static std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
  }
  static Error missing(const std::string& path) {
    return {Fault::NotFound, "cannot open " + path + ": no such file or folder"};
  }
  Result<> needs_parent(const std::string& path) const {
    return seen_.folders.count(folder_of(path)) > 0 ? done() : missing(path);
  }

  World seen_;
  World platter_;
  Locked locked_ = std::make_shared<std::set<std::string>>();
};

// Passes everything on until the `fail_at`-th changing call, counted from 1, and fails that one and
// all later ones; 0 never fails.
class FaultyDisk final : public Disk {
 public:
  enum class Kind {
    Refuse,  // nothing of the failing call happens: the disk is full or read-only
    Tear,    // an append leaves half of its bytes; other calls do nothing
    Finish,  // the call happens, but the program dies before it hears of it
  };

  FaultyDisk(Disk& under, int fail_at, Kind kind) : under_(under), fail_at_(fail_at), kind_(kind) {}

  // How many changing calls there were.
  int calls() const { return calls_; }

  Result<Bytes> read(const std::string& path, std::uint64_t offset,
                     std::uint64_t length) const override {
    return under_.read(path, offset, length);
  }
  Result<> write_atomically(const std::string& path, ByteView bytes) override {
    return attempt(path, [&] { return under_.write_atomically(path, bytes); });
  }
  Result<> write_lazily(const std::string& path, ByteView bytes) override {
    return attempt(path, [&] { return under_.write_lazily(path, bytes); });
  }
  Result<> append_durably(const std::string& path, ByteView bytes) override {
    const bool tear = calls_ + 1 == fail_at_ && kind_ == Kind::Tear;
    if (tear) {
      ignore(under_.append_durably(path, bytes.first(bytes.size() / 2)), "a torn write");
    }
    return attempt(path, [&] { return under_.append_durably(path, bytes); });
  }
  Result<> truncate(const std::string& path, std::uint64_t size_bytes) override {
    return attempt(path, [&] { return under_.truncate(path, size_bytes); });
  }
  Result<> sync_all(const std::string& folder) override {
    return attempt(folder, [&] { return under_.sync_all(folder); });
  }
  Result<FileInfo> info(const std::string& path) const override { return under_.info(path); }
  Result<std::vector<FileInfo>> list(const std::string& folder) const override {
    return under_.list(folder);
  }
  Result<> make_folder(const std::string& folder) override {
    return attempt(folder, [&] { return under_.make_folder(folder); });
  }
  Result<> remove(const std::string& path) override {
    return attempt(path, [&] { return under_.remove(path); });
  }
  Result<> remove_folder(const std::string& folder) override {
    return attempt(folder, [&] { return under_.remove_folder(folder); });
  }
  Result<> exchange_folders(const std::string& one, const std::string& other) override {
    return attempt(one, [&] { return under_.exchange_folders(one, other); });
  }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override {
    return under_.lock(path);
  }

 private:
  template <class Call>
  Result<> attempt(const std::string& path, const Call& call) {
    ++calls_;
    if (fail_at_ == 0 || calls_ < fail_at_) return call();
    if (calls_ == fail_at_ && kind_ == Kind::Finish) ignore(call(), "done, but nobody hears of it");
    return Error{Fault::Io, "cannot write " + path + ": no space left on device",
                 "free some space, then run the command again"};
  }

  Disk& under_;
  int fail_at_ = 0;
  Kind kind_ = Kind::Refuse;
  int calls_ = 0;
};

}  // namespace depone
