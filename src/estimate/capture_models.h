// The closed-population models of ecology: M0, Mt, Mh, Mth, Mb, Mbh as log-linear models.
//
// Log means of the 2^k - 1 cells are a + b * captures (M0, Mh) or a + sum of the b_i of the lists a
// person is on (Mt, Mth), and for people who differ in how likely they are to be listed (h) a
// further column of c = the number of lists a person is on: 2^c - 1 (Poisson2), c^2 / 2 (Darroch),
// -log(3.5 + c) + log 3.5 (Gamma3.5), or one free column max(c - j + 1, 0) for each j of [3, k]
// (Chao's lower bound, where negative coefficients are set to 0 one by one). Mb and Mbh have
// columns for the lists before the first and after it, so the lists must be in order of time.
// Baillargeon and Rivest 2007, J. Stat. Softw. 19(5); Rivest and Baillargeon 2007. Figures are
// those of Rcapture 1.4-4, but a model whose estimate does not exist is not ranked.
#pragma once

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

enum class CaptureModel {
  M0,
  Mt,
  MhChao,
  MhPoisson2,
  MhDarroch,
  MhGamma35,
  MthChao,
  MthPoisson2,
  MthDarroch,
  MthGamma35,
  Mb,
  Mbh,
};

// "Mth Poisson2", as Rcapture calls it.
const char* capture_model_name(CaptureModel model);

struct CaptureFit {
  CaptureModel model = CaptureModel::M0;
  // Unset: the model has no estimate of this table; `why_none` says why.
  std::optional<double> estimate;
  double standard_error = 0;
  double deviance = 0;
  std::size_t parameters = 0;  // free ones, those that Chao's form set to 0 left out
  double aic = 0;
  double bic = 0;  // with the logarithm of the number of people
  std::string why_none;
};

// Fits one model. A table for which why_no_estimate() has a reason is a caller's bug.
CaptureFit fit_capture_model(const OverlapTable& table, CaptureModel model);

// The multinomial profile likelihood (Cormack 1992): its maximum, and where it has fallen by half
// the chi-square quantile. Nothing for Mb and Mbh, or when the model has no estimate. The upper end
// is infinite when the likelihood has not fallen so far at 1000 times the estimate.
struct ProfileInterval {
  double estimate = 0;
  double lower = 0;
  double upper = 0;
};
std::optional<ProfileInterval> profile_interval(const OverlapTable& table, CaptureModel model,
                                                double level);

enum class CaptureCriterion { Bic, Aic };

struct CaptureOptions {
  CaptureCriterion criterion = CaptureCriterion::Bic;
  bool lists_in_order_of_time = false;  // Mb and Mbh are fitted only then
  double level = 0.95;
};

// All models, best first; the best one that is no lower bound is the estimate, with its profile
// interval. Refused when why_no_estimate() has a reason or no model has an estimate.
Result<Estimate> estimate_capture_models(const OverlapTable& table, const CaptureOptions& options,
                                         Progress& progress, const Cancellation& cancellation);

}  // namespace depone::estimate
