#include "estimate/lanes.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>

#include "estimate/graph_kernel.h"
#include "estimate/lane_kernel.h"

namespace depone::estimate {
namespace {

struct Kernel {
  const char* name;
  void (*fit)(LaneJob&);
  const GraphKernel* graphs;
};

constexpr Kernel kKernels[] = {
    {"plain", fit_lanes_plain, &kGraphKernelPlain},
#ifdef DEPONE_LANE_KERNELS
    {"avx2", fit_lanes_avx2, &kGraphKernelAvx2},
    {"avx512", fit_lanes_avx512, &kGraphKernelAvx512},
#endif
};

bool is_supported([[maybe_unused]] std::size_t kernel) {
#ifdef DEPONE_LANE_KERNELS
  if (kernel == 1) return __builtin_cpu_supports("avx2") != 0;
  if (kernel == 2) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
           __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  }
#endif
  return true;
}

std::size_t best_kernel() {
  std::size_t best = std::size(kKernels) - 1;
  while (!is_supported(best)) --best;
  return best;
}

// The choice changes how fast results come, never what they are.
std::atomic<std::size_t>& kernel_in_use() {
  static std::atomic<std::size_t> in_use{best_kernel()};
  return in_use;
}

void set_count(LaneTables& tables, std::size_t cell, std::size_t lane, double count) {
  tables.counts[cell][lane] = count;
  tables.start[cell][lane] = (count + 0.1) * std::log(count + 0.1) - 0.1;
}

}  // namespace

struct LaneFitter::Memory {
  std::vector<Lanes> cells;  // four arrays of 2^lists
  std::vector<Lanes> terms;  // three arrays, one number a term
  std::vector<Lanes> factor;
  std::array<std::array<std::uint16_t, kMaxTerms>, kLanes> models{};

  LaneJob job_of(const LaneTables& tables, std::size_t most_terms, LaneFits& fits) {
    const std::size_t size = std::size_t{1} << tables.lists;
    const std::size_t factor_size = (most_terms + 1) * (most_terms + 2) / 2;
    if (factor.size() < factor_size) factor.resize(factor_size);
    if (terms.size() < 3 * most_terms) terms.resize(3 * most_terms);
    if (cells.size() < 4 * size) cells.resize(4 * size);
    LaneJob job{};
    job.lists = tables.lists;
    job.terms = most_terms;
    job.counts_unlisted = tables.counts_unlisted;
    job.counts = tables.counts.data();
    job.start = tables.start.data();
    job.weights = cells.data();
    job.predictors = job.weights + size;
    job.changes = job.predictors + size;
    job.masks = job.changes + size;
    job.targets = terms.data();
    job.dead = job.targets + most_terms;
    job.scaled = job.dead + most_terms;
    job.factor = factor.data();
    job.unlisted = &fits.unlisted;
    job.log_likelihood = &fits.log_likelihood;
    job.variance = &fits.variance;
    return job;
  }
};

LaneTables lane_tables(std::size_t lists, std::span<const std::vector<std::int64_t>> tables) {
  assert(!tables.empty() && tables.size() <= kLanes);
  const std::size_t cells = std::size_t{1} << lists;
  LaneTables result{lists, false, std::vector<Lanes>(cells), std::vector<Lanes>(cells)};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::vector<std::int64_t>& counts = tables[std::min(lane, tables.size() - 1)];
    assert(counts.size() == cells);
    for (std::size_t s = 1; s < cells; ++s) {
      set_count(result, s, lane, static_cast<double>(counts[s]));
    }
  }
  return result;
}

LaneTables lane_tables_given(std::size_t lists, std::span<const std::int64_t> counts,
                             const Lanes& unlisted) {
  const std::size_t cells = std::size_t{1} << lists;
  assert(counts.size() == cells);
  LaneTables result{lists, true, std::vector<Lanes>(cells), std::vector<Lanes>(cells)};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    set_count(result, 0, lane, unlisted[lane]);
    for (std::size_t s = 1; s < cells; ++s) {
      set_count(result, s, lane, static_cast<double>(counts[s]));
    }
  }
  return result;
}

LaneFitter::LaneFitter() : memory_(new Memory) {}
LaneFitter::~LaneFitter() { delete memory_; }

void LaneFitter::fit(const Terms& model, const LaneTables& tables, LaneFits& fits, bool margins) {
  LaneJob job = memory_->job_of(tables, model.size(), fits);
  for (const std::uint16_t*& lane : job.models) lane = model.span().data();
  job.one_model = true;
  job.keep_margins = margins;
  kKernels[kernel_in_use().load(std::memory_order_relaxed)].fit(job);
  fits.converged = job.converged;
  fits.steps = job.steps;
  fits.margins.clear();
  if (margins) fits.margins.assign(job.weights, job.weights + (std::size_t{1} << tables.lists));
}

void LaneFitter::fit(std::span<const Terms> models, const LaneTables& tables, LaneFits& fits) {
  assert(!models.empty() && models.size() <= kLanes);
  std::size_t most_terms = 0;
  for (const Terms& model : models) most_terms = std::max(most_terms, model.size());
  LaneJob job = memory_->job_of(tables, most_terms, fits);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const Terms& model = models[std::min(lane, models.size() - 1)];
    // The constant stays last: its pivot is the information on the number on no list.
    const std::size_t padding = job.terms - model.size();
    auto& terms = memory_->models[lane];
    std::fill_n(terms.begin(), padding, kNoTerm);
    std::ranges::copy(model.span(), terms.begin() + static_cast<std::ptrdiff_t>(padding));
    job.models[lane] = terms.data();
  }
  job.one_model = false;
  kKernels[kernel_in_use().load(std::memory_order_relaxed)].fit(job);
  fits.converged = job.converged;
  fits.steps = job.steps;
  fits.margins.clear();
}

const GraphKernel& graph_kernel() {
  return *kKernels[kernel_in_use().load(std::memory_order_relaxed)].graphs;
}

bool has_wide_lanes() { return kernel_in_use().load(std::memory_order_relaxed) > 0; }

const char* lane_kernel() { return kKernels[kernel_in_use().load()].name; }

bool set_lane_kernel(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kKernels); ++i) {
    if (name != kKernels[i].name) continue;
    if (!is_supported(i)) return false;
    kernel_in_use().store(i);
    return true;
  }
  return false;
}

}  // namespace depone::estimate
