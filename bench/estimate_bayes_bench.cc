// CPU time of the Bayesian estimates on published tables, beside the CPU time that the R packages
// needed for the same (../shared/data/mse/reference_results.csv, R 4.2.2; x_r is the ratio, above 1
// when Depone is faster). For chains, microseconds of CPU an effective draw are what compares.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <bit>

#include "estimate/decomposable.h"
#include "estimate/latent_class.h"
#include "estimate/threshold.h"
#include "math/random.h"
#include "tests/estimate/mse_data.h"

namespace {

using namespace depone;
using namespace depone::estimate;

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Peer {
  const char* table;
  double seconds;  // of CPU in R
};

// A table of `lists` lists with Poisson counts that thin out fourfold a list.
OverlapTable invented(std::size_t lists, double people) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < lists; ++i) names.push_back("L" + std::to_string(i + 1));
  OverlapTable table = empty_table(names);
  math::Random random(5);
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    double mean = people;
    for (int i = std::popcount(cell); i > 1; --i) mean /= 4;
    table.counts[cell] = random.poisson(mean);
  }
  return table;
}

template <class Work>
void run(benchmark::State& state, const OverlapTable& table, double peer, const Work& work) {
  if (table.lists.empty()) {
    state.SkipWithError("no ../shared/data/mse");
    return;
  }
  const double begin = cpu_seconds();
  for (auto _ : state) work(table);
  const double each = (cpu_seconds() - begin) / static_cast<double>(state.iterations());
  state.counters["cpu_ms"] = 1e3 * each;
  if (peer > 0) state.counters["x_r"] = peer / each;
}

// One posterior, graphs at hand: what dga's bma.cr does with its tables of graphs.
constexpr Peer kDga[] = {
    {"Kosovo", 0.076}, {"dga_spina_MY5", 0.0105}, {"UKdat_5", 3.568}, {"NewOrl_5", 0.518}};
void decomposable(benchmark::State& state) {
  const Peer& peer = kDga[state.range(0)];
  state.SetLabel(peer.table);
  const OverlapTable table = mse_table(peer.table);
  const auto graphs = table.lists.empty() ? std::vector<DecomposableGraph>{}
                                          : decomposable_graphs(table.list_count());
  run(state, table, peer.seconds, [&](const OverlapTable& one) {
    NoProgress progress;
    const Cancellation cancellation;
    const auto posterior = count_posterior(one, graphs, {}, progress, cancellation);
    benchmark::DoNotOptimize(posterior.value().quantile(0.5));
  });
}
BENCHMARK(decomposable)->DenseRange(0, 3)->Unit(benchmark::kMillisecond)->MinTime(0.2);

void decomposable_invented(benchmark::State& state) {
  const OverlapTable table = invented(static_cast<std::size_t>(state.range(0)), 300);
  const auto graphs = decomposable_graphs(table.list_count());
  run(state, table, 0, [&](const OverlapTable& one) {
    NoProgress progress;
    const Cancellation cancellation;
    const auto posterior = count_posterior(one, graphs, {}, progress, cancellation);
    benchmark::DoNotOptimize(posterior.value().quantile(0.5));
  });
}
BENCHMARK(decomposable_invented)->Arg(6)->Arg(7)->Unit(benchmark::kMillisecond);

void graphs(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(decomposable_graphs(static_cast<std::size_t>(state.range(0))));
  }
}
BENCHMARK(graphs)->Arg(5)->Arg(6)->Arg(7)->Unit(benchmark::kMillisecond);

double effective_draws(const Estimate& estimate) {
  for (const auto& [name, value] : estimate.figures) {
    if (name == "effective draws, middle") return value;
  }
  return 0;
}

// LCMCR: one chain of 110,000 sweeps, which the package does not check.
constexpr Peer kLcmcr[] = {{"kosovo_aggregate_LCMCR", 1.69}, {"NewOrl_5", 1.34}, {"UKdat_5", 1.42}};
void latent_class(benchmark::State& state) {
  const Peer& peer = kLcmcr[state.range(0)];
  state.SetLabel(peer.table);
  double draws = 0;
  run(state, mse_table(peer.table), peer.seconds, [&](const OverlapTable& one) {
    NoProgress progress;
    const Cancellation cancellation;
    draws = effective_draws(estimate_latent_class(one, {}, progress, cancellation).value());
  });
  state.counters["effective"] = draws;
}
BENCHMARK(latent_class)->DenseRange(0, 2)->Unit(benchmark::kMillisecond)->Iterations(1);

constexpr Peer kThreshold[] = {
    {"Korea", 0.137}, {"Kosovo", 0.278}, {"NewOrl_5", 0.341}, {"UKdat_5", 0.673}};
void bayes_threshold(benchmark::State& state) {
  const Peer& peer = kThreshold[state.range(0)];
  state.SetLabel(peer.table);
  double draws = 0;
  run(state, mse_table(peer.table), peer.seconds, [&](const OverlapTable& one) {
    NoProgress progress;
    const Cancellation cancellation;
    draws = effective_draws(estimate_bayes_threshold(one, {}, progress, cancellation).value());
  });
  state.counters["effective"] = draws;
}
BENCHMARK(bayes_threshold)->DenseRange(0, 3)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
