#include "casework/documents.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/program.h"
#include "extract/worker.h"

namespace depone::casework {
namespace {

// Files read ahead of the visitor: enough to keep the workers busy while it seals a whole batch and
// waits for the disk.
constexpr std::size_t kWindowFiles = 1024;
constexpr std::uint64_t kWindowBytes = 128u << 20;

// The files under way between the worker threads and the visitor. All members are under `mutex`.
class Pipeline {
 public:
  explicit Pipeline(std::span<const GatheredFile> files) : files_(files) {}

  // The next file to work on, when the window has room; nullopt when none is left or stopped.
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return stopped_ || next_ == files_.size() || has_room(); });
    if (stopped_ || next_ == files_.size()) return std::nullopt;
    bytes_under_way_ += files_[next_].size_bytes;
    return next_++;
  }

  void put(ReadFile&& file) {
    const std::lock_guard lock(mutex_);
    ready_.emplace(file.index, std::move(file));
    arrived_.notify_one();
  }

  // Waits for the file with this index.
  ReadFile wait_for(std::size_t index) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return ready_.contains(index); });
    ReadFile file = std::move(ready_.extract(index).mapped());
    visited_ = index + 1;
    bytes_under_way_ -= files_[index].size_bytes;
    room_.notify_all();
    return file;
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_all();
  }

 private:
  // The file the visitor waits for always has room, whatever its size.
  bool has_room() const {
    return next_ == visited_ || (next_ < visited_ + kWindowFiles &&
                                 bytes_under_way_ + files_[next_].size_bytes <= kWindowBytes);
  }

  std::span<const GatheredFile> files_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable arrived_;
  std::map<std::size_t, ReadFile> ready_;
  std::size_t next_ = 0;
  std::size_t visited_ = 0;
  std::uint64_t bytes_under_way_ = 0;
  bool stopped_ = false;
};

ReadFile read_one(const Disk& disk, const GatheredFile& from, std::size_t index,
                  const ExtractOptions& options, extract::Worker& worker) {
  auto bytes = disk.read_all(from.path, options.limit_bytes);
  if (!bytes.ok()) return {index, {}, std::move(bytes).take_error()};
  ReadFile file{index, std::move(bytes).take(), Error{Fault::Conflict, "known already"}};
  file.known = options.already_known && options.already_known(file.bytes);
  if (file.known) return file;
  file.document = worker.extract(file.bytes, from.name);
  return file;
}

// Joins on destruction, after telling the pipeline to stop: no path leaves threads behind.
class Crew {
 public:
  Crew(Pipeline& pipeline, std::vector<std::unique_ptr<extract::Worker>> workers, const Disk& disk,
       std::span<const GatheredFile> files, const ExtractOptions& options)
      : pipeline_(pipeline), workers_(std::move(workers)) {
    for (auto& worker : workers_) {
      threads_.emplace_back([&pipeline, &disk, &options, files, hand = worker.get()] {
        while (const auto index = pipeline.take()) {
          pipeline.put(read_one(disk, files[*index], *index, options, *hand));
        }
      });
    }
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() {
    pipeline_.stop();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  Pipeline& pipeline_;
  std::vector<std::unique_ptr<extract::Worker>> workers_;
  std::vector<std::thread> threads_;
};

}  // namespace

Result<ExtractOptions> default_extract_options(const Disk& disk) {
  ExtractOptions options;
  options.worker_program = program_beside("depone-extract");
  if (!disk.info(options.worker_program).ok()) {
    return Error{Fault::NotFound, "the program depone-extract is not beside depone",
                 "keep the programs of one build in one folder"};
  }
  return options;
}

Result<> read_documents(const Disk& disk, std::span<const GatheredFile> files,
                        const ExtractOptions& options, Progress& progress,
                        const Cancellation& cancellation,
                        const std::function<Result<>(ReadFile&&)>& visit) {
  std::vector<std::unique_ptr<extract::Worker>> workers;
  const std::size_t wanted = std::min<std::size_t>(options.workers, files.size());
  for (std::size_t i = 0; i < wanted; ++i) {
    workers.push_back(DP_TRY(extract::Worker::start(options.worker_program, {})));
  }
  Pipeline pipeline(files);
  const Crew crew(pipeline, std::move(workers), disk, files, options);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (cancellation.requested())
      return Error{Fault::Cancelled, "stopped before all files were read"};
    progress.step(i, files.size(), files[i].name);
    DP_TRY(visit(pipeline.wait_for(i)));
  }
  progress.step(files.size(), files.size(), "");
  return done();
}

}  // namespace depone::casework
