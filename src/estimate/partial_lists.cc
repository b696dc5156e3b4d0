#include "estimate/partial_lists.h"

#include <fmt/format.h>

#include <cmath>

namespace depone::estimate {
namespace {

Result<> check(std::span<const PartialStratum> strata, const PartialModel* model) {
  if (strata.empty()) return Error{Fault::InvalidInput, "there are no strata"};
  const OverlapTable& first = strata[0].table;
  Lists ever = 0;
  for (const PartialStratum& stratum : strata) {
    if (stratum.table.lists != first.lists) {
      return Error{Fault::InvalidInput,
                   fmt::format("stratum {} has other lists than {}", stratum.name, strata[0].name),
                   "name every list in every stratum and say which were kept"};
    }
    if ((stratum.kept & ~first.all_lists()) != 0 || std::popcount(stratum.kept) < 2) {
      return Error{Fault::InvalidInput,
                   fmt::format("stratum {} has fewer than two lists kept", stratum.name),
                   "an overlap needs two; leave the stratum out"};
    }
    for (std::size_t s = 1; s < stratum.table.counts.size(); ++s) {
      if (stratum.table.counts[s] < 0 ||
          (stratum.table.counts[s] > 0 && (s & ~std::size_t{stratum.kept}) != 0)) {
        return Error{Fault::InvalidInput,
                     fmt::format("stratum {} has people on {}, of which a list was not kept",
                                 stratum.name, names_of(first, static_cast<Lists>(s)))};
      }
    }
    ever |= stratum.kept;
  }
  if (ever != first.all_lists()) {
    return Error{Fault::InvalidInput,
                 fmt::format("no stratum kept {}", names_of(first, first.all_lists() & ~ever)),
                 "leave the list out"};
  }
  if (model == nullptr) return done();
  for (const Lists interaction : model->interactions) {
    bool together = false;
    for (const PartialStratum& stratum : strata) {
      together = together || (interaction & ~stratum.kept) == 0;
    }
    if (!together || std::popcount(interaction) < 2) {
      return Error{Fault::InvalidInput,
                   fmt::format("the interaction [{}] is of lists that no stratum kept together",
                               names_of(first, interaction & first.all_lists()))};
    }
  }
  return done();
}

std::string model_name(const OverlapTable& table, const PartialModel& model) {
  std::string text;
  for (const Lists interaction : model.interactions) {
    text += "[" + names_of(table, interaction) + "]";
  }
  if (text.empty()) text = "no interactions";
  if (model.varying != 0) text += ", by stratum: " + names_of(table, model.varying);
  return text;
}

struct Chosen {
  PartialModel model;
  PartialFit fit;
};

bool better(const PartialFit& fit, const PartialFit& than) {
  if (!fit.why_none.empty()) return false;
  return !than.why_none.empty() || fit.bic < than.bic;
}

// Forward from no interactions, for each way of varying.
Result<Chosen> choose(std::span<const PartialStratum> strata, Estimate& estimate,
                      Progress& progress, const Cancellation& cancellation) {
  const OverlapTable& table = strata[0].table;
  Lists always = table.all_lists();
  for (const PartialStratum& stratum : strata) always &= stratum.kept;
  std::vector<Lists> candidates;
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    for (std::size_t j = i + 1; j < table.list_count(); ++j) {
      const Lists pair = Lists{1} << i | Lists{1} << j;
      for (const PartialStratum& stratum : strata) {
        if ((pair & ~stratum.kept) != 0) continue;
        candidates.push_back(pair);
        break;
      }
    }
  }
  Chosen best;
  best.fit.why_none = "no model was tried";
  std::uint64_t tried = 0;
  const auto try_model = [&](const PartialModel& model, Chosen& so_far) {
    PartialFit fit = fit_partial(strata, model);
    progress.step(++tried, 0, "models");
    const bool is_better = better(fit, so_far.fit);
    estimate.models.push_back(
        {model_name(table, model), fit.bic, "bic", std::nullopt, fit.why_none});
    if (fit.why_none.empty()) {
      double total = static_cast<double>(estimate.observed);
      for (const double missing : fit.missing) total += missing;
      estimate.models.back().estimate = total;
    }
    if (is_better) so_far = {model, std::move(fit)};
    return is_better;
  };
  for (const Lists varying : {Lists{0}, strata.size() > 1 ? always : Lists{0}}) {
    if (varying == 0 && tried > 0) break;
    Chosen here;
    here.fit.why_none = "no model was tried";
    try_model({{}, varying}, here);
    bool grown = true;
    while (grown) {
      if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
      grown = false;
      const std::vector<Lists> from = here.model.interactions;
      for (const Lists pair : candidates) {
        if (std::find(from.begin(), from.end(), pair) != from.end()) continue;
        PartialModel larger{from, varying};
        larger.interactions.push_back(pair);
        grown = try_model(larger, here) || grown;
      }
    }
    if (better(here.fit, best.fit)) best = std::move(here);
  }
  std::stable_sort(estimate.models.begin(), estimate.models.end(),
                   [](const WeighedModel& a, const WeighedModel& b) {
                     if (a.estimate.has_value() != b.estimate.has_value()) {
                       return a.estimate.has_value();
                     }
                     return a.estimate && a.criterion < b.criterion;
                   });
  return best;
}

}  // namespace

Result<PartialEstimate> estimate_partial(std::span<const PartialStratum> strata,
                                         const PartialOptions& options, Progress& progress,
                                         const Cancellation& cancellation) {
  DP_TRY(check(strata, options.model ? &*options.model : nullptr));
  PartialEstimate result;
  OverlapTable whole = empty_table(strata[0].table.lists);
  for (const PartialStratum& stratum : strata) {
    for (std::size_t s = 1; s < whole.counts.size(); ++s) {
      whole.counts[s] += stratum.table.counts[s];
    }
  }
  Estimate& total = result.total;
  total = blank_estimate("partial-lists",
                         "Log-linear with lists missing in some strata, by EM (Zwane et al. 2004)",
                         whole);
  total.assumptions = {
      "Lists depend on one another in the same way in every stratum, the interaction of all lists "
      "is 0, and where a list was not kept it would have depended on the others as it did where it "
      "was.",
      "Whether a list was kept has nothing to do with how many people there were to list.",
      "Nobody joined or left while the lists of a stratum were made, and every record was linked "
      "to "
      "the right person."};
  if (!total.refusal.empty()) return result;
  Chosen chosen;
  if (options.model) {
    chosen = {*options.model, fit_partial(strata, *options.model)};
  } else {
    chosen = DP_TRY(choose(strata, total, progress, cancellation));
  }
  total.model = model_name(whole, chosen.model);
  if (!chosen.fit.why_none.empty()) {
    total.refusal = fmt::format("The model ({}) has no estimate: {}. Use fewer interactions.",
                                total.model, chosen.fit.why_none);
    return result;
  }
  const auto seen = static_cast<double>(total.observed);
  double missing = 0;
  double variance = 0;
  for (std::size_t g = 0; g < strata.size(); ++g) {
    missing += chosen.fit.missing[g];
    for (std::size_t h = 0; h < strata.size(); ++h) {
      variance += chosen.fit.covariance[g * strata.size() + h];
    }
    const auto here = static_cast<double>(strata[g].table.observed());
    const double error = std::sqrt(chosen.fit.covariance[g * strata.size() + g]);
    const EstimateInterval interval =
        log_interval(here, here + chosen.fit.missing[g], error, options.level, {});
    result.strata.push_back({strata[g].name, strata[g].table.observed(),
                             here + chosen.fit.missing[g], interval.lower, interval.upper});
  }
  total.estimate = seen + missing;
  total.interval = log_interval(seen, *total.estimate, std::sqrt(variance), options.level,
                                "logarithmic scale, delta method, the chosen model taken as given");
  total.figures = {{"bic", chosen.fit.bic},
                   {"parameters", static_cast<double>(chosen.fit.parameters)},
                   {"standard error", std::sqrt(variance)}};
  if (!options.model) {
    total.warnings.push_back(
        "The interval takes the chosen model as given; that others could have been chosen is not "
        "in it.");
  }
  return result;
}

OrderedJson to_json(const PartialEstimate& estimate) {
  OrderedJson strata = OrderedJson::array();
  for (const PartialStratumEstimate& each : estimate.strata) {
    strata.push_back({{"stratum", each.name},
                      {"observed", each.observed},
                      {"estimate", each.estimate},
                      {"lower", each.lower},
                      {"upper", each.upper}});
  }
  return {{"total", to_json(estimate.total)}, {"strata", std::move(strata)}};
}

}  // namespace depone::estimate
