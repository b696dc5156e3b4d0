// Fits of many models of up to kMaxListsExhaustive lists to one table, for the searches through all
// models (search_all.cc, search_pairs.cc).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "estimate/lanes.h"
#include "estimate/model_search.h"

namespace depone::estimate {

// The table as all threads read it.
struct SearchTask {
  SearchTask(const OverlapTable& table, Criterion criterion);

  std::size_t lists;
  double penalty;    // of a term
  double constant;   // added to every criterion
  double saturated;  // -2 log L of the saturated model with the constant
  std::vector<std::uint8_t> occupied;
  LaneTables tables;
};

// Better by the criterion; equals by their bits.
bool is_better(const RankedModel& a, const RankedModel& b);

// The `keep` best, best first.
void keep_best(std::vector<RankedModel>& models, std::size_t keep);

struct SearchFits {
  std::vector<RankedModel> models;  // in the order of fitting
  std::size_t without_estimate = 0;
  std::size_t not_converged = 0;
};

// Eight models at a time. One a thread.
class SearchFitter {
 public:
  explicit SearchFitter(const SearchTask& task) : task_(task) {}
  // Fits the model when eight wait, if it has an estimate.
  void add(TermBits model);
  // Fits those that wait; what was found since the last call.
  SearchFits take();

 private:
  void fit_waiting();

  const SearchTask& task_;
  LaneFitter fitter_;
  std::array<Terms, kLanes> waiting_;
  std::array<TermBits, kLanes> bits_{};
  std::size_t count_ = 0;
  SearchFits found_;
};

// search_all() for models of pairs, of lists >= 3, where `keep` is far below their number.
Result<Search> search_pairs(const OverlapTable& table, Criterion criterion, std::size_t keep,
                            std::size_t threads, Progress& progress,
                            const Cancellation& cancellation);

}  // namespace depone::estimate
