// Log-linear estimates: how many are on no list, if the dependence between lists follows a
// hierarchical model chosen by the data, and the term of all lists is nil.
//
// Poisson log-linear models (Fienberg 1972, Biometrika 59:591) by extended maximum likelihood
// (Fienberg and Rinaldo 2012; Chan, Silverman and Vincent 2021); a model is chosen by BIC or AIC
// over all hierarchical ones, by steps (SparseMSE), or downhill. The bootstrap repeats the choice
// on every replicate (Silverman, Chan and Vincent 2024, Stat. Comput. 34:44). See
// docs/methods-estimate.md.
#pragma once

#include <cstdint>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "estimate/overlap_table.h"
#include "estimate/terms.h"
#include "model/estimate.h"

namespace depone::estimate {

enum class Select : std::uint8_t {
  Bic,       // least BIC of all hierarchical models; its sample size is the number of people
  Aic,       // least AIC of all hierarchical models
  Stepwise,  // pairs added by Poisson tail probability
  Downhill,  // to the best neighbour by BIC until none is better: a local optimum
};

enum class Interval : std::uint8_t {
  Bca,      // bootstrap that repeats the choice of the model
  Profile,  // profile likelihood of the chosen model: as if it had been known
  Wald,     // normal on the scale of log(unlisted), of the chosen model: as if it had been known
};

struct LoglinearOptions {
  Select select = Select::Bic;
  // Terms of at most so many lists. 0: of any number of lists up to 5 lists, of pairs beyond.
  std::size_t order = 0;
  // A model by its generators, "[A,B][C]", instead of a choice.
  std::string model = {};
  double threshold = 0.02;  // of the stepwise choice
  Interval interval = Interval::Bca;
  std::size_t bootstrap = 1000;  // replicates; 0: Profile in its place
  // Replicates choose among so many of the best models; 0: among all that have an estimate, or,
  // of six lists, the 1,000 best.
  std::size_t top = 0;
  std::size_t shown = 20;  // models in the result, best first; 0: all
  double level = 0.95;
  std::uint64_t seed = 1;
  std::size_t threads = 0;  // 0: all cores; changes no number
};

// The order that 0 stands for.
std::size_t default_order(std::size_t lists);

// Refuses (Estimate::refusal) when no model has an estimate. Errors: Unsupported for more lists
// than the choice handles (kMaxListsExhaustive, kMaxListsSearched); InvalidInput for options out of
// range or a model that is none; Cancelled.
Result<Estimate> estimate_loglinear(const OverlapTable& table, const LoglinearOptions& options,
                                    Progress& progress, const Cancellation& cancellation);

}  // namespace depone::estimate
