#include "estimate/capture_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "math/poisson_regression.h"
#include "math/root.h"
#include "math/special.h"

namespace depone::estimate {
namespace {

using math::Matrix;

enum class Difference { None, Chao, Poisson2, Darroch, Gamma35 };

struct Shape {
  CaptureModel model;
  const char* name;
  bool lists_differ;
  Difference people;
};

constexpr std::array kShapes = {
    Shape{CaptureModel::M0, "M0", false, Difference::None},
    Shape{CaptureModel::Mt, "Mt", true, Difference::None},
    Shape{CaptureModel::MhChao, "Mh Chao (LB)", false, Difference::Chao},
    Shape{CaptureModel::MhPoisson2, "Mh Poisson2", false, Difference::Poisson2},
    Shape{CaptureModel::MhDarroch, "Mh Darroch", false, Difference::Darroch},
    Shape{CaptureModel::MhGamma35, "Mh Gamma3.5", false, Difference::Gamma35},
    Shape{CaptureModel::MthChao, "Mth Chao (LB)", true, Difference::Chao},
    Shape{CaptureModel::MthPoisson2, "Mth Poisson2", true, Difference::Poisson2},
    Shape{CaptureModel::MthDarroch, "Mth Darroch", true, Difference::Darroch},
    Shape{CaptureModel::MthGamma35, "Mth Gamma3.5", true, Difference::Gamma35},
    Shape{CaptureModel::Mb, "Mb", false, Difference::None},
    Shape{CaptureModel::Mbh, "Mbh", false, Difference::None},
};

const Shape& shape_of(CaptureModel model) { return kShapes[static_cast<std::size_t>(model)]; }

bool is_behaviour(CaptureModel model) {
  return model == CaptureModel::Mb || model == CaptureModel::Mbh;
}

double column_of(Difference people, double captures) {
  switch (people) {
    case Difference::Poisson2:
      return std::exp2(captures) - 1;
    case Difference::Darroch:
      return captures * captures / 2;
    case Difference::Gamma35:
      return std::log(3.5) - std::log(3.5 + captures);
    case Difference::None:
    case Difference::Chao:
      break;
  }
  return 0;
}

// The columns of one cell; `etas` are the j of Chao's free columns that are in the model.
std::vector<double> row_of(std::size_t lists, std::size_t cell, const Shape& shape,
                           std::span<const std::size_t> etas) {
  std::vector<double> row = {1};
  const auto captures = static_cast<double>(std::popcount(cell));
  if (is_behaviour(shape.model)) {
    const auto before = static_cast<double>(std::countr_zero(cell));
    if (shape.model == CaptureModel::Mbh) row.push_back((cell & 1) == 0 ? 1 : 0);
    row.push_back(before);
    row.push_back(captures - 1);
    return row;
  }
  if (shape.lists_differ) {
    for (std::size_t i = 0; i < lists; ++i) row.push_back((cell >> i & 1) != 0 ? 1 : 0);
  } else {
    row.push_back(captures);
  }
  if (shape.people == Difference::Chao) {
    for (const std::size_t j : etas) {
      row.push_back(std::max(captures - static_cast<double>(j) + 1, 0.0));
    }
  } else if (shape.people != Difference::None) {
    row.push_back(column_of(shape.people, captures));
  }
  return row;
}

// Rows of the cells 1 to 2^k - 1, and one of cell 0 at the end when `with_missing`.
Matrix design_of(std::size_t lists, const Shape& shape, std::span<const std::size_t> etas,
                 bool with_missing) {
  const std::size_t cells = std::size_t{1} << lists;
  const std::size_t columns = row_of(lists, 1, shape, etas).size();
  Matrix design(cells - 1 + (with_missing ? 1 : 0), columns);
  for (std::size_t s = 1; s < cells; ++s) {
    const std::vector<double> row = row_of(lists, s, shape, etas);
    std::copy(row.begin(), row.end(), &design.values[(s - 1) * columns]);
  }
  if (with_missing) design.at(cells - 1, 0) = 1;  // all other columns are 0 for nobody's lists
  return design;
}

std::vector<double> counts_of(const OverlapTable& table) {
  return {table.counts.begin() + 1, table.counts.end()};
}

struct Fitted {
  math::PoissonFit fit;
  std::vector<std::size_t> etas;
};

// For Chao's form the first negative coefficient is taken out until none is left.
Fitted fit(std::size_t lists, const Shape& shape, std::span<const double> counts,
           bool with_missing) {
  Fitted result;
  if (shape.people == Difference::Chao) {
    for (std::size_t j = 3; j <= lists; ++j) result.etas.push_back(j);
  }
  while (true) {
    result.fit = math::fit_poisson(design_of(lists, shape, result.etas, with_missing), counts);
    if (!result.fit.converged) return result;
    const std::size_t first = result.fit.coefficients.size() - result.etas.size();
    const auto etas = std::span(result.fit.coefficients).subspan(first);
    const auto negative =
        std::find_if(etas.begin(), etas.end(), [](double eta) { return eta < 0; });
    if (shape.people != Difference::Chao || negative == etas.end()) return result;
    result.etas.erase(result.etas.begin() + (negative - etas.begin()));
  }
}

// Mb and Mbh: the estimate and its derivatives by the coefficients (Baillargeon and Rivest 2007).
struct Derived {
  double total = 0;
  std::vector<double> slope;
};

std::optional<Derived> behaviour_total(CaptureModel model, double lists,
                                       std::span<const double> b) {
  const std::size_t last = b.size() - 1;
  const double miss = std::exp(b[last - 1]);  // odds of being missed once more before the first
  const double again = std::exp(b[last]);     // odds of being seen once more after it
  const double left = 1 + again - miss;
  if (!(left > 0)) return std::nullopt;
  Derived result;
  if (model == CaptureModel::Mb) {
    result.total = std::exp(b[0]) * std::pow(1 + again, lists) / left;
    result.slope = {1, miss / left, lists * again / (1 + again) - again / left};
    for (double& by : result.slope) by *= result.total;
    return result;
  }
  const double scale = std::exp(b[0]) * std::pow(1 + again, lists - 1);
  const double later = std::exp(b[1]) * miss / left;
  result.total = scale * (1 + later);
  result.slope = {scale * (1 + later), scale * later, scale * (later + later * miss / left),
                  scale * ((lists - 1) * again / (1 + again) * (1 + later) - later * again / left)};
  return result;
}

std::string why_none(math::Existence existence) {
  return existence == math::Existence::PulledToInfinity
             ? "combinations of lists that nobody is on pull a coefficient to infinity, and the "
               "estimate with it"
             : "the combinations of lists that people are on do not settle all coefficients";
}

}  // namespace

const char* capture_model_name(CaptureModel model) { return shape_of(model).name; }

CaptureFit fit_capture_model(const OverlapTable& table, CaptureModel model) {
  const Shape& shape = shape_of(model);
  CaptureFit result;
  result.model = model;
  const std::size_t lists = table.list_count();
  if (lists < 3 && (shape.people != Difference::None || model == CaptureModel::Mbh)) {
    result.why_none = "the model needs three lists";
    return result;
  }
  const std::vector<double> counts = counts_of(table);
  std::vector<std::size_t> etas;
  if (shape.people == Difference::Chao) {
    for (std::size_t j = 3; j <= lists; ++j) etas.push_back(j);
  }
  const Matrix design = design_of(lists, shape, etas, false);
  std::vector<double> wanted(design.columns, 0.0);
  wanted[0] = 1;
  const math::Existence exists = math::existence(design, counts, wanted);
  if (exists != math::Existence::Exists) {
    result.why_none = why_none(exists);
    return result;
  }
  const Fitted fitted = fit(lists, shape, counts, false);
  if (!fitted.fit.converged) {
    result.why_none = "the fit did not converge: a coefficient runs to infinity";
    return result;
  }
  const std::vector<double>& b = fitted.fit.coefficients;
  const auto observed = static_cast<double>(table.observed());
  result.parameters = b.size();
  result.deviance = fitted.fit.deviance;
  result.aic = -2 * fitted.fit.log_likelihood + 2 * static_cast<double>(b.size());
  result.bic = -2 * fitted.fit.log_likelihood + static_cast<double>(b.size()) * std::log(observed);
  double variance = 0;
  if (is_behaviour(model)) {
    const auto derived = behaviour_total(model, static_cast<double>(lists), b);
    if (!derived) {
      result.why_none = "new people do not grow fewer from list to list, so no total is in sight";
      return result;
    }
    for (std::size_t i = 0; i < b.size(); ++i) {
      for (std::size_t j = 0; j < b.size(); ++j) {
        variance += derived->slope[i] * fitted.fit.covariance.at(i, j) * derived->slope[j];
      }
    }
    variance -= derived->total;
    result.estimate = derived->total;
  } else {
    const double missing = std::exp(b[0]);
    variance = missing + missing * missing * fitted.fit.covariance.at(0, 0);
    result.estimate = observed + missing;
  }
  result.standard_error = std::sqrt(std::max(0.0, variance));
  return result;
}

std::optional<ProfileInterval> profile_interval(const OverlapTable& table, CaptureModel model,
                                                double level) {
  if (is_behaviour(model)) return std::nullopt;
  const CaptureFit fitted = fit_capture_model(table, model);
  if (!fitted.estimate) return std::nullopt;
  const Shape& shape = shape_of(model);
  std::vector<double> counts = counts_of(table);
  const auto observed = static_cast<double>(table.observed());
  counts.push_back(0);
  // Cormack's correction turns the Poisson deviance into the multinomial likelihood.
  const auto log_likelihood = [&](double total) {
    const double missing = total - observed;
    counts.back() = missing;
    const math::PoissonFit at = fit(table.list_count(), shape, counts, true).fit;
    double correction = math::log_gamma(total + 1) - total * std::log(total);
    if (missing > 0) {
      correction += missing * std::log(missing) - math::log_gamma(missing + 1);
    }
    return correction - at.deviance / 2;
  };
  // The multinomial maximum lies below the Poisson estimate.
  const double top = observed + 1.5 * (*fitted.estimate - observed) + 1;
  ProfileInterval result;
  result.estimate = math::maximum_at(log_likelihood, observed, top, 1e-7 * top);
  const double z = two_sided_z(level);
  const double wanted = log_likelihood(result.estimate) - z * z / 2;
  const auto above = [&](double total) { return log_likelihood(total) - wanted; };
  const double tolerance = 1e-7 * result.estimate;
  result.lower = math::root(above, observed, result.estimate, tolerance).value_or(observed);
  result.upper = std::numeric_limits<double>::infinity();
  double missing = std::max(1.0, result.estimate - observed);
  for (int doubling = 0; doubling < 10; ++doubling) {
    missing *= 2;
    const auto found = math::root(above, result.estimate, observed + missing, tolerance);
    if (!found) continue;
    result.upper = *found;
    break;
  }
  return result;
}

Result<Estimate> estimate_capture_models(const OverlapTable& table, const CaptureOptions& options,
                                         Progress& progress, const Cancellation& cancellation) {
  Estimate estimate = blank_estimate(
      "capture-models", "Closed-population models M0 to Mbh (Baillargeon and Rivest 2007)", table);
  const bool by_bic = options.criterion == CaptureCriterion::Bic;
  estimate.assumptions = {
      "For any one person being on one list makes being on another neither more nor less likely; "
      "people who differ in how likely they are to be listed do so in the form the chosen model "
      "gives them, and that form cannot be checked on those who are on no list.",
      "Two lists that pass people on to one another, or that avoid one another, break this: use "
      "log-linear models with interactions then.",
      "Nobody joined or left while the lists were made, and every record was linked to the right "
      "person."};
  if (!estimate.refusal.empty()) return estimate;

  std::vector<CaptureFit> fits;
  for (const Shape& shape : kShapes) {
    if (is_behaviour(shape.model) && !options.lists_in_order_of_time) continue;
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    fits.push_back(fit_capture_model(table, shape.model));
    progress.step(fits.size(), kShapes.size(), shape.name);
  }
  const auto criterion = [&](const CaptureFit& fit) { return by_bic ? fit.bic : fit.aic; };
  std::stable_sort(fits.begin(), fits.end(), [&](const CaptureFit& a, const CaptureFit& b) {
    if (a.estimate.has_value() != b.estimate.has_value()) return a.estimate.has_value();
    return a.estimate && criterion(a) < criterion(b);
  });
  const CaptureFit* best = nullptr;
  for (const CaptureFit& fit : fits) {
    const char* name = capture_model_name(fit.model);
    estimate.models.push_back(
        {name, fit.estimate ? criterion(fit) : std::numeric_limits<double>::quiet_NaN(),
         by_bic ? "bic" : "aic", fit.estimate, fit.why_none});
    const bool bound = shape_of(fit.model).people == Difference::Chao;
    if (fit.estimate && !bound && best == nullptr) best = &fit;
  }
  if (best == nullptr) {
    estimate.refusal =
        "None of the models has an estimate on this table: too few combinations of lists have "
        "people. Merge lists, or report the count and Chao's lower bound.";
    return estimate;
  }
  const auto observed = static_cast<double>(estimate.observed);
  estimate.estimate = best->estimate;
  estimate.model = capture_model_name(best->model);
  estimate.figures = {{"standard error", best->standard_error}, {"deviance", best->deviance}};
  if (const auto profile = profile_interval(table, best->model, options.level)) {
    estimate.interval = {options.level, profile->lower, profile->upper,
                         "multinomial profile likelihood (Cormack 1992) of the chosen model"};
    estimate.figures.emplace_back("profile maximum", profile->estimate);
  } else {
    estimate.interval = log_interval(observed, *best->estimate, best->standard_error, options.level,
                                     "logarithmic scale, delta method (Chao 1987)");
  }
  for (const CaptureFit& fit : fits) {
    if (!fit.estimate || &fit == best || criterion(fit) - criterion(*best) > 2) continue;
    if (*fit.estimate - observed < 2 * (*best->estimate - observed) &&
        *best->estimate - observed < 2 * (*fit.estimate - observed)) {
      continue;
    }
    estimate.warnings.push_back(
        fmt::format("{} fits about as well and says {:.0f}: the data cannot tell them apart.",
                    capture_model_name(fit.model), *fit.estimate));
  }
  estimate.warnings.push_back(
      "The interval takes the chosen model as given; that other models could have been chosen is "
      "not in it.");
  return estimate;
}

}  // namespace depone::estimate
