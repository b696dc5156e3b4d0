// The jailed worker, seen from the trusted side: bytes in, a checked Document out.
//
// A Worker is one `depone-extract` process with nothing but a socket. It forks a child for each
// document; the child gives up every right (jail.h), reads the document and ends. So a hostile file
// can spoil its own text and nothing else: not the next file, not the vault. What comes back is as
// untrusted as the file: its form, lengths, UTF-8 and spans are checked here.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/extract.h"
#include "model/document.h"

namespace depone::extract {

struct WorkerLimits {
  ExtractLimits document;
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;  // address space of a child
  std::uint64_t reply_bytes = std::uint64_t{512} << 20;
  std::chrono::milliseconds time{60'000};  // for one document, by the clock and of CPU each
};

// Not thread-safe; several Workers may run side by side, one a thread.
class Worker {
 public:
  // Starts `program` (an absolute path) with an empty environment and no open files but its
  // socket; `program`-pdf likewise when the first PDF comes. NotFound or Io when that fails.
  static Result<std::unique_ptr<Worker>> start(std::string program, WorkerLimits limits);

  // Ends the process.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // The document in `bytes`; errors as extract() gives them. A child that crashed, took too long,
  // ran out of memory or tried something forbidden is an Error (Unsupported, naming the file and
  // the reason) and leaves the worker ready for the next document. A worker process that died is
  // started anew; Io when that fails.
  Result<Document> extract(ByteView bytes, std::string_view file_name);

 private:
  struct State;
  explicit Worker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace depone::extract
