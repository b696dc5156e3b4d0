#include "estimate/model_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "estimate/deviance_floor.h"
#include "math/distributions.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kChunk = 256;

bool is_better(const RankedModel& a, const RankedModel& b) {
  return a.criterion != b.criterion ? a.criterion < b.criterion : a.bits < b.bits;
}

void keep_best(std::vector<RankedModel>& models, std::size_t keep) {
  if (models.size() > keep) {
    const auto end = models.begin() + static_cast<std::ptrdiff_t>(keep);
    std::nth_element(models.begin(), end - 1, models.end(), is_better);
    models.resize(keep);
  }
  std::sort(models.begin(), models.end(), is_better);
}

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

// What all threads read.
struct Task {
  const OverlapTable& table;
  double penalty;
  double constant;   // added to every criterion
  double saturated;  // -2 log L of the saturated model with the constant
  std::vector<std::uint8_t> occupied;
  LaneTables tables;
  const DevianceFloor* floor;
};

struct Chunk {
  std::vector<RankedModel> models;
  std::size_t without_estimate = 0;
  std::size_t passed_over = 0;
  std::size_t not_converged = 0;
};

void fit_batch(const Task& task, std::span<const Terms> batch, std::span<const TermBits> bits,
               LaneFitter& fitter, Chunk& chunk) {
  LaneFits fits;
  fitter.fit(batch, task.tables, fits);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if ((fits.converged >> i & 1) == 0) {
      ++chunk.not_converged;
      continue;
    }
    const double criterion = static_cast<double>(batch[i].size()) * task.penalty -
                             2 * fits.log_likelihood[i] + task.constant;
    chunk.models.push_back({bits[i], criterion, fits.unlisted[i], fits.variance[i]});
  }
}

// All of `models` that could be at or below `bound`.
Chunk fit_chunk(const Task& task, std::span<const TermBits> models, double bound,
                std::size_t keep) {
  Chunk chunk;
  LaneFitter fitter;
  std::array<Terms, kLanes> batch;
  std::array<TermBits, kLanes> bits{};
  std::size_t waiting = 0;
  const std::size_t lists = task.table.list_count();
  for (const TermBits model : models) {
    const double least = static_cast<double>(std::popcount(model)) * task.penalty + task.saturated +
                         task.floor->floor_of(strangers_of(model, lists))[0];
    if (least > bound) {
      ++chunk.passed_over;
      continue;
    }
    const Terms terms = terms_of(model);
    if (existence_of(terms, lists, task.occupied) != Existence::Exists) {
      ++chunk.without_estimate;
      continue;
    }
    batch[waiting] = terms;
    bits[waiting] = model;
    if (++waiting == kLanes) {
      fit_batch(task, batch, bits, fitter, chunk);
      waiting = 0;
    }
  }
  if (waiting > 0) fit_batch(task, std::span(batch).first(waiting), bits, fitter, chunk);
  keep_best(chunk.models, keep);
  return chunk;
}

}  // namespace

double penalty_of(Criterion criterion, std::int64_t people) {
  return criterion == Criterion::Aic ? 2 : std::log(static_cast<double>(people));
}

std::int64_t people_of(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin() + 1, counts.end(), std::int64_t{0});
}

double constant_of(const std::vector<std::int64_t>& counts) {
  double sum = 0;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    sum += math::log_factorial(static_cast<double>(counts[s]));
  }
  return 2 * sum;
}

double saturated_of(const std::vector<std::int64_t>& counts) {
  double sum = 0;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    const auto y = static_cast<double>(counts[s]);
    if (y > 0) sum += y * std::log(y) - y;
  }
  return -2 * sum;
}

Result<Search> search_all(const OverlapTable& table, std::size_t order, Criterion criterion,
                          std::size_t keep, std::size_t threads, Progress& progress,
                          const Cancellation& cancellation) {
  const std::size_t lists = table.list_count();
  const std::vector<std::vector<std::int64_t>> one = {table.counts};
  const std::int64_t people = table.observed();
  const LogTable logs(people);
  const DevianceFloor floor(lists, one, logs);
  const double constant = constant_of(table.counts);
  const Task task{table,
                  penalty_of(criterion, people),
                  constant,
                  saturated_of(table.counts) + constant,
                  occupied_cells(table.counts),
                  lane_tables(lists, one),
                  &floor};
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
      chunks[i] = fit_chunk(task, std::span(level).subspan(start, size), bound, keep);
    };
    NoProgress quiet;
    DP_TRY(parallel_for(count, threads, work, quiet, cancellation));
    for (Chunk& chunk : chunks) {
      search.models.insert(search.models.end(), chunk.models.begin(), chunk.models.end());
      search.without_estimate += chunk.without_estimate;
      search.passed_over += chunk.passed_over;
      search.not_converged += chunk.not_converged;
    }
    keep_best(search.models, keep);
    before += level.size();
    progress.step(before, search.considered, "models");
  }
  return search;
}

OneFit fit_one(std::size_t lists, const std::vector<std::int64_t>& counts, const Terms& terms,
               double penalty, LaneFitter& fitter) {
  OneFit one;
  one.existence = existence_of(terms, lists, occupied_cells(counts));
  if (one.existence != Existence::Exists) return one;
  LaneFits fits;
  fitter.fit(terms, lane_tables(lists, std::span(&counts, 1)), fits);
  one.converged = (fits.converged & 1) != 0;
  if (!one.converged) return one;
  one.fit = FittedModel{terms,
                        static_cast<double>(terms.size()) * penalty - 2 * fits.log_likelihood[0] +
                            constant_of(counts),
                        fits.unlisted[0], fits.variance[0]};
  return one;
}

std::optional<FittedModel> search_stepwise(std::size_t lists,
                                           const std::vector<std::int64_t>& counts,
                                           double threshold, double penalty, LaneFitter& fitter) {
  const std::vector<std::uint8_t> occupied = occupied_cells(counts);
  const LaneTables tables = lane_tables(lists, std::span(&counts, 1));
  std::vector<std::int64_t> margins = counts;
  margins[0] = 0;
  for (std::size_t bit = 1; bit < margins.size(); bit *= 2) {
    for (std::size_t s = 0; s < margins.size(); ++s) {
      if ((s & bit) == 0) margins[s] += margins[s | bit];
    }
  }
  Terms terms = main_effects(lists);
  if (existence_of(terms, lists, occupied) != Existence::Exists) return std::nullopt;
  // Pairs in the order of the lists: {0,1}, {0,2}, ..., {1,2}, ...
  std::vector<Lists> pairs;
  for (std::size_t i = 0; i < lists; ++i) {
    for (std::size_t j = i + 1; j < lists; ++j) pairs.push_back(Lists{1} << i | Lists{1} << j);
  }
  LaneFits fits;
  while (true) {
    fitter.fit(terms, tables, fits, true);
    if ((fits.converged & 1) == 0) return std::nullopt;
    double least = threshold;
    Lists chosen = 0;
    for (const Lists pair : pairs) {
      if (pair + 1 == counts.size() || terms.contains(pair) || terms.size() == kMaxTerms) continue;
      const double expected = std::max(0.0, fits.margins[pair][0]);
      const double tail = std::min(math::poisson_at_most(margins[pair], expected),
                                   math::poisson_at_least(margins[pair], expected));
      if (tail >= least) continue;
      Terms larger = terms;
      larger.add(pair);
      if (existence_of(larger, lists, occupied) != Existence::Exists) continue;
      least = tail;
      chosen = pair;
    }
    if (chosen == 0) break;
    terms.add(chosen);
  }
  return FittedModel{terms,
                     static_cast<double>(terms.size()) * penalty - 2 * fits.log_likelihood[0] +
                         constant_of(counts),
                     fits.unlisted[0], fits.variance[0]};
}

std::optional<FittedModel> search_downhill(std::size_t lists,
                                           const std::vector<std::int64_t>& counts,
                                           std::size_t order, double penalty, LaneFitter& fitter) {
  const std::vector<std::uint8_t> occupied = occupied_cells(counts);
  const LaneTables tables = lane_tables(lists, std::span(&counts, 1));
  const double constant = constant_of(counts);
  const OneFit start = fit_one(lists, counts, main_effects(lists), penalty, fitter);
  if (!start.fit) return std::nullopt;
  FittedModel best = *start.fit;
  while (true) {
    std::vector<Terms> neighbours;
    for (const Lists term : removable(best.terms)) {
      neighbours.push_back(best.terms);
      neighbours.back().remove(term);
    }
    for (const Lists term : addable(best.terms, lists, order)) {
      if (best.terms.size() == kMaxTerms) break;
      neighbours.push_back(best.terms);
      neighbours.back().add(term);
    }
    std::erase_if(neighbours, [&](const Terms& terms) {
      return existence_of(terms, lists, occupied) != Existence::Exists;
    });
    FittedModel found = best;
    LaneFits fits;
    for (std::size_t i = 0; i < neighbours.size(); i += kLanes) {
      const std::size_t count = std::min(kLanes, neighbours.size() - i);
      fitter.fit(std::span<const Terms>(neighbours).subspan(i, count), tables, fits);
      for (std::size_t lane = 0; lane < count; ++lane) {
        const Terms& terms = neighbours[i + lane];
        const double criterion =
            static_cast<double>(terms.size()) * penalty - 2 * fits.log_likelihood[lane] + constant;
        if ((fits.converged >> lane & 1) == 0 || criterion >= found.criterion) continue;
        found = {terms, criterion, fits.unlisted[lane], fits.variance[lane]};
      }
    }
    // Rounding must not send the search round in circles.
    if (found.criterion >= best.criterion - 1e-9) return best;
    best = found;
  }
}

}  // namespace depone::estimate
