#include "casework/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "casework/estimate_text.h"
#include "casework/list_bytes.h"
#include "estimate/capture_models.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/decomposable.h"
#include "estimate/latent_class.h"
#include "estimate/report.h"
#include "estimate/threshold.h"

namespace depone::casework {
namespace {

constexpr std::uint64_t kMaxListsBytes = 256u << 20;

// What `options` say that these options of a method know, too.
template <class Own>
Own with_common(const EstimateOptions& options, Own own = {}) {
  own.level = options.level;
  if constexpr (requires { own.seed; }) own.seed = options.seed;
  if constexpr (requires { own.threads; }) own.threads = options.threads;
  if constexpr (requires { own.chains.threads; }) own.chains.threads = options.threads;
  return own;
}

// A method that is asked for nothing but these.
template <class Own, Result<Estimate> (*method)(const estimate::OverlapTable&, const Own&,
                                                Progress&, const Cancellation&)>
Result<Estimate> by(const estimate::OverlapTable& table, const EstimateOptions& options,
                    Progress& progress, const Cancellation& cancellation) {
  return method(table, with_common<Own>(options), progress, cancellation);
}

Result<Estimate> by_loglinear(const estimate::OverlapTable& table, const EstimateOptions& options,
                              Progress& progress, const Cancellation& cancellation) {
  return estimate::estimate_loglinear(table, with_common(options, options.loglinear), progress,
                                      cancellation);
}

Result<Estimate> by_threshold(const estimate::OverlapTable& table, const EstimateOptions& options,
                              Progress& progress, const Cancellation& cancellation) {
  auto own = with_common<estimate::ThresholdOptions>(options);
  if (options.loglinear.order >= 3) own.order = 3;
  return estimate::estimate_bayes_threshold(table, own, progress, cancellation);
}

// The table of methods; one line each.
const std::array kMethods = {
    EstimateMethod{"loglinear", "log-linear models, chosen by the data", by_loglinear},
    EstimateMethod{"decomposable", "average over decomposable graphs",
                   by<estimate::DecomposableOptions, estimate::estimate_decomposable>},
    EstimateMethod{"latent-class", "Bayesian latent classes",
                   by<estimate::LatentClassOptions, estimate::estimate_latent_class>},
    EstimateMethod{"bayes-threshold", "Bayesian log-linear, interactions thresholded",
                   by_threshold},
    EstimateMethod{"chao", "Chao's lower bound",
                   by<estimate::ChaoOptions, estimate::estimate_chao>},
    EstimateMethod{"coverage", "sample coverage",
                   by<estimate::CoverageOptions, estimate::estimate_coverage>},
    EstimateMethod{"capture-models", "chances that differ by list and by person",
                   by<estimate::CaptureOptions, estimate::estimate_capture_models>},
    EstimateMethod{"doubly-robust", "two lists and what is known of each person (--covariates)",
                   nullptr},
    EstimateMethod{"partial-lists", "lists that were not kept in every group or year (--strata)",
                   nullptr},
};

constexpr std::size_t kModelsShown = 5;

}  // namespace

std::span<const EstimateMethod> estimate_methods() { return kMethods; }

Result<const EstimateMethod*> estimate_method(std::string_view word) {
  std::string words;
  for (const EstimateMethod& method : kMethods) {
    if (word == method.word) return &method;
    words += std::string(words.empty() ? "" : ", ") + method.word;
  }
  return Error{Fault::NotFound, fmt::format("there is no method \"{}\"", word),
               "the methods are " + words + " and all"};
}

Result<estimate::ReadTable> read_lists(Disk& disk, const std::string& path,
                                       const estimate::ReadTableOptions& options) {
  const Bytes csv = DP_TRY(read_list_bytes(disk, path, kMaxListsBytes));
  return estimate::read_table(text_of(csv), path, options);
}

Result<Estimate> estimate_by(const EstimateMethod& method, const estimate::OverlapTable& table,
                             const EstimateOptions& options, Progress& progress,
                             const Cancellation& cancellation) {
  Result<Estimate> result = method.estimate(table, options, progress, cancellation);
  if (result.ok() || result.error().fault != Fault::Unsupported) return result;
  Estimate refused;
  refused.method = method.word;
  refused.title = method.what;
  refused.observed = table.observed();
  refused.refusal = to_string(result.error());
  refused.assumptions = {"None was made: the method does not apply to this table."};
  return refused;
}

Result<std::vector<const EstimateMethod*>> methods_meant(const std::vector<std::string>& words,
                                                         const estimate::ReadTable& read,
                                                         bool all_by_default) {
  const bool not_kept = std::ranges::any_of(
      read.strata, [](const estimate::Stratum& stratum) { return stratum.not_kept != 0; });
  std::vector<std::string> wanted = words;
  if (words.empty()) {
    wanted = {all_by_default ? "all"
              : not_kept     ? "partial-lists"
              : read.people  ? "doubly-robust"
                             : "loglinear"};
  }
  std::vector<const EstimateMethod*> methods;
  const auto add = [&](const EstimateMethod* method) {
    if (std::ranges::find(methods, method) == methods.end()) methods.push_back(method);
  };
  for (const std::string& word : wanted) {
    if (word != "all") {
      add(DP_TRY(estimate_method(word)));
      continue;
    }
    for (const EstimateMethod& method : kMethods) {
      const bool of_people = std::string_view(method.word) == "doubly-robust";
      if (method.estimate || (of_people && read.people)) add(&method);
    }
  }
  return methods;
}

estimate::Method bound(const EstimateMethod& method, const EstimateOptions& options,
                       Progress& progress, const Cancellation& cancellation) {
  return [&method, &options, &progress, &cancellation](const estimate::OverlapTable& table) {
    return estimate_by(method, table, options, progress, cancellation);
  };
}

std::string describe(const Estimate& estimate) {
  std::string text = fmt::format("{}: {}\n", estimate.method, estimate.title);
  text += listed("Assumed:", estimate.assumptions);
  if (!estimate.estimate) {
    text += paragraph("  No estimate. ", 4, estimate.refusal);
    text += listed("Warnings:", estimate.warnings);
    return text;
  }
  if (estimate.observed == estimate::kHiddenCount) {
    text += fmt::format("  About {} people in all\n", people_text(*estimate.estimate));
  } else {
    const auto observed = static_cast<double>(estimate.observed);
    text += fmt::format("  About {} people: {} on at least one list, about {} on none\n",
                        people_text(*estimate.estimate), people_text(observed),
                        people_text(*estimate.estimate - observed));
  }
  if (estimate.interval) {
    const EstimateInterval& interval = *estimate.interval;
    text += paragraph(fmt::format("  {:g}% interval: ", 100 * interval.level), 4,
                      fmt::format("{} to {} people ({})", people_text(interval.lower),
                                  people_text(interval.upper), interval.method));
  }
  if (!estimate.model.empty()) text += paragraph("  Model: ", 4, estimate.model);
  if (estimate.models.size() > 1) {
    text += fmt::format("  Best models by {}:\n", estimate.models.front().criterion_name);
    for (std::size_t i = 0; i < std::min(kModelsShown, estimate.models.size()); ++i) {
      const WeighedModel& model = estimate.models[i];
      text += fmt::format("    {:10.3f}  {:>12}  {}\n", model.criterion,
                          model.estimate ? people_text(*model.estimate) : "none", model.model);
    }
  }
  text += listed("Warnings:", estimate.warnings);
  text += paragraph("  May be used for: ", 4,
                    "saying how many people the lists may have missed, as a range, with the "
                    "assumptions above beside it and next to what other methods say.");
  text += paragraph("  May not be used for: ", 4,
                    "a count of victims, a claim about any one person, comparing places or years "
                    "whose lists were made differently, or a single number without its interval.");
  return text;
}

}  // namespace depone::casework
