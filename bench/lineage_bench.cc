// Documents traced a second, at 1,000 and 10,000 documents of about 2 KB: stories of ten retellings
// each, with shuffled and dropped sentences, over a vocabulary with a long tail.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "lineage/tracer.h"

namespace {

using namespace depone;

std::string sentence(std::mt19937_64& random) {
  std::string text;
  std::uniform_real_distribution<double> unit(0.0001, 1);
  for (int i = 0; i < 14; ++i) {
    // Zipf-like: low numbers are common words.
    auto word = static_cast<unsigned>(1 / (unit(random) * unit(random)));
    std::string letters;
    for (; word > 0; word /= 20) letters.push_back("bcdfghjklmnpqrstvwxz"[word % 20]);
    text += (i == 0 ? "" : " ") + ("a" + letters + "o");
  }
  return text + ". ";
}

std::vector<Document> stories(std::size_t count) {
  std::mt19937_64 random(20260000);
  std::vector<Document> documents;
  std::vector<std::string> story;
  for (std::size_t d = 0; d < count; ++d) {
    if (d % 10 == 0) {
      story.clear();
      for (int i = 0; i < 24; ++i) story.push_back(sentence(random));
    }
    Document document;
    document.name = "d" + std::to_string(d);
    for (const std::string& part : story) {
      document.text += random() % 4 == 0 ? sentence(random) : part;
    }
    documents.push_back(std::move(document));
  }
  return documents;
}

void trace(benchmark::State& state) {
  const std::vector<Document> documents = stories(static_cast<std::size_t>(state.range(0)));
  const auto tracer = lineage::Tracer::load(embedded_data()).take();
  std::vector<lineage::TraceInput> inputs;
  for (const Document& document : documents) inputs.push_back({&document, nullptr, nullptr});
  std::size_t origins = 0;
  for (auto _ : state) {
    NoProgress progress;
    const Cancellation cancellation;
    origins = tracer->trace(inputs, progress, cancellation).take().origins;
  }
  state.counters["origins"] = static_cast<double>(origins);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(trace)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
