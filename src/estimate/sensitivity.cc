#include "estimate/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "math/poisson_regression.h"
#include "math/root.h"

namespace depone::estimate {
namespace {

using math::Matrix;

// Columns: every combination of at most `order` lists; rows: the cells but the empty one.
Matrix design_of(std::size_t lists, std::size_t order) {
  const std::size_t cells = std::size_t{1} << lists;
  std::vector<std::size_t> terms;
  for (std::size_t t = 0; t < cells; ++t) {
    if (static_cast<std::size_t>(std::popcount(t)) <= order) terms.push_back(t);
  }
  Matrix design(cells - 1, terms.size());
  for (std::size_t s = 1; s < cells; ++s) {
    for (std::size_t j = 0; j < terms.size(); ++j) {
      design.at(s - 1, j) = (terms[j] & s) == terms[j] ? 1 : 0;
    }
  }
  return design;
}

class Curve {
 public:
  Curve(const OverlapTable& table, std::size_t order)
      : design_(design_of(table.list_count(), order)),
        counts_(table.counts.begin() + 1, table.counts.end()),
        offsets_(design_.rows, 0.0),
        observed_(static_cast<double>(table.observed())) {}

  bool exists() const {
    std::vector<double> wanted(design_.columns, 0.0);
    wanted[0] = 1;  // the empty combination is the first
    return math::existence(design_, counts_, wanted) == math::Existence::Exists;
  }

  // Unset when the fit does not converge.
  std::optional<SensitivityPoint> at(double xi, double level) {
    offsets_.back() = xi;  // the cell of those on all lists is the last
    const math::PoissonFit fit = math::fit_poisson(design_, counts_, offsets_);
    if (!fit.converged) return std::nullopt;
    const double missing = std::exp(fit.coefficients[0]);
    const double error = std::sqrt(missing + missing * missing * fit.covariance.at(0, 0));
    const EstimateInterval interval =
        log_interval(observed_, observed_ + missing, error, level, {});
    return SensitivityPoint{xi, observed_ + missing, interval.lower, interval.upper};
  }

  double observed() const { return observed_; }

 private:
  Matrix design_;
  std::vector<double> counts_;
  std::vector<double> offsets_;
  double observed_;
};

std::vector<double> grid(const SensitivityOptions& options) {
  std::vector<double> xis;
  for (int i = 0; i <= options.steps; ++i) {
    const double xi = options.from + (options.to - options.from) * i / options.steps;
    xis.push_back(std::abs(xi) < 1e-12 ? 0 : xi);
  }
  if (options.from < 0 && options.to > 0 && std::find(xis.begin(), xis.end(), 0.0) == xis.end()) {
    xis.push_back(0);
    std::sort(xis.begin(), xis.end());
  }
  return xis;
}

std::string assumption_of(std::size_t lists, std::size_t order) {
  std::string text =
      lists == 2
          ? "At xi = 0 the two lists are independent."
          : fmt::format("At xi = 0 the {} lists have no interaction of order {}.", lists, lists);
  if (order + 1 < lists) {
    text += order + 2 == lists
                ? fmt::format(" That of order {} is taken to be 0 throughout.", order + 1)
                : fmt::format(" Those of orders {} to {} are taken to be 0 throughout.", order + 1,
                              lists - 1);
  }
  return text + " No data on these lists can show what xi is.";
}

}  // namespace

Result<SensitivityCurve> sensitivity_curve(const OverlapTable& table,
                                           const SensitivityOptions& options) {
  if (!(options.from < options.to) || options.steps < 2) {
    return Error{Fault::InvalidInput, "the sensitivity curve needs a range and two steps or more",
                 "for example xi from -2 to 2 in 40 steps"};
  }
  const std::size_t lists = table.list_count();
  if (options.order && (*options.order < 1 || *options.order >= std::max<std::size_t>(lists, 2))) {
    return Error{Fault::InvalidInput,
                 fmt::format("interactions of {} lists are fitted up to an order from 1 to {}, not "
                             "{}",
                             lists, lists - 1, *options.order)};
  }
  SensitivityCurve curve;
  curve.refusal = why_no_estimate(table);
  if (!curve.refusal.empty()) return curve;
  curve.order = options.order.value_or(lists - 1);
  std::optional<Curve> model;
  std::optional<SensitivityPoint> zero;
  while (!zero) {
    model.emplace(table, curve.order);
    if (model->exists()) zero = model->at(0, options.level);
    if (zero || options.order || curve.order == 1) break;
    --curve.order;
  }
  if (!zero) {
    curve.refusal = fmt::format(
        "With interactions up to order {} the table has no estimate: too few combinations of lists "
        "have people. Fit a lower order or merge lists.",
        curve.order);
    return curve;
  }
  curve.assumption = assumption_of(lists, curve.order);
  curve.at_zero = zero->estimate;
  for (const double xi : grid(options)) {
    if (const auto point = model->at(xi, options.level)) curve.points.push_back(*point);
  }
  const double missing = curve.at_zero - model->observed();
  const auto crossing = [&](double wanted) {
    return math::root(
        [&](double xi) {
          const auto point = model->at(xi, options.level);
          return point ? std::log((point->estimate - model->observed()) / wanted) : 0.0;
        },
        options.from, options.to, 1e-6);
  };
  curve.halved = crossing(missing / 2);
  curve.doubled = crossing(missing * 2);
  return curve;
}

OrderedJson to_json(const SensitivityCurve& curve) {
  OrderedJson json;
  if (!curve.refusal.empty()) return {{"refusal", curve.refusal}};
  json["order"] = curve.order;
  json["assumption"] = curve.assumption;
  json["at_zero"] = curve.at_zero;
  if (curve.halved) json["missing_halved_at"] = *curve.halved;
  if (curve.doubled) json["missing_doubled_at"] = *curve.doubled;
  OrderedJson points = OrderedJson::array();
  for (const SensitivityPoint& point : curve.points) {
    points.push_back({{"xi", point.xi},
                      {"estimate", point.estimate},
                      {"lower", point.lower},
                      {"upper", point.upper}});
  }
  json["points"] = std::move(points);
  return json;
}

}  // namespace depone::estimate
