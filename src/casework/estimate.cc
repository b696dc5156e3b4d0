#include "casework/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "estimate/capture_models.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/decomposable.h"
#include "estimate/latent_class.h"
#include "estimate/threshold.h"

namespace depone::casework {
namespace {

constexpr std::uint64_t kMaxListsBytes = 256u << 20;

Result<Estimate> by_loglinear(const estimate::OverlapTable& table, const EstimateOptions& options,
                              Progress& progress, const Cancellation& cancellation) {
  estimate::LoglinearOptions loglinear = options.loglinear;
  loglinear.level = options.level;
  loglinear.seed = options.seed;
  loglinear.threads = options.threads;
  return estimate::estimate_loglinear(table, loglinear, progress, cancellation);
}

Result<Estimate> by_decomposable(const estimate::OverlapTable& table,
                                 const EstimateOptions& options, Progress& progress,
                                 const Cancellation& cancellation) {
  estimate::DecomposableOptions own;
  own.level = options.level;
  own.threads = options.threads;
  return estimate::estimate_decomposable(table, own, progress, cancellation);
}

Result<Estimate> by_latent_class(const estimate::OverlapTable& table,
                                 const EstimateOptions& options, Progress& progress,
                                 const Cancellation& cancellation) {
  estimate::LatentClassOptions own;
  own.level = options.level;
  own.seed = options.seed;
  own.chains.threads = options.threads;
  return estimate::estimate_latent_class(table, own, progress, cancellation);
}

Result<Estimate> by_threshold(const estimate::OverlapTable& table, const EstimateOptions& options,
                              Progress& progress, const Cancellation& cancellation) {
  estimate::ThresholdOptions own;
  own.level = options.level;
  own.seed = options.seed;
  own.chains.threads = options.threads;
  if (options.loglinear.order >= 3) own.order = 3;
  return estimate::estimate_bayes_threshold(table, own, progress, cancellation);
}

Result<Estimate> by_chao(const estimate::OverlapTable& table, const EstimateOptions& options,
                         Progress& progress, const Cancellation& cancellation) {
  estimate::ChaoOptions own;
  own.level = options.level;
  return estimate::estimate_chao(table, own, progress, cancellation);
}

Result<Estimate> by_coverage(const estimate::OverlapTable& table, const EstimateOptions& options,
                             Progress& progress, const Cancellation& cancellation) {
  estimate::CoverageOptions own;
  own.level = options.level;
  own.seed = options.seed;
  own.threads = options.threads;
  return estimate::estimate_coverage(table, own, progress, cancellation);
}

Result<Estimate> by_capture_models(const estimate::OverlapTable& table,
                                   const EstimateOptions& options, Progress& progress,
                                   const Cancellation& cancellation) {
  estimate::CaptureOptions own;
  own.level = options.level;
  return estimate::estimate_capture_models(table, own, progress, cancellation);
}

// The table of methods; one line each.
const std::array kMethods = {
    EstimateMethod{"loglinear", "log-linear models, chosen by the data", by_loglinear},
    EstimateMethod{"decomposable", "average over decomposable graphs", by_decomposable},
    EstimateMethod{"latent-class", "Bayesian latent classes", by_latent_class},
    EstimateMethod{"bayes-threshold", "Bayesian log-linear, interactions thresholded",
                   by_threshold},
    EstimateMethod{"chao", "Chao's lower bound", by_chao},
    EstimateMethod{"coverage", "sample coverage", by_coverage},
    EstimateMethod{"capture-models", "chances that differ by list and by person",
                   by_capture_models},
};

// "12,345"; "beyond any limit" for an infinite end.
std::string people(double number) {
  if (!std::isfinite(number)) return "no limit";
  std::string digits = fmt::format("{:.0f}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

void add_lines(std::string& text, std::string_view heading,
               const std::vector<std::string>& sentences) {
  if (sentences.empty()) return;
  text += fmt::format("  {}\n", heading);
  for (const std::string& sentence : sentences) text += fmt::format("    - {}\n", sentence);
}

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
  const Bytes csv = DP_TRY(disk.read_all(path, kMaxListsBytes));
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

std::string describe(const Estimate& estimate) {
  std::string text = fmt::format("{}: {}\n", estimate.method, estimate.title);
  add_lines(text, "Assumed:", estimate.assumptions);
  if (!estimate.estimate) {
    text += fmt::format("  No estimate. {}\n", estimate.refusal);
    add_lines(text, "Warnings:", estimate.warnings);
    return text;
  }
  const double unlisted = *estimate.estimate - static_cast<double>(estimate.observed);
  text += fmt::format("  About {} people: {} on at least one list, about {} on none\n",
                      people(*estimate.estimate), people(static_cast<double>(estimate.observed)),
                      people(unlisted));
  if (estimate.interval) {
    text += fmt::format("  {:g}% interval: {} to {} people ({})\n", 100 * estimate.interval->level,
                        people(estimate.interval->lower), people(estimate.interval->upper),
                        estimate.interval->method);
  }
  if (!estimate.model.empty()) text += fmt::format("  Model: {}\n", estimate.model);
  if (estimate.models.size() > 1) {
    text += fmt::format("  Best models by {}:\n", estimate.models.front().criterion_name);
    for (std::size_t i = 0; i < std::min(kModelsShown, estimate.models.size()); ++i) {
      const WeighedModel& model = estimate.models[i];
      text += fmt::format("    {:10.3f}  {:>12}  {}\n", model.criterion,
                          model.estimate ? people(*model.estimate) : "none", model.model);
    }
  }
  add_lines(text, "Warnings:", estimate.warnings);
  text +=
      "  May be used for: saying how many people the lists may have missed, as a range, with the\n"
      "    assumptions above beside it and next to what other methods say.\n"
      "  May not be used for: a count of victims, a claim about any one person, comparing places "
      "or\n"
      "    years whose lists were made differently, or a single number without its interval.\n";
  return text;
}

}  // namespace depone::casework
