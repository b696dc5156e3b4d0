#include "extract/server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>

#include "extract/jail.h"
#include "extract/wire.h"

namespace depone::extract {
namespace {

// The child's end of the answer pipe always has this number, so that one filter serves all.
constexpr int kAnswerFd = 3;
constexpr std::uint64_t kLargestRequest = std::uint64_t{4} << 30;
constexpr std::uint32_t kLongestName = 64 * 1024;
constexpr std::size_t kMostKept = std::size_t{1} << 20;  // bytes of a buffer between documents

using Time = std::chrono::steady_clock;

[[noreturn]] void answer_in_jail(const Jail& jail, const Reader& reader,
                                 const RequestHeader& header, ByteView bytes,
                                 std::string_view name) {
  const JailLimits limits{header.limit_memory_bytes,
                          std::chrono::milliseconds(header.limit_milliseconds)};
  const ExtractLimits document_limits{header.limit_file_bytes, header.limit_text_bytes,
                                      header.limit_pages, header.limit_html_depth};
  try {
    const Result<> jailed = jail.enter(limits);
    const std::string answer = encode_answer(jailed.ok() ? reader(bytes, name, document_limits)
                                                         : Result<Document>(jailed.error()));
    const bool written = write_whole(kAnswerFd, answer.data(), answer.size());
    _exit(written ? kExitAnswered : 1);
  } catch (const std::bad_alloc&) {
    _exit(kExitNoMemory);
  } catch (...) {
    _exit(1);
  }
}

// Reads the child's answer until it ends, grows too long or takes too long.
Ending collect(int fd, const RequestHeader& header, std::string& answer) {
  const auto deadline = Time::now() + std::chrono::milliseconds(header.limit_milliseconds);
  // Small: what the server writes while the child lives, the kernel must copy for it.
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Time::now()).count();
    if (left <= 0) return Ending::TooSlow;
    struct pollfd waiting = {fd, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready < 0 && errno != EINTR) return Ending::Crashed;
    if (ready <= 0) continue;
    if (answer.size() > header.limit_reply_bytes) return Ending::TooLong;
    ssize_t count = 0;
    do {
      count = read(fd, buffer.data(), buffer.size());
    } while (count < 0 && errno == EINTR);
    if (count <= 0) return Ending::Answered;
    answer.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

Ending ending_of(int status) {
  if (WIFEXITED(status)) {
    if (WEXITSTATUS(status) == kExitAnswered) return Ending::Answered;
    return WEXITSTATUS(status) == kExitNoMemory ? Ending::NoMemory : Ending::Crashed;
  }
  if (!WIFSIGNALED(status)) return Ending::Crashed;
  switch (WTERMSIG(status)) {
    case SIGSYS:
      return Ending::Forbidden;
    case SIGXCPU:
      return Ending::TooSlow;
    default:
      return Ending::Crashed;
  }
}

// One child for one document. False when the system gave no child or pipe.
bool read_one(const Jail& jail, const Reader& reader, const RequestHeader& header, ByteView bytes,
              std::string_view name, Ending& ending, std::string& answer) {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const pid_t server = getpid();
  const pid_t child = _Fork();
  if (child == 0) {
    // A child must not outlive its server.
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != server) _exit(1);
    if (ends[1] != kAnswerFd && dup2(ends[1], kAnswerFd) != kAnswerFd) _exit(1);
    close(0);
    close(1);
    close_range(kAnswerFd + 1, ~0U, 0);
    answer_in_jail(jail, reader, header, bytes, name);
  }
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return false;
  }
  answer.clear();
  ending = collect(ends[0], header, answer);
  close(ends[0]);
  if (ending != Ending::Answered) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (ending == Ending::Answered) ending = ending_of(status);
  return true;
}

bool is_sound(const RequestHeader& header) {
  return header.magic == kRequestMagic && header.name_bytes <= kLongestName &&
         header.file_bytes <= kLargestRequest && header.limit_milliseconds > 0 &&
         header.limit_milliseconds < std::int64_t{1} << 40;
}

// Warming up leaves holes all over the heap. A child that fills them has the kernel copy a page for
// each; when they are taken, its memory lies together in a few new pages. What is taken is never
// used, nor given back.
void settle_memory() {
  if (!jail_limits_memory()) return;  // a sanitizer's heap is another
  const void* const top = std::malloc(std::size_t{64} << 10);
  for (std::size_t size = std::size_t{32} << 10; size >= 16; size -= size > 1024 ? 1024 : 16) {
    for (;;) {
      void* const block = std::malloc(size);
      if (block == nullptr) return;
      if (std::less<const void*>()(top, block)) {
        std::free(block);
        break;
      }
    }
  }
}

}  // namespace

int serve(const Reader& reader) {
  // Ctrl-C reaches the whole foreground group; the client decides when to stop.
  signal(SIGINT, SIG_IGN);
  Result<Jail> jail = Jail::build(kAnswerFd);
  if (!jail.ok()) return 1;
  settle_memory();
  std::string name;
  Bytes bytes;
  std::string answer;
  for (;;) {
    RequestHeader header;
    if (!read_whole(0, &header, sizeof header)) return 0;
    if (!is_sound(header)) return 1;
    name.resize(header.name_bytes);
    bytes.resize(header.file_bytes);
    if (!read_whole(0, name.data(), name.size()) || !read_whole(0, bytes.data(), bytes.size())) {
      return 0;
    }
    ReplyHeader reply;
    if (!read_one(jail.value(), reader, header, bytes, name, reply.ending, answer)) return 1;
    if (reply.ending != Ending::Answered) answer.clear();
    reply.answer_bytes = answer.size();
    if (!write_whole(1, &reply, sizeof reply) || !write_whole(1, answer.data(), answer.size())) {
      return 0;
    }
    // One large document must not make every later child carry its pages.
    if (answer.capacity() > kMostKept) answer = std::string();
    if (bytes.capacity() > kMostKept) bytes = Bytes();
  }
}

}  // namespace depone::extract
