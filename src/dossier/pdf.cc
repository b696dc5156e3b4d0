#include "dossier/pdf.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

namespace depone::dossier {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kMostText = 64u << 20;

// Fixed places, not $PATH: the one who publishes may have been given a poisoned environment.
std::optional<std::string> find_program(std::string_view name) {
  for (const std::string_view folder : {"/usr/bin/", "/usr/local/bin/"}) {
    std::string path = std::string(folder) + std::string(name);
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

// A private folder for the program's caches and profile, removed with everything in it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = "/tmp/depone-pdf-XXXXXX";
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

// Reads `fd` until its end or the deadline; false at the deadline.
bool drain(int fd, std::string& output, Clock::time_point deadline) {
  std::array<char, 65536> buffer{};
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd wait{fd, POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(std::min<long>(left.count(), 1000)));
    if (ready < 0 && errno != EINTR) return true;
    if (ready <= 0) continue;
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    if (output.size() < kMostText) output.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// Runs a program in its own process group with nothing but what is given, and answers what it
// printed to standard output. Io when it fails or outlives `limit`.
Result<std::string> run(std::vector<std::string> arguments, std::chrono::seconds limit) {
  const std::string program = arguments.front();
  const Scratch scratch;
  if (scratch.path().empty()) return Error{Fault::Io, "cannot make a folder for temporary files"};
  std::vector<std::string> environment = {
      "PATH=/usr/bin:/bin",       "LANG=C.UTF-8",
      "LC_ALL=C.UTF-8",           "HOME=" + scratch.path(),
      "TMPDIR=" + scratch.path(), "XDG_CACHE_HOME=" + scratch.path()};
  for (std::string& argument : arguments) {
    if (argument == "--user-data-dir=") argument += scratch.path();
  }
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return Error{Fault::Io, "cannot make a pipe"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = 0;
  auto argument_list = pointers(arguments);
  auto environment_list = pointers(environment);
  const int failed = ::posix_spawn(&child, program.c_str(), &actions, &attributes,
                                   argument_list.data(), environment_list.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(pipe[1]);
  if (failed != 0) {
    ::close(pipe[0]);
    return Error{Fault::Io, "cannot start " + program + ": " + std::strerror(failed)};
  }
  std::string output;
  const bool in_time = drain(pipe[0], output, Clock::now() + limit);
  ::close(pipe[0]);
  if (!in_time) ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time) return Error{Fault::Io, program + " took too long and was stopped"};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return Error{Fault::Io, program + " failed"};
  return output;
}

bool is_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

Result<std::string> absolute(const std::string& folder) {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::absolute(folder, error);
  if (error) return Error{Fault::Io, "cannot find the folder " + folder};
  return path.string();
}

}  // namespace

Result<RenderedPdf> render_pdf(const std::string& folder, std::chrono::seconds limit) {
  const std::string place = DP_TRY(absolute(folder));
  const std::string html = join_path(place, "dossier.html");
  const std::string pdf = join_path(place, "dossier.pdf");
  std::vector<std::string> arguments;
  std::string maker;
  if (const auto weasyprint = find_program("weasyprint")) {
    maker = "WeasyPrint";
    arguments = {*weasyprint, "--quiet", html, pdf};
  } else if (const auto chromium = find_program("chromium")) {
    maker = "Chromium";
    arguments = {*chromium,
                 "--headless",
                 "--disable-gpu",
                 "--disable-background-networking",
                 "--disable-component-update",
                 "--disable-sync",
                 "--no-first-run",
                 "--no-pdf-header-footer",
                 "--user-data-dir=",
                 "--print-to-pdf=" + pdf,
                 "file://" + html};
    if (::geteuid() == 0) arguments.insert(arguments.begin() + 1, "--no-sandbox");
  } else {
    return RenderedPdf{false, "neither WeasyPrint nor Chromium is installed"};
  }
  DP_TRY(run(std::move(arguments), limit));
  if (!is_file(pdf)) return Error{Fault::Io, maker + " made no PDF"};
  if (::chmod(pdf.c_str(), 0600) != 0) return Error{Fault::Io, "cannot set who may read " + pdf};
  return RenderedPdf{true, "made with " + maker};
}

Result<std::string> text_of_pdf(const std::string& path, std::chrono::seconds limit) {
  const auto program = find_program("pdftotext");
  if (!program) return Error{Fault::NotFound, "pdftotext is not installed"};
  return run({*program, "-enc", "UTF-8", path, "-"}, limit);
}

}  // namespace depone::dossier
