// The best models of a table by AIC or BIC: all hierarchical ones, or by steps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "estimate/existence.h"
#include "estimate/lanes.h"
#include "estimate/terms.h"

namespace depone::estimate {

enum class Criterion : std::uint8_t {
  Bic,  // p log(people observed) - 2 log L
  Aic,  // 2 p - 2 log L
};

// L is the Poisson likelihood with its constant; p counts terms at minus infinity, too.
double penalty_of(Criterion criterion, std::int64_t people);

// A model with its fit.
struct FittedModel {
  Terms terms;
  double criterion = 0;
  double unlisted = 0;  // estimated number on no list
  double variance = 0;  // of log(unlisted)
};

// A model with its fit in 32 bytes; up to kMaxListsExhaustive lists.
struct RankedModel {
  TermBits bits = 0;
  double criterion = 0;
  double unlisted = 0;
  double variance = 0;
};

struct Search {
  // Best first, equals by `bits`.
  std::vector<RankedModel> models;
  std::size_t considered = 0;
  // Of those looked at: with a search for a few best models those of too many terms are passed over
  // unseen.
  std::size_t without_estimate = 0;
  std::size_t passed_over = 0;
  std::size_t not_converged = 0;
};

// The `keep` best of all hierarchical models up to `order` (for_each_model), for 2 <= lists <=
// kMaxListsExhaustive. A model is passed over only when no fit could bring it among them. The same
// for any number of threads. Cancelled.
Result<Search> search_all(const OverlapTable& table, std::size_t order, Criterion criterion,
                          std::size_t keep, std::size_t threads, Progress& progress,
                          const Cancellation& cancellation);

// One model's fit; unset with the reason when there is none.
struct OneFit {
  std::optional<FittedModel> fit;
  Existence existence = Existence::Exists;
  bool converged = true;
};
OneFit fit_one(std::size_t lists, const std::vector<std::int64_t>& counts, const Terms& terms,
               double penalty, LaneFitter& fitter);

// From the main effects on, adds the pair of the smallest Poisson tail probability (of its observed
// overlap, given the model so far) while that is below `threshold` and the larger model has an
// estimate (Chan, Silverman and Vincent 2021; SparseMSE). Ties go to the pair first in the order of
// the lists. Unset when the main effects have no estimate.
std::optional<FittedModel> search_stepwise(std::size_t lists,
                                           const std::vector<std::int64_t>& counts,
                                           double threshold, double penalty, LaneFitter& fitter);

// From the main effects on, to the best neighbour by the criterion (a term added, or a generator
// taken out) until none is better: a local optimum.
std::optional<FittedModel> search_downhill(std::size_t lists,
                                           const std::vector<std::int64_t>& counts,
                                           std::size_t order, double penalty, LaneFitter& fitter);

// -2 log of the Poisson likelihood's constant part: 2 * sum of log(y!).
double constant_of(const std::vector<std::int64_t>& counts);
// -2 log L of the saturated model, without the constant: no model is below.
double saturated_of(const std::vector<std::int64_t>& counts);
std::int64_t people_of(const std::vector<std::int64_t>& counts);

}  // namespace depone::estimate
