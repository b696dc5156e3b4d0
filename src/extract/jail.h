// Giving up every right but to compute and to write one answer.
//
// Linux only. Two steps, because installing a whole filter takes the kernel longer than reading
// most documents: Jail::build() closes off the server, once; enter() takes from each child what the
// server alone needs. A child inherits the server's filter, and the kernel obeys the stricter one.
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
  // For the calling process and all its children, for ever: no new rights by exec, no core dump,
  // no tracing by others, no growing file; and a filter that leaves what a child may do (below) and
  // what a server needs beside it: read and write, pipes, poll, fork, wait, kill, limits and
  // filters for children. Files are out of reach from here on. Prepares the filter of children, who
  // may write to `answer_fd` only. Denied when the system refuses, Linux without seccomp for one.
  static Result<Jail> build(int answer_fd);

  // For the calling child, for ever: limits on memory, CPU time, files (none) and processes (none);
  // then the second filter. Allowed stay memory, clocks, signals' return, random bytes, closing,
  // leaving, and write to `answer_fd`. Calls that open or look at files, read, and a few that
  // libraries try in passing, fail with EACCES; every other call (sockets, fork, exec, ptrace, ...)
  // kills the process.
  // Denied when the system refuses a step: the caller must then not touch the document.
  Result<> enter(const JailLimits& limits) const;

 private:
  explicit Jail(std::vector<std::uint8_t> filter) : filter_(std::move(filter)) {}
  std::vector<std::uint8_t> filter_;  // struct sock_filter[] of children
};

}  // namespace depone::extract
