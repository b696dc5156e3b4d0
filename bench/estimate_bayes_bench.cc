// CPU time of the Bayesian estimates on published tables, beside the CPU time that the R packages
// needed for the same (../shared/data/mse/reference_results.csv, R 4.2.2; x_r is the ratio, above 1
// when Depone is faster). For chains, effective draws a second of CPU are what compares; the sweeps
// of LCMCR are repeated here for that, as what its package saves does not tell.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <array>
#include <bit>
#include <cmath>

#include "estimate/decomposable.h"
#include "estimate/latent_class.h"
#include "estimate/threshold.h"
#include "math/convergence.h"
#include "math/random.h"
#include "tests/estimate/shared_table.h"

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
  state.counters["a_second"] = draws / (1e-3 * state.counters["cpu_ms"]);
}
BENCHMARK(latent_class)->DenseRange(0, 2)->Unit(benchmark::kMillisecond)->Iterations(1);

// One sweep as in LCMCR: the unlisted, the classes of all people of a cell at once, sticks,
// concentration, chances.
class Sweeper {
 public:
  Sweeper(const OverlapTable& table, std::uint64_t stream) : table_(table), random_(1, stream) {
    for (double& chance : chances_) chance = random_.uniform();
    double left = 1;
    for (double& share : shares_) {
      share = left * random_.beta(1, 1);
      left -= share;
    }
  }

  double sweep() {
    members_.fill(0);
    on_.fill(0);
    const double missed = weights_of(0);
    const auto listed = static_cast<double>(table_.observed());
    const std::int64_t unlisted = random_.poisson(random_.gamma(listed) * missed / (1 - missed));
    for (std::size_t cell = 0; cell < table_.counts.size(); ++cell) {
      const std::int64_t people = cell == 0 ? unlisted : table_.counts[cell];
      if (people == 0) continue;
      weights_of(cell);
      const auto drawn = random_.multinomial(people, weights_);
      for (std::size_t k = 0; k < kClasses; ++k) {
        members_[k] += static_cast<double>(drawn[k]);
        for (std::size_t list = 0; list < table_.list_count(); ++list) {
          if ((cell >> list & 1) != 0) on_[k * kMostLists + list] += static_cast<double>(drawn[k]);
        }
      }
    }
    double later = listed + static_cast<double>(unlisted);
    double left = 1;
    double sum = 0;
    for (std::size_t k = 0; k + 1 < kClasses; ++k) {
      later -= members_[k];
      const double odds = random_.log_gamma_variate(1 + members_[k]) -
                          random_.log_gamma_variate(concentration_ + later);
      const double piece =
          odds > 0 ? odds + std::log1p(std::exp(-odds)) : std::log1p(std::exp(odds));
      sum += piece;
      shares_[k] = left * -std::expm1(-piece);
      left *= std::exp(-piece);
    }
    shares_[kClasses - 1] = left;
    concentration_ = random_.gamma(0.25 + kClasses - 1) / (0.25 + sum);
    for (std::size_t k = 0; k < kClasses; ++k) {
      for (std::size_t list = 0; list < table_.list_count(); ++list) {
        const double on = on_[k * kMostLists + list];
        chances_[k * kMostLists + list] = random_.beta(1 + on, 1 + members_[k] - on);
      }
    }
    return listed + static_cast<double>(unlisted);
  }

 private:
  static constexpr std::size_t kClasses = 10;
  static constexpr std::size_t kMostLists = 8;

  double weights_of(std::size_t cell) {
    double sum = 0;
    for (std::size_t k = 0; k < kClasses; ++k) {
      weights_[k] = shares_[k];
      for (std::size_t list = 0; list < table_.list_count(); ++list) {
        const double p = chances_[k * kMostLists + list];
        weights_[k] *= (cell >> list & 1) != 0 ? p : 1 - p;
      }
      sum += weights_[k];
    }
    return sum;
  }

  const OverlapTable& table_;
  math::Random random_;
  std::array<double, kClasses> shares_{};
  std::array<double, kClasses * kMostLists> chances_{};
  std::array<double, kClasses> weights_{};
  std::array<double, kClasses> members_{};
  std::array<double, kClasses * kMostLists> on_{};
  double concentration_ = 1;
};

// A chain of 10,000 and 100,000 sweeps, all of the latter kept; the mean of four chains, as their
// disagreement counts.
void latent_class_sweeps(benchmark::State& state) {
  const Peer& peer = kLcmcr[state.range(0)];
  state.SetLabel(peer.table);
  constexpr std::size_t kChains = 4;
  double draws = 0;
  run(state, mse_table(peer.table), kChains * peer.seconds, [&](const OverlapTable& one) {
    std::vector<std::vector<double>> chains(kChains);
    for (std::size_t i = 0; i < kChains; ++i) {
      Sweeper sweeper(one, i);
      for (int s = 0; s < 10'000; ++s) sweeper.sweep();
      for (int s = 0; s < 100'000; ++s) chains[i].push_back(sweeper.sweep());
    }
    draws = math::bulk_effective_size(chains) / kChains;
  });
  state.counters["effective"] = draws;
  state.counters["r_a_second"] = draws / peer.seconds;
}
BENCHMARK(latent_class_sweeps)->DenseRange(0, 2)->Unit(benchmark::kMillisecond)->Iterations(1);

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
  state.counters["a_second"] = draws / (1e-3 * state.counters["cpu_ms"]);
}
BENCHMARK(bayes_threshold)->DenseRange(0, 3)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
