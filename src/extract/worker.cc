#include "extract/worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "extract/sniff.h"
#include "extract/wire.h"

namespace depone::extract {
namespace {

using Time = std::chrono::steady_clock;

// The server keeps the time of a child itself; this is for a server that is stuck.
constexpr std::chrono::seconds kGrace{10};

// PDF has a program of its own beside the other: poppler and its thirty libraries are large, and
// every document costs a fork of the program that reads it.
constexpr std::string_view kPdfSuffix = "-pdf";

Error broken(const std::string& program, const char* step, int error) {
  return Error{Fault::Io, fmt::format("{}: {}: {}", program, step, std::strerror(error)), ""};
}

// Waits until `fd` can be read or written; false when the deadline passes.
bool wait_for(int fd, short events, Time::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Time::now()).count();
    if (left <= 0) return false;
    struct pollfd waiting = {fd, events, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool send_whole(int fd, const void* from, std::size_t size, Time::time_point deadline) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    const ssize_t count = send(fd, at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) {
      at += count;
      size -= static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(fd, POLLOUT, deadline)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool receive_whole(int fd, void* into, std::size_t size, Time::time_point deadline) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t count = recv(fd, at, size, MSG_DONTWAIT);
    if (count > 0) {
      at += count;
      size -= static_cast<std::size_t>(count);
    } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (!wait_for(fd, POLLIN, deadline)) return false;
    } else if (count == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

Error spoiled(std::string_view name, Ending ending, const WorkerLimits& limits) {
  const auto error = [name](std::string what, const char* hint) {
    return Error{Fault::Unsupported, fmt::format("{}: {}", name, what), hint};
  };
  switch (ending) {
    case Ending::Forbidden:
      return error("reading it tried something that documents never need and was stopped",
                   "the file may be hostile; do not open it elsewhere");
    case Ending::TooSlow:
      return error(fmt::format("reading it took longer than {} seconds and was stopped",
                               static_cast<double>(limits.time.count()) / 1000.0),
                   "save its text as plain text and add that");
    case Ending::TooLong:
      return error(
          fmt::format("reading it gave more than {} MiB and was stopped", limits.reply_bytes >> 20),
          "split it into parts");
    case Ending::NoMemory:
      return error(fmt::format("reading it needed more than {} MiB of memory and was stopped",
                               limits.memory_bytes >> 20),
                   "split it into parts");
    case Ending::Answered:
    case Ending::Crashed:
      break;
  }
  return error("reading it crashed the reader, which was closed off from everything else",
               "the file is damaged or hostile; save its text as plain text and add that");
}

}  // namespace

struct Worker::State {
  std::string program;
  WorkerLimits limits;
  int socket = -1;
  pid_t process = -1;
  std::unique_ptr<Worker> pdf;  // of the program for PDF, started when the first one comes

  ~State() { stop(); }

  Result<> start() {
    stop();
    int ends[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      return broken(program, "no socket", errno);
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // dup2 clears close-on-exec on the copies; everything above 2 is closed whatever its flags.
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string serve = "--serve";
    std::array<char*, 3> arguments = {program.data(), serve.data(), nullptr};
    std::array<char*, 1> environment = {nullptr};
    const int failure = posix_spawn(&process, program.c_str(), &actions, &attributes,
                                    arguments.data(), environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failure != 0) {
      close(ends[0]);
      process = -1;
      Error error = broken(program, "cannot be started", failure);
      error.fault = failure == ENOENT ? Fault::NotFound : Fault::Io;
      error.hint = "install depone-extract beside depone";
      return error;
    }
    socket = ends[0];
    return done();
  }

  void stop() {
    if (socket >= 0) close(socket);
    socket = -1;
    if (process <= 0) return;
    kill(process, SIGKILL);
    while (waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
    process = -1;
  }

  // One question and its answer; false when the process is gone or does not answer.
  bool ask(ByteView bytes, std::string_view name, ReplyHeader& reply, std::string& answer) const {
    RequestHeader request;
    request.name_bytes = static_cast<std::uint32_t>(name.size());
    request.file_bytes = bytes.size();
    request.limit_file_bytes = limits.document.file_bytes;
    request.limit_text_bytes = limits.document.text_bytes;
    request.limit_memory_bytes = limits.memory_bytes;
    request.limit_reply_bytes = limits.reply_bytes;
    request.limit_milliseconds = limits.time.count();
    request.limit_pages = limits.document.pages;
    request.limit_html_depth = limits.document.html_depth;
    const auto deadline = Time::now() + limits.time + kGrace;
    std::string head(sizeof request, '\0');
    std::memcpy(head.data(), &request, sizeof request);
    head += name;
    if (!send_whole(socket, head.data(), head.size(), deadline) ||
        !send_whole(socket, bytes.data(), bytes.size(), deadline) ||
        !receive_whole(socket, &reply, sizeof reply, deadline)) {
      return false;
    }
    // The header is the server's own, but the length is what the child made it.
    constexpr std::uint64_t kStep = std::uint64_t{1} << 20;
    if (reply.magic != kReplyMagic || reply.answer_bytes > limits.reply_bytes + kStep) return false;
    answer.resize(reply.answer_bytes);
    return receive_whole(socket, answer.data(), answer.size(), deadline);
  }
};

Worker::Worker(std::unique_ptr<State> state) : state_(std::move(state)) {}
Worker::~Worker() = default;

Result<std::unique_ptr<Worker>> Worker::start(std::string program, WorkerLimits limits) {
  auto state = std::make_unique<State>();
  state->program = std::move(program);
  state->limits = limits;
  DP_TRY(state->start());
  return std::unique_ptr<Worker>(new Worker(std::move(state)));
}

Result<Document> Worker::extract(ByteView bytes, std::string_view file_name) {
  if (bytes.size() > state_->limits.document.file_bytes) {
    return Error{Fault::InvalidInput,
                 fmt::format("{}: is {} MiB large; the limit is {} MiB", file_name,
                             bytes.size() >> 20, state_->limits.document.file_bytes >> 20),
                 "split it into parts"};
  }
  if (!state_->program.ends_with(kPdfSuffix) && sniff(bytes).kind == Kind::Pdf) {
    if (!state_->pdf) {
      state_->pdf = DP_TRY(start(state_->program + std::string(kPdfSuffix), state_->limits));
    }
    return state_->pdf->extract(bytes, file_name);
  }
  if (state_->socket < 0) DP_TRY(state_->start());
  ReplyHeader reply;
  std::string answer;
  if (!state_->ask(bytes, file_name, reply, answer)) {
    DP_TRY(state_->start());
    // It may have died before it saw this document, so the document gets one more chance.
    if (!state_->ask(bytes, file_name, reply, answer)) {
      state_->stop();
      return Error{Fault::Io, fmt::format("{}: the reader died twice on it", file_name),
                   "check that this system allows seccomp, then try again"};
    }
  }
  if (reply.ending != Ending::Answered) return spoiled(file_name, reply.ending, state_->limits);
  Result<Document> document = decode_answer(answer, state_->limits.document);
  if (document.ok()) {
    document.value().name = file_name;
    return document;
  }
  Error error = std::move(document).take_error();
  if (!error.what.starts_with(file_name)) error.what = fmt::format("{}: {}", file_name, error.what);
  return error;
}

}  // namespace depone::extract
