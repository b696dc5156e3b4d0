// How fast text in memory becomes claims, by language: invented text dense with claims, and the
// development documents where they are present. Bytes a second of one core's time. Passages are
// split before the clock starts, but for "documents/all_split", which times both steps together.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "reading/reader.h"
#include "text/passages.h"

namespace depone {
namespace {

std::shared_ptr<const reading::Reader> load() {
  auto loaded = reading::Reader::load(embedded_data());
  return loaded.ok() ? std::move(loaded).take() : nullptr;
}

// Invented report text: about every second sentence has a figure.
constexpr const char* kEnglish =
    "The workers were taken to a building site on the edge of the city. They worked 16 hours a day "
    "and had one day off a month. Nobody could tell them when they would go home. The firm said it "
    "employed 240 people and kept to the law. At night the dormitory was locked. ";
constexpr const char* kKorean =
    "노동자들은 도시 외곽의 공사장으로 옮겨졌다. 이들은 하루 16시간 일했고 한 달에 하루 쉬었다. "
    "언제 집에 "
    "돌아갈지 아무도 말해 주지 않았다. 회사는 240명을 고용했으며 법을 지켰다고 밝혔다. 밤에는 숙소 "
    "문이 잠겼다. ";
constexpr const char* kRussian =
    "Рабочих привезли на стройку на окраине города. Они работали по 16 часов в день и имели один "
    "выходной в месяц. Никто не говорил им, когда они вернутся домой. Компания заявила, что у нее "
    "работают 240 человек и что закон соблюдается. Ночью общежитие запирали. ";

void read_text(benchmark::State& state, const std::string& pattern, Language language) {
  static const auto reader = load();
  if (reader == nullptr) return state.SkipWithError("the tables do not load");
  Document document;
  while (document.text.size() < 1'000'000) document.text += pattern;
  document.language = language;
  document.date = {2025, 8, 12};
  document.passages = text::split_passages(document.text);
  for (auto _ : state) benchmark::DoNotOptimize(reader->read(document));
  state.SetBytesProcessed(static_cast<std::int64_t>(document.text.size()) *
                          static_cast<std::int64_t>(state.iterations()));
}

void english(benchmark::State& state) { read_text(state, kEnglish, Language::English); }
void korean(benchmark::State& state) { read_text(state, kKorean, Language::Korean); }
void russian(benchmark::State& state) { read_text(state, kRussian, Language::Russian); }
void mixed(benchmark::State& state) {
  read_text(state, std::string(kEnglish) + "\n\n" + kKorean + "\n\n" + kRussian + "\n\n",
            Language::English);
}

// The development documents with a passage in `language`; Unknown: all of them.
void documents(benchmark::State& state, Language language, bool split) {
  static const auto reader = load();
  if (reader == nullptr) return state.SkipWithError("the tables do not load");
  const std::filesystem::path folder = DEPONE_SOURCE_DIR "/../shared/data/corpus/docs";
  std::error_code missing;
  std::vector<Document> found;
  std::size_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder, missing)) {
    std::ifstream in(file.path());
    Document document;
    document.text.assign(std::istreambuf_iterator<char>(in), {});
    document.date = {2025, 8, 12};
    document.passages = text::split_passages(document.text);
    bool wanted = language == Language::Unknown;
    for (const Passage& passage : document.passages) wanted |= passage.language == language;
    if (!wanted) continue;
    bytes += document.text.size();
    found.push_back(std::move(document));
  }
  if (found.empty()) return state.SkipWithError("no development documents");
  for (auto _ : state) {
    for (Document& document : found) {
      if (split) document.passages = text::split_passages(document.text);
      benchmark::DoNotOptimize(reader->read(document));
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) *
                          static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK_CAPTURE(documents, all, Language::Unknown, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(documents, all_split, Language::Unknown, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(documents, english, Language::English, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(documents, korean, Language::Korean, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(documents, russian, Language::Russian, false)->Unit(benchmark::kMillisecond);
BENCHMARK(english)->Unit(benchmark::kMillisecond);
BENCHMARK(korean)->Unit(benchmark::kMillisecond);
BENCHMARK(russian)->Unit(benchmark::kMillisecond);
BENCHMARK(mixed)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace depone

BENCHMARK_MAIN();
