#include "estimate/search_fits.h"

#include <algorithm>
#include <utility>

namespace depone::estimate {

SearchTask::SearchTask(const OverlapTable& table, Criterion criterion)
    : lists(table.list_count()),
      penalty(penalty_of(criterion, table.observed())),
      constant(constant_of(table.counts)),
      saturated(saturated_of(table.counts) + constant),
      occupied(occupied_cells(table.counts)),
      tables(lane_tables(lists, std::span(&table.counts, 1))) {}

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

void SearchFitter::add(TermBits model) {
  const Terms terms = terms_of(model);
  if (existence_of(terms, task_.lists, task_.occupied) != Existence::Exists) {
    ++found_.without_estimate;
    return;
  }
  waiting_[count_] = terms;
  bits_[count_] = model;
  if (++count_ == kLanes) fit_waiting();
}

void SearchFitter::fit_waiting() {
  LaneFits fits;
  fitter_.fit(std::span<const Terms>(waiting_).first(count_), task_.tables, fits);
  for (std::size_t i = 0; i < count_; ++i) {
    if ((fits.converged >> i & 1) == 0) {
      ++found_.not_converged;
      continue;
    }
    const double criterion = static_cast<double>(waiting_[i].size()) * task_.penalty -
                             2 * fits.log_likelihood[i] + task_.constant;
    found_.models.push_back({bits_[i], criterion, fits.unlisted[i], fits.variance[i]});
  }
  count_ = 0;
}

SearchFits SearchFitter::take() {
  if (count_ > 0) fit_waiting();
  return std::exchange(found_, {});
}

}  // namespace depone::estimate
