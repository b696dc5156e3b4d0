#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/disk.h"

namespace depone {
namespace {

Error system_error(const std::string& doing, const std::string& path, int number) {
  Fault fault = Fault::Io;
  std::string hint;
  if (number == ENOENT || number == ENOTDIR) fault = Fault::NotFound;
  if (number == EACCES || number == EPERM || number == EROFS) {
    fault = Fault::Denied;
    hint = "check who may read and write it";
  }
  if (number == ENOSPC || number == EDQUOT) hint = "free some space, then run the command again";
  if (number == EFBIG) hint = "this disk or a limit of the shell (ulimit -f) takes no larger file";
  return {fault, "cannot " + doing + " " + path + ": " + std::strerror(number), hint};
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  // Closes now and reports what close() said: some file systems only tell of a full disk here.
  int close_now() {
    const int result = ::close(fd_);
    fd_ = -1;
    return result;
  }

 private:
  int fd_;
};

class RealLock final : public FileLock {
 public:
  explicit RealLock(int fd) : fd_(fd) {}

 private:
  Descriptor fd_;
};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<> write_to(int fd, const std::string& path, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error("write", path, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return done();
}

Result<> sync_folder(const std::string& folder) {
  Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.open()) return system_error("open the folder", folder, errno);
  if (::fsync(fd.get()) != 0) return system_error("make durable the folder", folder, errno);
  return done();
}

Result<> write_file(const std::string& path, ByteView bytes, bool durable) {
  Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.open()) return system_error("create", path, errno);
  DP_TRY(write_to(fd.get(), path, bytes));
  if (durable && ::fsync(fd.get()) != 0) return system_error("make durable", path, errno);
  if (fd.close_now() != 0) return system_error("close", path, errno);
  return done();
}

FileInfo info_of(std::string name, const struct stat& status) {
  FileInfo info;
  info.name = std::move(name);
  info.is_folder = S_ISDIR(status.st_mode);
  info.is_regular = S_ISREG(status.st_mode);
  info.size_bytes = static_cast<std::uint64_t>(status.st_size);
  info.modified_unix_seconds = status.st_mtim.tv_sec;
  return info;
}

class RealDisk final : public Disk {
 public:
  Result<Bytes> read(const std::string& path, std::uint64_t offset,
                     std::uint64_t length) const override {
    Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.open()) return system_error("open", path, errno);
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return system_error("look at", path, errno);
    if (S_ISDIR(status.st_mode)) {
      return Error{Fault::InvalidInput, path + " is a folder, not a file"};
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t wanted = offset >= size ? 0 : std::min(length, size - offset);
    Bytes bytes(wanted);
    std::size_t have = 0;
    while (have < wanted) {
      const ssize_t got =
          ::pread(fd.get(), bytes.data() + have, wanted - have, static_cast<off_t>(offset + have));
      if (got < 0) {
        if (errno == EINTR) continue;
        return system_error("read", path, errno);
      }
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
  }

  Result<> write_atomically(const std::string& path, ByteView bytes) override {
    const std::string temporary = path + ".new";
    if (auto written = write_file(temporary, bytes, true); !written.ok()) {
      ::unlink(temporary.c_str());
      return written;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
      const int number = errno;
      ::unlink(temporary.c_str());
      return system_error("put in place", path, number);
    }
    return sync_folder(folder_of(path));
  }

  Result<> write_lazily(const std::string& path, ByteView bytes) override {
    return write_file(path, bytes, false);
  }

  Result<> append_durably(const std::string& path, ByteView bytes) override {
    const bool fresh = ::access(path.c_str(), F_OK) != 0;
    Descriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd.open()) return system_error("open", path, errno);
    DP_TRY(write_to(fd.get(), path, bytes));
    if (::fdatasync(fd.get()) != 0) return system_error("make durable", path, errno);
    if (fd.close_now() != 0) return system_error("close", path, errno);
    return fresh ? sync_folder(folder_of(path)) : done();
  }

  Result<> truncate(const std::string& path, std::uint64_t size_bytes) override {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd.open()) return system_error("open", path, errno);
    if (::ftruncate(fd.get(), static_cast<off_t>(size_bytes)) != 0) {
      return system_error("cut", path, errno);
    }
    if (::fsync(fd.get()) != 0) return system_error("make durable", path, errno);
    return done();
  }

  Result<> sync_all(const std::string& folder) override {
    Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.open()) return system_error("open the folder", folder, errno);
    if (::syncfs(fd.get()) != 0) return system_error("make durable", folder, errno);
    return done();
  }

  Result<FileInfo> info(const std::string& path) const override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return system_error("look at", path, errno);
    struct stat link {};
    FileInfo info = info_of(std::string(file_name(path)), status);
    info.is_link = ::lstat(path.c_str(), &link) == 0 && S_ISLNK(link.st_mode);
    return info;
  }

  Result<std::vector<FileInfo>> list(const std::string& folder) const override {
    DIR* const stream = ::opendir(folder.c_str());
    if (stream == nullptr) return system_error("list", folder, errno);
    std::vector<FileInfo> entries;
    errno = 0;
    while (const dirent* entry = ::readdir(stream)) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      const std::string path = join_path(folder, name);
      struct stat link {};
      const bool is_link = ::lstat(path.c_str(), &link) == 0 && S_ISLNK(link.st_mode);
      struct stat status {};
      // A dangling link or a file that has just gone is listed as not regular.
      if (::stat(path.c_str(), &status) != 0) status = {};
      entries.push_back(info_of(std::move(name), status));
      entries.back().is_link = is_link;
      errno = 0;
    }
    const int number = errno;
    ::closedir(stream);
    if (number != 0) return system_error("list", folder, number);
    std::sort(entries.begin(), entries.end(),
              [](const FileInfo& a, const FileInfo& b) { return a.name < b.name; });
    return entries;
  }

  Result<> make_folder(const std::string& folder) override {
    for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
      const std::string part = folder.substr(0, end);
      if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) {
        return system_error("make the folder", part, errno);
      }
      if (end == std::string::npos) break;
    }
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) return system_error("look at", folder, errno);
    if (!S_ISDIR(status.st_mode)) {
      return Error{Fault::Conflict, folder + " exists and is not a folder"};
    }
    return done();
  }

  Result<> remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return system_error("remove", path, errno);
    return done();
  }

  Result<> remove_folder(const std::string& folder) override {
    if (::rmdir(folder.c_str()) != 0) {
      Error error = system_error("remove the folder", folder, errno);
      if (errno == ENOTEMPTY || errno == EEXIST) error.fault = Fault::Conflict;
      return error;
    }
    return done();
  }

  Result<> exchange_folders(const std::string& one, const std::string& other) override {
    if (::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) != 0) {
      const int number = errno;
      Error error = system_error("put in place", one, number);
      if (number == EINVAL || number == ENOSYS || number == EOPNOTSUPP) {
        error.fault = Fault::Unsupported;
      }
      return error;
    }
    return sync_folder(folder_of(one));
  }

  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return system_error("open", path, errno);
    auto held = std::make_unique<RealLock>(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) {
        return Error{Fault::Conflict, path + " is held by another depone",
                     "wait until it has finished, then run the command again"};
      }
      return system_error("lock", path, errno);
    }
    return std::unique_ptr<FileLock>(std::move(held));
  }
};

}  // namespace

std::unique_ptr<Disk> make_real_disk() { return std::make_unique<RealDisk>(); }

}  // namespace depone
