#include "extract/jail.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace depone::extract {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

// What computing takes: memory (never executable), time, signals, and leaving.
constexpr auto kAllowed = std::to_array<int>({SCMP_SYS(brk),
                                              SCMP_SYS(munmap),
                                              SCMP_SYS(mremap),
                                              SCMP_SYS(madvise),
                                              SCMP_SYS(futex),
                                              SCMP_SYS(rt_sigreturn),
                                              SCMP_SYS(rt_sigprocmask),
                                              SCMP_SYS(rt_sigaction),
                                              SCMP_SYS(sigaltstack),
                                              SCMP_SYS(clock_gettime),
                                              SCMP_SYS(gettimeofday),
                                              SCMP_SYS(time),
                                              SCMP_SYS(getpid),
                                              SCMP_SYS(gettid),
                                              SCMP_SYS(getrandom),
                                              SCMP_SYS(sched_yield),
                                              SCMP_SYS(close),
                                              SCMP_SYS(exit),
                                              SCMP_SYS(exit_group),
                                              SCMP_SYS(restart_syscall)});

// What libraries try in passing and do without.
constexpr auto kRefused = std::to_array<int>({SCMP_SYS(open),
                                              SCMP_SYS(openat),
                                              SCMP_SYS(stat),
                                              SCMP_SYS(lstat),
                                              SCMP_SYS(newfstatat),
                                              SCMP_SYS(fstat),
                                              SCMP_SYS(statx),
                                              SCMP_SYS(access),
                                              SCMP_SYS(faccessat),
                                              SCMP_SYS(faccessat2),
                                              SCMP_SYS(readlink),
                                              SCMP_SYS(readlinkat),
                                              SCMP_SYS(getcwd),
                                              SCMP_SYS(lseek),
                                              SCMP_SYS(ioctl),
                                              SCMP_SYS(fcntl),
                                              SCMP_SYS(uname),
                                              SCMP_SYS(sysinfo),
                                              SCMP_SYS(sched_getaffinity),
                                              SCMP_SYS(tgkill),
                                              SCMP_SYS(prlimit64),
                                              SCMP_SYS(getrlimit),
                                              SCMP_SYS(geteuid),
                                              SCMP_SYS(getuid),
                                              SCMP_SYS(read)});

struct FilterDeleter {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterDeleter>;

Error failed(const char* step) {
  return Error{Fault::Denied, std::string("the jail for documents could not be built: ") + step,
               "run on a Linux system with seccomp, outside of sandboxes that forbid it"};
}

bool add_rules(void* filter, int answer_fd) {
  bool good = true;
  for (const int call : kAllowed) good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  for (const int call : kRefused) {
    if (kSanitized && call == SCMP_SYS(read)) continue;
    good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0) == 0;
  }
  if (kSanitized) {
    // UndefinedBehaviorSanitizer asks through a pipe of its own whether an address may be read.
    for (const int call : {SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(read), SCMP_SYS(write)}) {
      good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
    }
  }
  const auto answer = static_cast<scmp_datum_t>(answer_fd);
  for (const int call : {SCMP_SYS(write), SCMP_SYS(writev)}) {
    if (kSanitized && call == SCMP_SYS(write)) continue;
    good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A0(SCMP_CMP_EQ, answer)) == 0;
    good &=
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EBADF), call, 1, SCMP_A0(SCMP_CMP_NE, answer)) == 0;
  }
  constexpr scmp_datum_t kExecutable = PROT_EXEC;
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, kExecutable, 0)) == 0;
  }
  return good;
}

// The kernel's form of the filter, through a file in memory: libseccomp writes to a descriptor.
std::vector<std::uint8_t> exported(void* filter) {
  const int fd = memfd_create("filter", MFD_CLOEXEC);
  if (fd < 0) return {};
  std::vector<std::uint8_t> bytes;
  if (seccomp_export_bpf(filter, fd) == 0) {
    const off_t size = lseek(fd, 0, SEEK_END);
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    if (pread(fd, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
      bytes.clear();
    }
  }
  close(fd);
  return bytes;
}

bool limit(__rlimit_resource resource, std::uint64_t value) {
  const struct rlimit both = {value, value};
  return setrlimit(resource, &both) == 0;
}

// One second between the limits: SIGXCPU at the first says why, SIGKILL at the second makes sure.
bool limit_cpu(std::uint64_t seconds) {
  const struct rlimit both = {seconds, seconds + 1};
  return setrlimit(RLIMIT_CPU, &both) == 0;
}

}  // namespace

bool jail_limits_memory() { return !kSanitized; }

Result<Jail> Jail::prepare(int answer_fd) {
  const Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!filter || !add_rules(filter.get(), answer_fd)) return failed("no system call filter");
  std::vector<std::uint8_t> bytes = exported(filter.get());
  if (bytes.empty()) return failed("the system call filter was not written");
  return Jail(std::move(bytes));
}

Result<> Jail::enter(const JailLimits& limits) const {
  const auto seconds = static_cast<std::uint64_t>((limits.cpu_time.count() + 999) / 1000);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return failed("it could be traced");
  if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) ||
      (!kSanitized && !limit(RLIMIT_NOFILE, 0)) || !limit(RLIMIT_NPROC, 0) ||
      !limit_cpu(std::max<std::uint64_t>(seconds, 1))) {
    return failed("a limit was refused");
  }
  if (!kSanitized && !limit(RLIMIT_AS, limits.memory_bytes)) {
    return failed("the limit on memory was refused");
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("new privileges remain possible");
  std::vector<struct sock_filter> instructions(filter_.size() / sizeof(struct sock_filter));
  std::memcpy(instructions.data(), filter_.data(),
              instructions.size() * sizeof(struct sock_filter));
  const struct sock_fprog program = {static_cast<unsigned short>(instructions.size()),
                                     instructions.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
    return failed("the system call filter was refused");
  }
  return done();
}

}  // namespace depone::extract
