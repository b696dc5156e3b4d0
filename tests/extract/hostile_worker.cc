// A worker whose documents are orders to misbehave: what a hostile file could make the reader do,
// done on purpose, inside the same jail and behind the same server as depone-extract.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "extract/extract.h"
#include "extract/server.h"

namespace depone::extract {
namespace {

Document say(const std::string& text) {
  Document document;
  document.format = "text";
  document.text = text;
  document.passages.push_back({{0, count_code_points(text)}, Language::English, std::nullopt});
  return document;
}

// Whatever is opened, the text tells.
Document try_open(const char* path, int flags) {
  const int fd = open(path, flags, 0600);
  return say(fd >= 0 ? "opened" : errno == EACCES ? "refused" : "failed otherwise");
}

Document touch_memory(std::size_t bytes) {
  std::vector<char> block(bytes);
  for (std::size_t i = 0; i < bytes; i += 4096) block[i] = 1;
  return say("got " + std::to_string(block.size()));
}

[[noreturn]] void loop_for_ever() {
  for (;;) __asm__ volatile("");
}

Document endless_text() {
  Document document = say("x");
  document.text.assign(std::size_t{64} << 20, 'x');
  return document;
}

// Answers that break the form.
Document lie(const std::string& order) {
  Document document = say("short text");
  if (order == "lie span") document.passages[0].span = {5, 4'000'000'000u};
  if (order == "lie overlap")
    document.passages.push_back({{2, 6}, Language::English, std::nullopt});
  if (order == "lie utf8") document.text = "\xFF\xFE";
  if (order == "lie nul") document.text[2] = '\0';
  if (order == "lie form") document.format = "program";
  if (order == "lie page") document.passages[0].box = PageBox{-3, 0, 0, 1, 1};
  if (order == "lie box") document.passages[0].box = PageBox{1, 0, 0, 1e300, 1};
  if (order == "lie title") document.title.assign(1 << 20, 'x');
  return document;
}

Result<Document> obey(ByteView bytes, std::string_view, const ExtractLimits&) {
  const std::string order(text_of(bytes));
  if (order == "read /etc/passwd") return try_open("/etc/passwd", O_RDONLY);
  if (order == "write a file") return try_open("/tmp/depone-was-here", O_WRONLY | O_CREAT);
  if (order == "socket") return say(socket(AF_INET, SOCK_STREAM, 0) >= 0 ? "opened" : "failed");
  if (order == "fork") return say(fork() >= 0 ? "forked" : "failed");
  if (order == "exec") {
    char* const arguments[] = {nullptr};
    execve("/bin/true", arguments, arguments);
    return say("failed");
  }
  if (order == "ptrace")
    return say(ptrace(PTRACE_TRACEME, 0, nullptr, 0) == 0 ? "traced" : "failed");
  if (order == "kill the server") return say(kill(getppid(), SIGKILL) == 0 ? "killed" : "failed");
  if (order == "make memory executable") {
    void* const block =
        mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return say(block == MAP_FAILED ? "failed" : "mapped");
  }
  if (order == "write elsewhere") {
    int written = 0;
    for (int fd = 0; fd < 64; ++fd) written += fd != 3 && write(fd, "x", 1) > 0 ? 1 : 0;
    return say(written == 0 ? "refused" : "written");
  }
  if (order == "environment")
    return say(environ == nullptr || *environ == nullptr ? "empty" : "set");
  if (order == "take 4 GiB") return touch_memory(std::size_t{4} << 30);
  if (order == "loop") loop_for_ever();
  if (order == "sleep") {
    for (;;) sched_yield();
  }
  if (order == "crash") *reinterpret_cast<volatile int*>(8) = 1;
  if (order == "leave") _exit(0);
  if (order == "talk") return endless_text();
  if (order == "babble") {
    const std::string noise(100'000, '{');
    for (int i = 0; i < 2000 && write(3, noise.data(), noise.size()) > 0; ++i) {
    }
    _exit(0);
  }
  if (order.starts_with("call ")) {
    const long result = syscall(std::stol(order.substr(5)), 0, 0, 0, 0, 0, 0);
    return say(result < 0 && (errno == EACCES || errno == EBADF) ? "refused" : "allowed");
  }
  if (order.starts_with("lie")) return lie(order);
  if (order == "fail") return Error{Fault::Corrupt, "failed as told", "try another"};
  return say(order);
}

}  // namespace
}  // namespace depone::extract

int main() { return depone::extract::serve(depone::extract::obey); }
