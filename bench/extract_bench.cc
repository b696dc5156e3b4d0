// How many documents a jailed worker reads, and how fast text is read without one.
//
//   extract_bench [documents] [workers]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "extract/extract.h"
#include "extract/worker.h"
#include "text/passages.h"
#include "text/unicode.h"
#include "text/words.h"

namespace {

using Time = std::chrono::steady_clock;

double seconds_since(Time::time_point start) {
  return std::chrono::duration<double>(Time::now() - start).count();
}

// Invented sentences in three languages, `bytes` of them or a little more.
std::string invented_text(std::size_t bytes, int variant) {
  const char* const sentences[] = {
      "The men were woken at six and worked until two in the morning, Mr. Kim said. ",
      "Они работали по 18 часов в сутки и получали 12 тыс. руб. в месяц. ",
      "노동자들은 하루 18시간 일했고 쉬는 날은 없었다고 그는 말했다. "};
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) {
    text += sentences[variant % 3];
    if (i % 5 == 4) text += "\n\n";
  }
  return text;
}

void measure_workers(int documents, int workers) {
  std::vector<std::thread> threads;
  const auto start = Time::now();
  for (int t = 0; t < workers; ++t) {
    threads.emplace_back([=] {
      const std::string program = std::string(DEPONE_BIN_DIR) + "/depone-extract";
      auto worker = depone::extract::Worker::start(program, {});
      if (!worker.ok()) {
        fmt::print("{}\n", depone::to_string(worker.error()));
        std::exit(1);
      }
      for (int i = t; i < documents; i += workers) {
        const std::string text = invented_text(1000, i);
        if (!worker.value()->extract(depone::bytes_of(text), "a.txt").ok()) std::exit(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = seconds_since(start);
  fmt::print("{} worker(s): {} documents of 1 kB in {:.2f} s: {:.0f} a second\n", workers,
             documents, seconds, documents / seconds);
}

template <class Step>
void measure_text(const char* name, Step step) {
  for (int variant = 0; variant < 3; ++variant) {
    const std::string text = invented_text(4 << 20, variant);
    const std::clock_t start = std::clock();  // CPU time: other programs do not blur it
    step(text);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    fmt::print("{} {}: {:.0f} MB/s\n", name,
               variant == 0   ? "en"
               : variant == 1 ? "ru"
                              : "ko",
               static_cast<double>(text.size()) / 1e6 / seconds);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int documents = argc > 1 ? std::atoi(argv[1]) : 3000;
  const int most_workers = argc > 2 ? std::atoi(argv[2]) : 2;
  for (int workers = 1; workers <= most_workers; ++workers) measure_workers(documents, workers);
  std::size_t sink = 0;
  measure_text("split_passages",
               [&](const std::string& text) { sink += depone::text::split_passages(text).size(); });
  measure_text("words", [&](const std::string& text) { sink += depone::text::words(text).size(); });
  measure_text("fold", [&](const std::string& text) { sink += depone::text::fold(text).size(); });
  measure_text("extract", [&](const std::string& text) {
    sink += depone::extract::extract(depone::bytes_of(text), "a.txt").value().text.size();
  });
  return sink == 0 ? 1 : 0;
}
