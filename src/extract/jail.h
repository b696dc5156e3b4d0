// Giving up every right but to compute and to write one answer.
//
// Linux only. Two steps, because building the filter takes longer than reading most documents:
// Jail::prepare() once in the server, enter() in each child.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"

namespace depone::extract {

struct JailLimits {
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;  // address space
  std::chrono::milliseconds cpu_time{60'000};           // rounded up to whole seconds
};

// False in builds with AddressSanitizer or ThreadSanitizer, which reserve terabytes of addresses:
// there enter() sets no limit on memory and files, and reads and pipes stay open to the sanitizer.
bool jail_limits_memory();

class Jail {
 public:
  // Builds the system call filter for a process that may write to `answer_fd` only.
  // Unsupported when the system has no seccomp.
  static Result<Jail> prepare(int answer_fd);

  // For the calling process, for ever: no new rights by exec, no core dump, no tracing by others;
  // limits on memory, CPU time, files (none) and processes (none); then the filter. Allowed stay
  // memory, clocks, signals' return, random bytes, closing, leaving, and write to `answer_fd`.
  // Calls that open or look at files, and a few that libraries try in passing, fail with EACCES;
  // every other call (sockets, fork, exec, ptrace, ...) kills the process.
  // Denied when the system refuses a step: the caller must then not touch the document.
  Result<> enter(const JailLimits& limits) const;

 private:
  explicit Jail(std::vector<std::uint8_t> filter) : filter_(std::move(filter)) {}
  std::vector<std::uint8_t> filter_;  // struct sock_filter[]
};

}  // namespace depone::extract
