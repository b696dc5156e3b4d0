#include "estimate/report.h"

#include <fmt/format.h>

#include <limits>

namespace depone::estimate {
namespace {

// Tells the whole of a piece of work within the whole.
class Piece final : public Progress {
 public:
  Piece(Progress& outer, std::uint64_t done, std::uint64_t total)
      : outer_(outer), done_(done), total_(total) {}
  void step(std::uint64_t, std::uint64_t, std::string_view item) override {
    outer_.step(done_, total_, item);
  }

 private:
  Progress& outer_;
  std::uint64_t done_;
  std::uint64_t total_;
};

OrderedJson to_json(const Disagreement& disagreement) {
  OrderedJson json{{"lowest", disagreement.lowest},
                   {"highest", disagreement.highest},
                   {"from", disagreement.from},
                   {"to", disagreement.to}};
  if (disagreement.factor_missing < std::numeric_limits<double>::infinity()) {
    json["factor_missing"] = disagreement.factor_missing;
  }
  OrderedJson apart = OrderedJson::array();
  for (const auto& [one, other] : disagreement.apart) apart.push_back({one, other});
  json["intervals_apart"] = std::move(apart);
  json["below_lower_bound"] = disagreement.below_bound;
  return json;
}

OrderedJson to_json(const std::vector<Variant>& variants) {
  OrderedJson json = OrderedJson::array();
  for (const Variant& variant : variants) json.push_back(estimate::to_json(variant));
  return json;
}

std::optional<std::size_t> first_with_estimate(const std::vector<Estimate>& estimates) {
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    if (estimates[i].estimate && !is_lower_bound(estimates[i])) return i;
  }
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    if (estimates[i].estimate) return i;
  }
  return std::nullopt;
}

}  // namespace

bool is_lower_bound(const Estimate& estimate) { return estimate.method == "chao"; }

Disagreement disagreement_of(std::span<const Estimate> estimates) {
  Disagreement result;
  const Estimate* low = nullptr;
  const Estimate* high = nullptr;
  for (const bool bounds_too : {false, true}) {
    for (const Estimate& each : estimates) {
      if (!each.estimate || (is_lower_bound(each) && !bounds_too)) continue;
      if (low == nullptr || *each.estimate < *low->estimate) low = &each;
      if (high == nullptr || *each.estimate > *high->estimate) high = &each;
    }
    if (low != nullptr) break;
  }
  if (low == nullptr) return result;
  result.lowest = low->method;
  result.highest = high->method;
  result.from = *low->estimate;
  result.to = *high->estimate;
  const double fewest = *low->estimate - static_cast<double>(low->observed);
  const double most = *high->estimate - static_cast<double>(high->observed);
  if (most > fewest) {
    result.factor_missing = fewest > 0 ? most / fewest : std::numeric_limits<double>::infinity();
  }
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    if (!estimates[i].interval || is_lower_bound(estimates[i])) continue;
    for (std::size_t j = i + 1; j < estimates.size(); ++j) {
      if (!estimates[j].interval || is_lower_bound(estimates[j])) continue;
      if (estimates[i].interval->upper < estimates[j].interval->lower ||
          estimates[j].interval->upper < estimates[i].interval->lower) {
        result.apart.emplace_back(estimates[i].method, estimates[j].method);
      }
    }
  }
  for (const Estimate& bound : estimates) {
    if (!is_lower_bound(bound) || !bound.estimate) continue;
    for (const Estimate& each : estimates) {
      if (is_lower_bound(each) || !each.interval) continue;
      if (each.interval->upper < *bound.estimate) result.below_bound.push_back(each.method);
    }
  }
  return result;
}

Result<Report> make_report(const OverlapTable& table, std::span<const NamedMethod> methods,
                           const ReportOptions& options, Progress& progress,
                           const Cancellation& cancellation) {
  if (methods.empty()) return Error{Fault::InvalidInput, "a report needs at least one method"};
  if (options.tried && *options.tried >= methods.size()) {
    return Error{Fault::InvalidInput,
                 fmt::format("there is no method number {} to try; there are {}",
                             *options.tried + 1, methods.size())};
  }
  const std::uint64_t total = methods.size() + 4;
  std::uint64_t finished = 0;
  Report report;
  report.observed = table.observed();
  for (const NamedMethod& method : methods) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    progress.step(finished++, total, method.name);
    Estimate estimate = DP_TRY(run_or_refuse(table, method.run));
    if (estimate.method.empty()) estimate.method = method.name;
    if (estimate.title.empty()) estimate.title = method.name;
    report.estimates.push_back(std::move(estimate));
  }
  report.sensitivity = DP_TRY(sensitivity_curve(table, options.sensitivity));
  progress.step(++finished, total, "sensitivity");
  const std::optional<std::size_t> tried =
      options.tried ? options.tried : first_with_estimate(report.estimates);
  if (tried) {
    const Method& method = methods[*tried].run;
    report.tried = report.estimates[*tried].method;
    Piece without(progress, finished, total);
    report.without = DP_TRY(without_each_list(table, method, without, cancellation));
    Piece merged(progress, ++finished, total);
    report.merged = DP_TRY(merging_each_pair(table, method, merged, cancellation));
    Piece back(progress, ++finished, total);
    report.back_test = DP_TRY(back_test(table, method, back, cancellation));
  } else {
    report.back_test.refusal = "No method has an estimate, so there is none to test.";
  }
  if (first_with_estimate(report.estimates)) {
    report.disagreement = disagreement_of(report.estimates);
  }
  report.reading = reading_of(report);
  progress.step(total, total, "report");
  return report;
}

OrderedJson to_json(const Report& report) {
  OrderedJson estimates = OrderedJson::array();
  for (const Estimate& estimate : report.estimates) estimates.push_back(depone::to_json(estimate));
  OrderedJson json{{"observed", report.observed}, {"reading", report.reading}};
  json["estimates"] = std::move(estimates);
  if (report.disagreement) json["disagreement"] = to_json(*report.disagreement);
  json["sensitivity"] = to_json(report.sensitivity);
  json["tried"] = report.tried;
  json["without_a_list"] = to_json(report.without);
  json["two_lists_as_one"] = to_json(report.merged);
  json["back_test"] = to_json(report.back_test);
  return json;
}

}  // namespace depone::estimate
