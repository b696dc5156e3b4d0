#include "apps/cli/session.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "base/json.h"

namespace depone::cli {
namespace {

constexpr std::size_t kMaxPassphraseBytes = 1024;

Cancellation g_interruption;

void on_interrupt(int) {
  if (g_interruption.requested()) ::_exit(static_cast<int>(Exit::Interrupted));
  g_interruption.request();
}

// Reads one line into locked memory, byte by byte: a buffered reader would leave copies behind.
Result<crypto::SecretBytes> read_line(int fd) {
  crypto::SecretBytes line(kMaxPassphraseBytes);
  std::size_t size = 0;
  while (true) {
    std::uint8_t byte = 0;
    const ssize_t got = ::read(fd, &byte, 1);
    if (got < 0 && errno == EINTR && !g_interruption.requested()) continue;
    if (got < 0 && errno == EINTR) return Error{Fault::Cancelled, "stopped"};
    if (got < 0) return Error{Fault::Io, "the passphrase could not be read"};
    if (got == 0 || byte == '\n') break;
    if (size == kMaxPassphraseBytes) {
      return Error{Fault::InvalidInput, "the passphrase is longer than 1024 bytes"};
    }
    line.writable()[size++] = byte;
  }
  if (size > 0 && line.view()[size - 1] == '\r') --size;
  if (size == 0)
    return Error{Fault::Denied, "the passphrase is empty", "type at least one character"};
  return crypto::SecretBytes::copy_of(line.view().first(size));
}

// Turns echo off for its lifetime; also restored when the program is interrupted, because
// on_interrupt() only sets a flag and the reader then returns through here.
class NoEcho {
 public:
  explicit NoEcho(int fd) : fd_(fd), changed_(::tcgetattr(fd, &before_) == 0) {
    if (!changed_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd_, TCSAFLUSH, &silent);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }

 private:
  int fd_;
  termios before_{};
  bool changed_;
};

Result<crypto::SecretBytes> ask(int terminal, const char* prompt) {
  const NoEcho silent(terminal);
  const auto say = [terminal](const char* text) {
    if (::write(terminal, text, std::strlen(text)) < 0) return;  // the prompt is a courtesy
  };
  say(prompt);
  auto line = read_line(terminal);
  say("\n");
  return line;
}

}  // namespace

Exit exit_of(Fault fault) {
  switch (fault) {
    case Fault::InvalidInput:
    case Fault::NotFound:
    case Fault::Corrupt:
    case Fault::Unsupported:
    case Fault::Conflict:
      return Exit::BadInput;
    case Fault::Tampered:
      return Exit::Tampered;
    case Fault::Denied:
      return Exit::Denied;
    case Fault::Io:
      return Exit::Io;
    case Fault::Cancelled:
      return Exit::Interrupted;
  }
  return Exit::BadInput;
}

TerminalProgress::TerminalProgress(std::string verb)
    : verb_(std::move(verb)), terminal_(::isatty(STDERR_FILENO) == 1) {}

TerminalProgress::~TerminalProgress() { clear(); }

void TerminalProgress::clear() {
  if (terminal_ && last_drawn_ms_ != 0) std::fputs("\r\033[K", stderr);
  last_drawn_ms_ = 0;
}

void TerminalProgress::step(std::uint64_t done, std::uint64_t total, std::string_view item) {
  if (!terminal_) return;
  using namespace std::chrono;
  const std::int64_t now =
      duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
  if (now - last_drawn_ms_ < 100) return;
  last_drawn_ms_ = now;
  // Names come from files: control characters must not reach the terminal.
  std::string shown(item.substr(0, 60));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 32; }, '?');
  std::fputs(fmt::format("\r\033[K{} {} of {}  {}", verb_, done, total, shown).c_str(), stderr);
  std::fflush(stderr);
}

const DataFiles& Session::data() {
  if (data_folder.empty()) return embedded_data();
  if (!folder_data_) folder_data_ = folder_data(*disk, data_folder);
  return *folder_data_;
}

bool Session::can_ask() const {
  if (passphrase_fd >= 0 || agent_passphrase) return true;
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) return false;
  ::close(terminal);
  return true;
}

Result<crypto::SecretBytes> Session::passphrase(bool fresh) {
  if (passphrase_fd >= 0) return read_line(passphrase_fd);
  if (agent_passphrase) return crypto::SecretBytes::copy_of(agent_passphrase->view());
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) {
    return Error{Fault::Denied, "there is no terminal to ask for the passphrase",
                 "give it through --passphrase-fd or the variable DEPONE_PASSPHRASE"};
  }
  auto first = ask(terminal, fresh ? "New passphrase: " : "Passphrase: ");
  if (first.ok() && fresh) {
    auto second = ask(terminal, "The same again: ");
    const bool same =
        second.ok() && crypto::equal_secret(first.value().view(), second.value().view());
    if (!same) first = Error{Fault::Denied, "the two passphrases differ", "try again"};
  }
  ::close(terminal);
  return first;
}

Result<std::pair<std::string, std::string>> column_pair(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == word.size()) {
    return Error{Fault::InvalidInput, "\"" + word + "\" does not name a column",
                 "write --column NAME=HEADING: the name it goes by, and what the list calls it"};
  }
  return std::pair(word.substr(0, equals), word.substr(equals + 1));
}

const Cancellation& interruption() { return g_interruption; }

void listen_for_interruption() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

Exit report(const Session& session, const Error& error) {
  if (session.json) {
    OrderedJson json;
    json["error"] = error.what;
    json["fault"] = fault_name(error.fault);
    if (!error.hint.empty()) json["hint"] = error.hint;
    std::fputs((dump_json(json) + "\n").c_str(), stderr);
  } else {
    std::fputs(fmt::format("error: {}\n", error.what).c_str(), stderr);
    if (!error.hint.empty()) std::fputs(fmt::format("hint: {}\n", error.hint).c_str(), stderr);
  }
  return exit_of(error.fault);
}

Exit report(const Session& session, const std::vector<casework::Problem>& problems) {
  Exit worst = Exit::Done;
  for (const casework::Problem& problem : problems) {
    Error error = problem.error;
    if (error.what.find(problem.item) == std::string::npos) {
      error.what = problem.item + ": " + error.what;
    }
    worst = std::max(worst, report(session, error));
  }
  return worst;
}

}  // namespace depone::cli
