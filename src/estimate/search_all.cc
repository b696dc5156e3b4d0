#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "base/parallel.h"
#include "estimate/deviance_floor.h"
#include "estimate/search_fits.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kChunk = 256;

// Models by their number of terms, in the order of for_each_model.
std::array<std::vector<TermBits>, kMaxTerms + 1> models_by_size(std::size_t lists,
                                                                std::size_t order) {
  std::array<std::size_t, kMaxTerms + 1> counts{};
  for_each_model(lists, order, [&](TermBits model) {
    ++counts[static_cast<std::size_t>(std::popcount(model))];
    return true;
  });
  std::array<std::vector<TermBits>, kMaxTerms + 1> models;
  for (std::size_t size = 0; size <= kMaxTerms; ++size) models[size].reserve(counts[size]);
  for_each_model(lists, order, [&](TermBits model) {
    models[static_cast<std::size_t>(std::popcount(model))].push_back(model);
    return true;
  });
  return models;
}

struct Chunk {
  SearchFits fits;
  std::size_t passed_over = 0;
};

// All of `models` that could be at or below `bound`.
Chunk fit_chunk(const SearchTask& task, const DevianceFloor& floor,
                std::span<const TermBits> models, double bound, std::size_t keep) {
  Chunk chunk;
  SearchFitter fitter(task);
  for (const TermBits model : models) {
    const double least = static_cast<double>(std::popcount(model)) * task.penalty + task.saturated +
                         floor.floor_of(strangers_of(model, task.lists))[0];
    if (least > bound) {
      ++chunk.passed_over;
    } else {
      fitter.add(model);
    }
  }
  chunk.fits = fitter.take();
  keep_best(chunk.fits.models, keep);
  return chunk;
}

}  // namespace

Result<Search> search_all(const OverlapTable& table, std::size_t order, Criterion criterion,
                          std::size_t keep, std::size_t threads, Progress& progress,
                          const Cancellation& cancellation) {
  const std::size_t lists = table.list_count();
  const std::size_t graphs = std::size_t{1} << (lists * (lists - 1) / 2);
  if (order == 2 && lists > 3 && keep < graphs / 8) {
    return search_pairs(table, criterion, keep, threads, progress, cancellation);
  }
  const SearchTask task(table, criterion);
  const DevianceFloor floor(lists, std::span(&table.counts, 1), LogTable(table.observed()));
  Search search;
  // Level by level: the best of the smaller models bound the larger ones, whatever the threads do.
  const auto levels = models_by_size(lists, order);
  for (const auto& level : levels) search.considered += level.size();
  std::size_t before = 0;
  for (const auto& level : levels) {
    if (level.empty()) continue;
    const double bound = search.models.size() < keep ? std::numeric_limits<double>::infinity()
                                                     : search.models[keep - 1].criterion;
    const std::size_t count = (level.size() + kChunk - 1) / kChunk;
    std::vector<Chunk> chunks(count);
    const auto work = [&](std::size_t i) {
      const std::size_t start = i * kChunk;
      const std::size_t size = std::min(kChunk, level.size() - start);
      chunks[i] = fit_chunk(task, floor, std::span(level).subspan(start, size), bound, keep);
    };
    NoProgress quiet;
    DP_TRY(parallel_for(count, threads, work, quiet, cancellation));
    for (const Chunk& chunk : chunks) {
      search.models.insert(search.models.end(), chunk.fits.models.begin(), chunk.fits.models.end());
      search.without_estimate += chunk.fits.without_estimate;
      search.passed_over += chunk.passed_over;
      search.not_converged += chunk.fits.not_converged;
    }
    keep_best(search.models, keep);
    before += level.size();
    progress.step(before, search.considered, "models");
  }
  return search;
}

}  // namespace depone::estimate
