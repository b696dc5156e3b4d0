#include "estimate/chao.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace depone::estimate {
namespace {

struct Bound {
  double missing = 0;  // on no list, at least
  double error = 0;    // standard error
};

// The counts the bound is made of.
struct Singles {
  std::vector<double> alone;  // on this list and no other
  double once = 0;
  double twice = 0;
  double observed = 0;
};

Singles singles_of(const OverlapTable& table) {
  Singles result;
  result.alone.resize(table.list_count());
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    result.alone[i] = static_cast<double>(table.counts[std::size_t{1} << i]);
    result.once += result.alone[i];
  }
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    if (std::popcount(s) == 2) result.twice += static_cast<double>(table.counts[s]);
  }
  result.observed = static_cast<double>(table.observed());
  return result;
}

// numerator / denominator and its variance, from the derivatives by each count. A count m enters
// N as m itself as well; multinomial counts give var N = sum (dN/dm)^2 m - (sum dN/dm m)^2 / N.
Bound bound(const Singles& counts, ChaoForm form, bool corrected) {
  const double k = static_cast<double>(counts.alone.size());
  const double below = counts.twice + (corrected ? 1 : 0);
  if (below == 0) return {std::numeric_limits<double>::infinity(), 0};
  std::vector<double> slope(counts.alone.size());
  double above = 0;
  if (form == ChaoForm::ListsApart) {
    double squares = 0;
    for (const double z : counts.alone) squares += z * z;
    above = (counts.once * counts.once - squares) / 2;
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = counts.once - counts.alone[i];
  } else {
    const double share = (k - 1) / k;
    above = share * counts.once * (counts.once - (corrected ? 1 : 0)) / 2;
    for (double& by : slope) by = share * (2 * counts.once - (corrected ? 1 : 0)) / 2;
  }
  Bound result{above / below, 0};
  const double rest = counts.observed - counts.once - counts.twice;
  const double by_twice = 1 - result.missing / below;
  double squares = rest + by_twice * by_twice * counts.twice;
  double sum = rest + by_twice * counts.twice;
  for (std::size_t i = 0; i < slope.size(); ++i) {
    const double by = 1 + slope[i] / below;
    squares += by * by * counts.alone[i];
    sum += by * counts.alone[i];
  }
  const double total = counts.observed + result.missing;
  result.error = std::sqrt(std::max(0.0, squares - sum * sum / total));
  return result;
}

}  // namespace

Result<Estimate> estimate_chao(const OverlapTable& table, const ChaoOptions& options, Progress&,
                               const Cancellation&) {
  const bool apart = options.form == ChaoForm::ListsApart;
  Estimate estimate = blank_estimate(
      "chao",
      fmt::format("Chao's lower bound, {}{} ({})", apart ? "lists apart" : "lists alike",
                  options.bias_corrected ? ", bias-corrected" : "",
                  apart ? "Chao 1989" : "Chao 1987"),
      table);
  estimate.assumptions = {
      "This is a lower bound, not an estimate: people may differ in how likely they are to be "
      "listed, but for any one person being on one list makes being on another neither more nor "
      "less likely.",
      apart ? "Each list may reach a different share of people."
            : "All lists reach the same share of people.",
      "Nobody joined or left while the lists were made, and every record was linked to the right "
      "person."};
  if (!estimate.refusal.empty()) return estimate;

  const Singles counts = singles_of(table);
  const Bound chosen = bound(counts, options.form, options.bias_corrected);
  for (const ChaoForm form : {ChaoForm::ListsApart, ChaoForm::ListsAlike}) {
    for (const bool corrected : {true, false}) {
      const double value = counts.observed + bound(counts, form, corrected).missing;
      estimate.figures.emplace_back(
          fmt::format("lists {}{}", form == ChaoForm::ListsApart ? "apart" : "alike",
                      corrected ? ", bias-corrected" : ""),
          value);
    }
  }
  estimate.figures.emplace_back("on one list", counts.once);
  estimate.figures.emplace_back("on two lists", counts.twice);
  if (!std::isfinite(chosen.missing)) {
    estimate.refusal =
        "Nobody is on exactly two lists, and the bound divides by their number. Use the "
        "bias-corrected form.";
    return estimate;
  }
  estimate.figures.emplace_back("standard error", chosen.error);
  estimate.estimate = counts.observed + chosen.missing;
  estimate.interval = log_interval(counts.observed, *estimate.estimate, chosen.error, options.level,
                                   "logarithmic scale, delta method (Chao 1987)");
  if (counts.twice < 10) {
    estimate.warnings.push_back(
        fmt::format("Only {} people are on exactly two lists, so the bound is loose.",
                    static_cast<std::int64_t>(counts.twice)));
  }
  return estimate;
}

}  // namespace depone::estimate
