#include "estimate/strata.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/sensitivity_variants.h"

namespace depone::estimate {
namespace {

constexpr int kSteps = 400;
constexpr double kPriorDeviation = 1;
constexpr double kLargestTau = 6;

// The truths given tau: their means, the share each keeps of itself, and the common mean.
struct Given {
  double log_weight = 0;
  double common = 0;
  double common_variance = 0;
};

Given given_tau(std::span<const double> values, std::span<const double> errors, double tau) {
  Given given;
  double precision = 0;
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(errors[i])) continue;
    const double weight = 1 / (errors[i] * errors[i] + tau * tau);
    precision += weight;
    sum += weight * values[i];
  }
  given.common = sum / precision;
  given.common_variance = 1 / precision;
  // The marginal likelihood of tau with the common mean integrated out, times the prior.
  given.log_weight =
      -0.5 * std::log(precision) - 0.5 * tau * tau / (kPriorDeviation * kPriorDeviation);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(errors[i])) continue;
    const double variance = errors[i] * errors[i] + tau * tau;
    const double from = values[i] - given.common;
    given.log_weight -= 0.5 * std::log(variance) + 0.5 * from * from / variance;
  }
  return given;
}

}  // namespace

Pooled pool(std::span<const double> values, std::span<const double> errors) {
  const std::size_t n = values.size();
  std::vector<Given> grid;
  std::vector<double> taus;
  double largest = -std::numeric_limits<double>::infinity();
  for (int step = 0; step < kSteps; ++step) {
    taus.push_back(kLargestTau * (step + 0.5) / kSteps);
    grid.push_back(given_tau(values, errors, taus.back()));
    largest = std::max(largest, grid.back().log_weight);
  }
  double sum = 0;
  for (Given& given : grid) sum += std::exp(given.log_weight - largest);

  Pooled result;
  result.means.assign(n, 0.0);
  result.covariance.assign(n * n, 0.0);
  std::vector<double> products(n * n, 0.0);
  for (std::size_t g = 0; g < grid.size(); ++g) {
    const Given& given = grid[g];
    const double weight = std::exp(given.log_weight - largest) / sum;
    const double spread = taus[g] * taus[g];
    std::vector<double> mean(n);
    std::vector<double> lean(n);  // on the common mean
    for (std::size_t i = 0; i < n; ++i) {
      const double own = errors[i] * errors[i];
      lean[i] = std::isfinite(own) ? own / (own + spread) : 1;
      mean[i] =
          std::isfinite(own) ? values[i] + lean[i] * (given.common - values[i]) : given.common;
      result.means[i] += weight * mean[i];
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        double covariance = lean[i] * lean[j] * given.common_variance;
        if (i == j) covariance += lean[i] * spread;
        products[i * n + j] += weight * (covariance + mean[i] * mean[j]);
      }
    }
    result.common += weight * given.common;
    result.tau += weight * taus[g];
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      result.covariance[i * n + j] = products[i * n + j] - result.means[i] * result.means[j];
    }
  }
  return result;
}

Result<StrataEstimate> estimate_strata(std::span<const Stratum> strata, const Method& method,
                                       const StrataOptions& options, Progress& progress,
                                       const Cancellation& cancellation) {
  if (strata.empty()) return Error{Fault::InvalidInput, "there are no strata"};
  OverlapTable whole = empty_table(strata[0].table.lists);
  for (const Stratum& stratum : strata) {
    if (stratum.table.lists != whole.lists) {
      return Error{Fault::InvalidInput,
                   fmt::format("stratum {} has other lists than {}", stratum.name, strata[0].name),
                   "for lists that are missing in some strata see the partial-lists method"};
    }
    for (std::size_t s = 1; s < whole.counts.size(); ++s) {
      whole.counts[s] += stratum.table.counts[s];
    }
  }
  StrataEstimate result;
  result.total = blank_estimate("strata", "Strata with hierarchical pooling", whole);
  std::vector<std::string> of_method;
  std::vector<double> values;
  std::vector<double> errors;
  double own_sum = 0;
  bool all_own = true;
  std::vector<std::string> empty;
  std::vector<std::string> without;
  for (const Stratum& stratum : strata) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    StratumEstimate each{stratum.name, stratum.table.observed(), {}, 0, 0, 0, 0};
    each.own = DP_TRY(run_or_refuse(stratum.table, method));
    const std::optional<double> error = log_unobserved_error(each.own);
    const auto seen = static_cast<double>(each.observed);
    values.push_back(error ? std::log((*each.own.estimate - seen) / seen) : 0.0);
    errors.push_back(error.value_or(std::numeric_limits<double>::infinity()));
    if (error && of_method.empty()) of_method = each.own.assumptions;
    if (each.own.estimate) {
      own_sum += *each.own.estimate;
    } else if (each.observed > 0) {
      all_own = false;
    }
    if (each.observed == 0) {
      empty.push_back(stratum.name);
    } else if (!error) {
      without.push_back(stratum.name);
    }
    result.strata.push_back(std::move(each));
    progress.step(result.strata.size(), strata.size(), stratum.name);
  }
  Estimate& total = result.total;
  total.assumptions = of_method;
  if (of_method.empty()) {
    total.assumptions = {"No estimate was made, so none is assumed."};
    total.refusal =
        "No stratum has an estimate with an interval of its own, so there is nothing to lean on. "
        "Use fewer strata.";
    result.strata.clear();
    return result;
  }
  total.refusal.clear();
  total.assumptions.push_back(
      "Strata differ in the log odds of being missed by a normal spread about a common mean, and "
      "which strata have few data tells nothing of it. Pooling shrinks that log odds and nothing "
      "else.");
  const Pooled pooled = pool(values, errors);
  const double z = two_sided_z(options.level);
  const auto seen = static_cast<double>(total.observed);
  double missing_sum = 0;
  double variance = 0;
  std::vector<double> missing(strata.size(), 0.0);
  for (std::size_t i = 0; i < strata.size(); ++i) {
    StratumEstimate& each = result.strata[i];
    const auto here = static_cast<double>(each.observed);
    missing[i] = here * std::exp(pooled.means[i]);
    missing_sum += missing[i];
    const double error = std::sqrt(pooled.covariance[i * strata.size() + i]);
    each.estimate = here + missing[i];
    each.lower = here + missing[i] * std::exp(-z * error);
    each.upper = here + missing[i] * std::exp(z * error);
    if (std::isfinite(errors[i]) && values[i] != pooled.common) {
      each.own_weight =
          std::clamp((pooled.means[i] - pooled.common) / (values[i] - pooled.common), 0.0, 1.0);
    }
  }
  for (std::size_t i = 0; i < strata.size(); ++i) {
    for (std::size_t j = 0; j < strata.size(); ++j) {
      variance += missing[i] * missing[j] * pooled.covariance[i * strata.size() + j];
    }
  }
  total.estimate = seen + missing_sum;
  total.interval = log_interval(seen, *total.estimate, std::sqrt(variance), options.level,
                                "two-level normal model of the log odds of being missed");
  total.figures = {{"strata", static_cast<double>(strata.size())},
                   {"common odds of being missed", std::exp(pooled.common)},
                   {"spread of the log odds among strata", pooled.tau},
                   {"standard error", std::sqrt(variance)}};
  if (all_own) total.figures.emplace_back("sum of own estimates", own_sum);
  const Estimate ignoring = DP_TRY(run_or_refuse(whole, method));
  if (ignoring.estimate) total.figures.emplace_back("ignoring strata", *ignoring.estimate);
  const auto named = [](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  };
  if (!without.empty()) {
    total.warnings.push_back(
        "No estimate of their own, the common odds instead: " + named(without) + ".");
  }
  if (!empty.empty()) {
    total.warnings.push_back("Nobody was seen in " + named(empty) +
                             ", so nobody is taken to be missing there; that is not known.");
  }
  if (strata.size() - without.size() - empty.size() < 5) {
    total.warnings.push_back(
        "Fewer than five strata have estimates of their own, so how alike strata are comes mostly "
        "from the prior.");
  }
  return result;
}

OrderedJson to_json(const StrataEstimate& estimate) {
  OrderedJson strata = OrderedJson::array();
  for (const StratumEstimate& each : estimate.strata) {
    strata.push_back({{"stratum", each.name},
                      {"observed", each.observed},
                      {"estimate", each.estimate},
                      {"lower", each.lower},
                      {"upper", each.upper},
                      {"own_weight", each.own_weight},
                      {"own", to_json(each.own)}});
  }
  return {{"total", to_json(estimate.total)}, {"strata", std::move(strata)}};
}

}  // namespace depone::estimate
