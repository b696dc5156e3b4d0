// Branch and bound over the graphs of dependence, as "leaps and bounds" over subsets of regressors
// (Furnival and Wilson 1974, Technometrics 16:499). No model fits better than one that has its
// pairs and more; going from the fullest graph down, -2 log L of what was fitted bounds whatever
// lies below. A model is fitted only when all bounds and its own penalty leave it a place.
#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

#include "base/parallel.h"
#include "estimate/search_fits.h"

namespace depone::estimate {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Fits are right to fewer digits than this, far fewer than two models' criteria are apart.
constexpr double kRounding = 1e-6;
// Graphs of one piece of work, and as many as are worth a second thread.
constexpr std::size_t kChunk = 64;
constexpr std::size_t kWorthThreads = 256;

// The pairs of a model as a word, in the order of pairs_of().
using Graph = std::uint32_t;

class PairSearch {
 public:
  PairSearch(const OverlapTable& table, Criterion criterion, std::size_t keep, std::size_t threads,
             const Cancellation& cancellation)
      : table_(table),
        task_(table, criterion),
        keep_(keep),
        threads_(threads),
        cancellation_(cancellation),
        main_effects_(bits_of(main_effects(task_.lists))),
        pairs_(pairs_of(task_.lists)),
        size_(Graph{1} << pairs_.size()),
        least_(size_, task_.saturated),
        is_done_(size_, 0) {}

  Result<Search> run(Progress& progress) {
    search_.considered = size_;
    DP_TRY(fit_around(near_best()));
    std::vector<std::vector<Graph>> levels(pairs_.size() + 1);
    for (Graph graph = 0; graph < size_; ++graph) {
      levels[static_cast<std::size_t>(std::popcount(graph))].push_back(graph);
    }
    std::size_t before = 0;
    for (std::size_t pairs = levels.size(); pairs-- > 0;) {
      const double room = bound_ - penalty_of(pairs);
      std::vector<Graph> wanted;
      for (const Graph graph : levels[pairs]) {
        inherit(graph);
        if (is_done_[graph] != 0) continue;
        if (least_[graph] - kRounding > room) {
          ++search_.passed_over;
        } else {
          wanted.push_back(graph);
        }
      }
      DP_TRY(fit(wanted));
      before += levels[pairs].size();
      progress.step(before, size_, "models");
    }
    return std::move(search_);
  }

 private:
  double penalty_of(std::size_t pairs) const {
    return task_.penalty * static_cast<double>(pairs + task_.lists + 1);
  }
  TermBits model_of(Graph graph) const {
    TermBits model = main_effects_;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if ((graph >> i & 1) != 0) model |= TermBits{1} << pairs_[i];
    }
    return model;
  }
  Graph graph_of(TermBits model) const {
    Graph graph = 0;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      graph |= static_cast<Graph>(model >> pairs_[i] & 1) << i;
    }
    return graph;
  }

  // Where a search by steps ends; only the speed depends on it.
  Graph near_best() const {
    LaneFitter fitter;
    const std::optional<FittedModel> found =
        search_downhill(task_.lists, table_.counts, 2, task_.penalty, fitter);
    return found ? graph_of(bits_of(found->terms)) : 0;
  }

  // Graphs that differ from `centre` in ever more pairs, until there are some more than are kept:
  // the last of those kept is the first bound.
  Result<> fit_around(Graph centre) {
    std::size_t known = 0;
    for (int apart = 0; known < keep_ + keep_ / 2; ++apart) {
      std::vector<Graph> ring;
      for (Graph graph = 0; graph < size_; ++graph) {
        if (std::popcount(graph ^ centre) == apart) ring.push_back(graph);
      }
      if (ring.empty()) break;
      DP_TRY(fit(ring));
      known += ring.size();
    }
    return done();
  }

  void inherit(Graph graph) {
    double least = least_[graph];
    for (Graph rest = (size_ - 1) & ~graph; rest != 0; rest &= rest - 1) {
      least = std::max(least, least_[graph | (rest & (0 - rest))]);
    }
    least_[graph] = least;
  }

  Result<> fit(std::span<const Graph> graphs) {
    std::vector<SearchFits> chunks((graphs.size() + kChunk - 1) / kChunk);
    const auto work = [&](std::size_t i) {
      SearchFitter fitter(task_);
      const std::size_t begin = i * kChunk;
      for (const Graph graph : graphs.subspan(begin, std::min(kChunk, graphs.size() - begin))) {
        fitter.add(model_of(graph));
      }
      chunks[i] = fitter.take();
    };
    NoProgress quiet;
    DP_TRY(parallel_for(chunks.size(), graphs.size() < kWorthThreads ? 1 : threads_, work, quiet,
                        cancellation_));
    for (const Graph graph : graphs) is_done_[graph] = 1;
    for (const SearchFits& chunk : chunks) {
      for (const RankedModel& model : chunk.models) {
        const Graph graph = graph_of(model.bits);
        least_[graph] =
            model.criterion - penalty_of(static_cast<std::size_t>(std::popcount(graph)));
      }
      search_.models.insert(search_.models.end(), chunk.models.begin(), chunk.models.end());
      search_.without_estimate += chunk.without_estimate;
      search_.not_converged += chunk.not_converged;
    }
    keep_best(search_.models, keep_);
    if (search_.models.size() == keep_) bound_ = search_.models.back().criterion;
    return done();
  }

  const OverlapTable& table_;
  const SearchTask task_;
  const std::size_t keep_;
  const std::size_t threads_;
  const Cancellation& cancellation_;
  const TermBits main_effects_;
  const std::vector<Lists> pairs_;
  const Graph size_;
  std::vector<double> least_;  // by graph: no -2 log L of it is below
  std::vector<std::uint8_t> is_done_;
  double bound_ = kInfinity;
  Search search_;
};

}  // namespace

Result<Search> search_pairs(const OverlapTable& table, Criterion criterion, std::size_t keep,
                            std::size_t threads, Progress& progress,
                            const Cancellation& cancellation) {
  return PairSearch(table, criterion, keep, threads, cancellation).run(progress);
}

}  // namespace depone::estimate
