// Files to documents: bytes are read here, parsed in jailed workers, several at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/disk.h"
#include "base/progress.h"
#include "base/result.h"
#include "casework/gather.h"
#include "model/document.h"

namespace depone::casework {

struct ExtractOptions {
  std::string worker_program;             // depone-extract
  unsigned workers = 2;                   // processes and threads
  std::uint64_t limit_bytes = 64u << 20;  // larger files are a problem, not read
  // Files whose bytes are known already need no parsing; empty: none are. Called on any thread.
  std::function<bool(ByteView)> already_known;
};

// The executable beside this one; NotFound with a hint when it is not there.
Result<ExtractOptions> default_extract_options(const Disk& disk);

struct ReadFile {
  std::size_t index = 0;      // in `files`
  Bytes bytes;                // as read; empty when they could not be
  Result<Document> document;  // or why there is none; its name is the gathered name
  bool known = false;         // already_known() said so: there is no document
};

// Calls `visit` on this thread for every file, in order. Memory is bounded by a window of files
// and bytes whatever the number of files. Stops after the current file when cancelled
// (Fault::Cancelled) or when `visit` fails.
Result<> read_documents(const Disk& disk, std::span<const GatheredFile> files,
                        const ExtractOptions& options, Progress& progress,
                        const Cancellation& cancellation,
                        const std::function<Result<>(ReadFile&&)>& visit);

}  // namespace depone::casework
