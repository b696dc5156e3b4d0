// The figures a person feels: start-up, the demo, adding many files. Run from anywhere after
// `./dev build`; each row names its goal (issue 2). Whole processes, wall clock, best of `runs`.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

const std::string kDepone = DEPONE_BIN_DIR "/depone";

struct Run {
  double seconds = 0;
  double processor_seconds = 0;  // of the process and all its children: blind to other programs
  long peak_kib = 0;             // of the process and the largest of its children
  int exit = -1;
};

Run run(const std::vector<std::string>& words) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, 0);
    ::dup2(nowhere, 1);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return {took.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

Run best_of(int runs, const std::vector<std::string>& words) {
  Run best;
  best.seconds = 1e9;
  for (int i = 0; i < runs; ++i) {
    const Run one = run(words);
    best.exit = one.exit;
    best.seconds = std::min(best.seconds, one.seconds);
    best.peak_kib = std::max(best.peak_kib, one.peak_kib);
  }
  return best;
}

void write_papers(const std::filesystem::path& folder, int count) {
  std::filesystem::create_directory(folder);
  for (int i = 0; i < count; ++i) {
    std::ofstream(folder / fmt::format("paper-{:05}.txt", i)) << fmt::format(
        "Paper {}. We worked {} hours a day on site {} and had {} days off a year. "
        "The foreman kept our passports. 우리는 하루 {}시간 일했다.\n",
        i, 10 + i % 9, i % 37, i % 5, 10 + i % 9);
  }
}

}  // namespace

int main() {
  char pattern[] = "/tmp/depone-bench-XXXXXX";
  const std::filesystem::path scratch = ::mkdtemp(pattern);
  std::filesystem::current_path(scratch);

  const Run start = best_of(20, {kDepone, "--version"});
  fmt::print("start-up of --version     {:8.1f} ms          (goal under 20 ms)\n",
             start.seconds * 1e3);

  const Run demo = best_of(3, {kDepone, "demo", "--out", "demo"});
  fmt::print(
      "demo                      {:8.2f} s, {:.0f} MB peak, exit {} (goal under 10 s, 300 MB)\n",
      demo.seconds, static_cast<double>(demo.peak_kib) / 1024, demo.exit);

  constexpr int kPapers = 10'000;
  write_papers("papers", kPapers);
  ::setenv("DEPONE_PASSPHRASE", "bench", 1);
  const Run init = run({kDepone, "init", "vault"});
  const Run add = run({kDepone, "add", "vault", "papers"});
  fmt::print(
      "add {} text files      {:8.2f} s, {:.0f} files/s, {:.1f} s of processor time, {:.0f} MB "
      "peak, exit {} (goal 1000/s)\n",
      kPapers, add.seconds, kPapers / add.seconds, add.processor_seconds,
      static_cast<double>(add.peak_kib) / 1024, std::max(init.exit, add.exit));
  const Run again = run({kDepone, "add", "vault", "papers"});
  fmt::print("add them again            {:8.2f} s (all known)\n", again.seconds);
  const Run check = run({kDepone, "check", "vault"});
  fmt::print("check                     {:8.2f} s, exit {}\n", check.seconds, check.exit);
  std::filesystem::current_path("/");
  std::filesystem::remove_all(scratch);
  return 0;
}
