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

// What only the server needs: a child that asks for it is killed.
constexpr auto kServerOnly = std::to_array<int>(
    {SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(set_robust_list), SCMP_SYS(pipe2), SCMP_SYS(poll),
     SCMP_SYS(ppoll), SCMP_SYS(wait4), SCMP_SYS(kill), SCMP_SYS(dup2), SCMP_SYS(dup3),
     SCMP_SYS(close_range), SCMP_SYS(getppid), SCMP_SYS(prctl)});

// What the server needs and a child is refused, without being killed for it.
constexpr auto kServerToo = std::to_array<int>({SCMP_SYS(read), SCMP_SYS(prlimit64)});

struct FilterDeleter {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterDeleter>;

Error failed(const char* step) {
  return Error{Fault::Denied, std::string("the jail for documents could not be built: ") + step,
               "run on a Linux system with seccomp, outside of sandboxes that forbid it"};
}

template <std::size_t size>
bool holds(const std::array<int, size>& calls, int call) {
  return std::find(calls.begin(), calls.end(), call) != calls.end();
}

// What is in neither table kills.
bool add_server_rules(void* filter) {
  bool good = true;
  const auto allow = [&](int call) {
    good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  };
  for (const int call : kAllowed) allow(call);
  for (const int call : kServerOnly) allow(call);
  for (const int call : kServerToo) allow(call);
  allow(SCMP_SYS(write));
  allow(SCMP_SYS(writev));
  // UndefinedBehaviorSanitizer asks through a pipe of its own whether an address may be read.
  if (kSanitized) allow(SCMP_SYS(pipe));
  for (const int call : kRefused) {
    if (holds(kServerToo, call)) continue;
    good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0) == 0;
  }
  const scmp_arg_cmp not_executable = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    good &= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &not_executable) == 0;
  }
  return good;
}

// Only what is stricter than the server's filter, since both hold: a short filter takes the kernel
// a tenth of the time.
bool add_child_rules(void* filter, int answer_fd) {
  bool good = true;
  for (const int call : kServerOnly) {
    if (kSanitized && call == SCMP_SYS(pipe2)) continue;
    good &= seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, call, 0) == 0;
  }
  for (const int call : kServerToo) {
    if (kSanitized && call == SCMP_SYS(read)) continue;
    good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0) == 0;
  }
  const scmp_arg_cmp elsewhere = {0, SCMP_CMP_NE, static_cast<scmp_datum_t>(answer_fd), 0};
  for (const int call : {SCMP_SYS(write), SCMP_SYS(writev)}) {
    if (kSanitized && call == SCMP_SYS(write)) continue;
    good &= seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EBADF), call, 1, &elsewhere) == 0;
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

Result<> install(const std::vector<std::uint8_t>& filter) {
  std::vector<struct sock_filter> instructions(filter.size() / sizeof(struct sock_filter));
  std::memcpy(instructions.data(), filter.data(), instructions.size() * sizeof(struct sock_filter));
  const struct sock_fprog program = {static_cast<unsigned short>(instructions.size()),
                                     instructions.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
    return failed("the system call filter was refused");
  }
  return done();
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

Result<Jail> Jail::build(int answer_fd) {
  const Filter server(seccomp_init(SCMP_ACT_KILL_PROCESS));
  const Filter child(seccomp_init(SCMP_ACT_ALLOW));
  if (!server || !child || !add_server_rules(server.get()) ||
      !add_child_rules(child.get(), answer_fd)) {
    return failed("no system call filter");
  }
  const std::vector<std::uint8_t> outer = exported(server.get());
  std::vector<std::uint8_t> inner = exported(child.get());
  if (outer.empty() || inner.empty()) return failed("the system call filter was not written");
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return failed("it could be traced");
  if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0)) return failed("a limit was refused");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("new privileges remain possible");
  DP_TRY(install(outer));
  return Jail(std::move(inner));
}

Result<> Jail::enter(const JailLimits& limits) const {
  const auto seconds = static_cast<std::uint64_t>((limits.cpu_time.count() + 999) / 1000);
  if ((!kSanitized && !limit(RLIMIT_NOFILE, 0)) || !limit(RLIMIT_NPROC, 0) ||
      !limit_cpu(std::max<std::uint64_t>(seconds, 1))) {
    return failed("a limit was refused");
  }
  if (!kSanitized && !limit(RLIMIT_AS, limits.memory_bytes)) {
    return failed("the limit on memory was refused");
  }
  return install(filter_);
}

}  // namespace depone::extract
