#include "estimate/chain_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "math/convergence.h"
#include "math/special.h"

namespace depone::estimate {
namespace {

constexpr double kHopelessRHat = 1.1;
constexpr std::size_t kBetweenLooks = 32;  // draws between two looks at the cancellation

// The chains in two groups, parted where their medians lie farthest apart, in words.
std::string where_chains_stayed(const ChainRuns& runs) {
  struct Chain {
    double median;
    const std::vector<double>* draws;
  };
  std::vector<Chain> chains;
  for (const auto& draws : runs.draws) {
    std::vector<double> sorted = draws;
    std::sort(sorted.begin(), sorted.end());
    chains.push_back({math::quantile_of_sorted(sorted, 0.5), &draws});
  }
  std::sort(chains.begin(), chains.end(),
            [](const Chain& a, const Chain& b) { return a.median < b.median; });
  std::size_t cut = 1;
  for (std::size_t i = 1; i < chains.size(); ++i) {
    if (chains[i].median / chains[i - 1].median > chains[cut].median / chains[cut - 1].median)
      cut = i;
  }
  const auto describe = [&](std::size_t begin, std::size_t end) {
    std::vector<double> all;
    for (std::size_t i = begin; i < end; ++i) {
      all.insert(all.end(), chains[i].draws->begin(), chains[i].draws->end());
    }
    std::sort(all.begin(), all.end());
    return fmt::format("{} of {} chains around {:.0f} ({:.0f} to {:.0f})", end - begin,
                       chains.size(), math::quantile_of_sorted(all, 0.5),
                       math::quantile_of_sorted(all, 0.025), math::quantile_of_sorted(all, 0.975));
  };
  return describe(0, cut) + ", " + describe(cut, chains.size());
}

// So many draws of each chain, evenly apart.
std::vector<std::vector<double>> traces_of(const ChainRuns& runs) {
  constexpr std::size_t kShown = 100;
  std::vector<std::vector<double>> traces;
  for (const std::vector<double>& chain : runs.draws) {
    const std::size_t shown = std::min(kShown, chain.size());
    traces.emplace_back();
    for (std::size_t i = 0; i < shown; ++i) {
      traces.back().push_back(chain[(i + 1) * chain.size() / shown - 1]);
    }
  }
  return traces;
}

}  // namespace

bool ChainRuns::converged() const {
  return r_hat <= kMostRHat && std::min(bulk_size, tail_size) >= kLeastEffectiveSize;
}

std::vector<double> ChainRuns::sorted() const {
  std::vector<double> all;
  for (const auto& chain : draws) all.insert(all.end(), chain.begin(), chain.end());
  std::sort(all.begin(), all.end());
  return all;
}

Result<ChainRuns> run_chains(const ChainSettings& settings,
                             const std::function<double(std::size_t chain)>& draw,
                             Progress& progress, const Cancellation& cancellation) {
  if (settings.chains < 2 || settings.round < 4 || settings.most_draws < settings.round) {
    return Error{Fault::InvalidInput,
                 "chains need to be at least 2, with rounds of at least 4 draws"};
  }
  ChainRuns runs;
  runs.draws.resize(settings.chains);
  NoProgress nobody;
  std::size_t done_draws = 0;
  while (done_draws < settings.most_draws) {
    const std::size_t wanted =
        std::min(std::max(settings.round, done_draws / 3), settings.most_draws - done_draws);
    DP_TRY(parallel_for(
        settings.chains, settings.threads,
        [&](std::size_t chain) {
          for (std::size_t i = 0; i < wanted; ++i) {
            if (i % kBetweenLooks == 0 && cancellation.requested()) return;
            runs.draws[chain].push_back(draw(chain));
          }
        },
        nobody, cancellation));
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    done_draws += wanted;
    progress.step(done_draws, settings.most_draws, "chains");
    runs.r_hat = math::split_r_hat(runs.draws);
    runs.bulk_size = math::bulk_effective_size(runs.draws);
    runs.tail_size = math::tail_effective_size(runs.draws);
    if (runs.converged() && std::min(runs.bulk_size, runs.tail_size) >= settings.wanted_size) break;
    if (done_draws >= settings.patience && runs.r_hat > kHopelessRHat) break;
  }
  return runs;
}

void conclude(const ChainRuns& runs, double level, Estimate& estimate) {
  const auto count = static_cast<double>(runs.draws.size());
  estimate.figures.emplace_back("chains", count);
  estimate.figures.emplace_back("draws a chain", static_cast<double>(runs.draws.front().size()));
  estimate.figures.emplace_back("r-hat", runs.r_hat);
  estimate.figures.emplace_back("effective draws, middle", runs.bulk_size);
  estimate.figures.emplace_back("effective draws, tails", runs.tail_size);
  estimate.traces = traces_of(runs);
  if (!runs.converged()) {
    estimate.refusal = fmt::format(
        "The chains have not converged (R-hat {:.3f}, at most {} is accepted; {:.0f} effective "
        "draws, at least {:.0f} are needed), so no number is given. They stayed at: {}. Run "
        "longer, "
        "or trust none of these.",
        runs.r_hat, kMostRHat, std::min(runs.bulk_size, runs.tail_size), kLeastEffectiveSize,
        where_chains_stayed(runs));
    return;
  }
  const std::vector<double> sorted = runs.sorted();
  estimate.estimate = math::quantile_of_sorted(sorted, 0.5);
  estimate.interval =
      EstimateInterval{level, math::quantile_of_sorted(sorted, (1 - level) / 2),
                       math::quantile_of_sorted(sorted, (1 + level) / 2),
                       fmt::format("posterior quantiles from {:.0f} chains", count)};
}

}  // namespace depone::estimate
