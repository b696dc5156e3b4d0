#include "estimate/report_public.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace depone::estimate {
namespace {

constexpr std::size_t kModelsPublished = 10;
constexpr double kLeastRounded = 100;  // of the numbers within sentences
constexpr double kWeightStep = 0.05;

// Warnings and refusals that tell of the method, the prior or the whole table. What is not here
// stays inside: a new message has to be looked at before it may leave.
constexpr std::array kMayLeave = {
    "A downhill search stops",
    "Fewer than five linkages",
    "Graphs that the data do not tell apart",
    "Interactions of three lists were left out",
    "More than 19 of 20 people",
    "No graph stands out",
    "No model of the lists has an estimate",
    "Plain chains did not agree",
    "Percentile",
    "The answer depends on the prior",
    "The bootstrap chose among",
    "The closest decision the other way",
    "The interval takes the chosen model",
    "The interval takes the most plausible linkage",
    "The lists cover about",
    "The posterior does not fall off",
    "The posterior has no mean",
    "The profile likelihood could not be followed",
    "The standard error is larger",
    "The upper limit stands",
    "Three lists have seven combinations",
    "Two lists cannot tell classes",
    "Two lists leave no pair's",
    "Too few bootstrap replicates",
};
// The same for messages that begin with a number or a name.
constexpr std::array kMayLeaveWithin = {
    " fits about as well and says ",
    " lists have too many decomposable graphs",
    " models fit about equally well",
};
// Settings of a run. What comes of it (an R-hat, a count of replicates with an estimate) is a
// fingerprint of the table.
constexpr std::array kFiguresThatMayLeave = {
    "chains",   "decomposable graphs", "delta",      "draws a chain", "largest order",
    "linkages", "models considered",   "replicates", "temperatures",
};
constexpr const char* kNotConverged = "The chains have not converged";

double rounded_to(double value, double unit) {
  return std::isfinite(value) ? std::round(value / unit) * unit : value;
}

bool may_leave(std::string_view sentence) {
  const auto begins = [&](const char* known) { return sentence.starts_with(known); };
  const auto holds = [&](const char* known) {
    return sentence.find(known) != std::string_view::npos;
  };
  return std::ranges::any_of(kMayLeave, begins) || std::ranges::any_of(kMayLeaveWithin, holds);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string with_commas(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

// Whole numbers of 100 and more, with or without commas, as public_number() has them. Powers and
// parts of words count no people.
std::string with_rounded_numbers(std::string_view sentence) {
  std::string text;
  std::size_t at = 0;
  const auto digit_at = [&](std::size_t i) { return i < sentence.size() && is_digit(sentence[i]); };
  while (at < sentence.size()) {
    if (!digit_at(at)) {
      text += sentence[at++];
      continue;
    }
    const char before = at > 0 ? sentence[at - 1] : ' ';
    const bool joined = before == '.' || before == '^' || before == '_' || is_letter(before);
    std::string digits;
    bool commas = false;
    std::size_t end = at;
    while (digit_at(end) || (end < sentence.size() && sentence[end] == ',' && digit_at(end + 1) &&
                             digit_at(end + 2) && digit_at(end + 3))) {
      if (sentence[end] == ',') {
        commas = true;
      } else {
        digits += sentence[end];
      }
      ++end;
    }
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (text.ends_with("weight 0.") || text.ends_with("weight of 0.")) {
      const double weight = value / std::pow(10.0, static_cast<double>(digits.size()));
      text.replace(text.size() - 2, 2, fmt::format("{:.2f}", rounded_to(weight, kWeightStep)));
    } else if (joined || value < kLeastRounded) {
      text += sentence.substr(at, end - at);
    } else {
      const std::string rounded = fmt::format("{:.0f}", public_number(value));
      text += commas ? with_commas(rounded) : rounded;
    }
    at = end;
  }
  return text;
}

double unit_of(double people) {
  return std::max(10.0, std::pow(10.0, std::floor(std::log10(std::max(1.0, people))) - 1));
}

double downwards(double people) { return std::floor(people / unit_of(people)) * unit_of(people); }

double upwards(double people) {
  if (!std::isfinite(people)) return people;
  return std::ceil(people / unit_of(people)) * unit_of(people);
}

std::vector<std::string> that_may_leave(const std::vector<std::string>& sentences) {
  std::vector<std::string> kept;
  for (const std::string& sentence : sentences) {
    if (may_leave(sentence)) kept.push_back(with_rounded_numbers(sentence));
  }
  return kept;
}

std::vector<WeighedModel> public_models(const std::vector<WeighedModel>& models) {
  std::vector<WeighedModel> kept;
  for (const WeighedModel& model : models) {
    if (!model.estimate || kept.size() == kModelsPublished) continue;
    kept.push_back(model);
    WeighedModel& last = kept.back();
    last.estimate = public_number(*model.estimate);
    if (model.criterion_name == "weight") {
      last.criterion = rounded_to(model.criterion, kWeightStep);
      if (last.criterion <= 0) kept.pop_back();
    } else {
      last.criterion = rounded_to(model.criterion - models.front().criterion, 1);
      last.criterion_name = model.criterion_name + "_above_best";
    }
  }
  return kept;
}

std::string public_refusal(const std::string& refusal) {
  if (refusal.empty()) return {};
  if (refusal.starts_with(kNotConverged)) {
    return std::string(kNotConverged) + ", so no number is given.";
  }
  if (may_leave(refusal)) return with_rounded_numbers(refusal);
  return "There is no estimate; the reason may tell of small counts and is not published.";
}

BackTest public_test(const BackTest& test) {
  BackTest result;
  result.judged = test.judged;
  result.covered = test.covered;
  if (test.median_absolute_error) {
    result.median_absolute_error = rounded_to(*test.median_absolute_error, 0.1);
  }
  if (!test.refusal.empty()) result.refusal = "There is no back-test for these lists.";
  return result;
}

std::vector<Variant> public_variants(const std::vector<Variant>& variants) {
  std::vector<Variant> result;
  for (const Variant& variant : variants) {
    result.push_back(
        {variant.change, variant.lists, public_estimate(variant.estimate, std::nullopt)});
  }
  return result;
}

// The points that are told: a finer curve would give away, by where the rounded line jumps, what
// rounding took away.
constexpr std::size_t kCurveStep = 5;

SensitivityCurve public_curve(SensitivityCurve curve) {
  std::size_t zero = 0;
  while (zero < curve.points.size() && curve.points[zero].xi < 0) ++zero;
  std::vector<SensitivityPoint> points;
  for (std::size_t i = zero % kCurveStep; i < curve.points.size(); i += kCurveStep) {
    const SensitivityPoint& point = curve.points[i];
    points.push_back(
        {point.xi, public_number(point.estimate), downwards(point.lower), upwards(point.upper)});
  }
  curve.points = std::move(points);
  curve.at_zero = public_number(curve.at_zero);
  curve.halved = curve.doubled = std::nullopt;
  if (!curve.refusal.empty()) curve.refusal = "There is no curve for these lists.";
  return curve;
}

// Without the counts that say "hidden".
void drop_hidden(OrderedJson& json) {
  if (!json.is_structured()) return;
  if (json.is_object()) {
    const auto found = json.find("observed");
    if (found != json.end() && found->is_number() && *found == kHiddenCount) json.erase(found);
  }
  for (OrderedJson& member : json) drop_hidden(member);
}

}  // namespace

double public_number(double people) {
  if (!std::isfinite(people)) return people;
  return rounded_to(people, unit_of(people));
}

bool is_whole(const SafeTable& table) {
  const auto told = [](const std::optional<std::int64_t>& count) { return count.has_value(); };
  return std::ranges::all_of(table.cells, told) && std::ranges::all_of(table.sums, told);
}

Estimate public_estimate(const Estimate& estimate, std::optional<std::int64_t> observed) {
  Estimate result = estimate;
  result.observed = observed.value_or(kHiddenCount);
  const double least = observed ? static_cast<double>(*observed) : 0;
  if (result.estimate) result.estimate = std::max(least, public_number(*result.estimate));
  if (result.interval) {
    double& lower = result.interval->lower;
    double& upper = result.interval->upper;
    lower = std::max(least, downwards(lower));
    upper = upwards(upper);
  }
  result.refusal = public_refusal(estimate.refusal);
  result.warnings = that_may_leave(estimate.warnings);
  if (result.warnings.size() < estimate.warnings.size()) {
    result.warnings.push_back(
        "Some warnings tell of small counts and are not published; whoever made the estimate has "
        "them.");
  }
  result.models = public_models(estimate.models);
  result.traces.clear();
  std::erase_if(result.figures, [](const auto& figure) {
    return std::ranges::find(kFiguresThatMayLeave, figure.first) == kFiguresThatMayLeave.end();
  });
  return result;
}

Result<PublicReport> public_report(const Report& report, const OverlapTable& table,
                                   const PublicOptions& options) {
  PublicReport result;
  result.table = DP_TRY(suppress(count_table(table), options.threshold));
  result.threshold = options.threshold;
  result.lists = empty_table(table.lists);
  result.rounded = options.of_other_tables || !is_whole(result.table);
  result.report = report;
  if (!result.rounded) return result;
  const std::optional<std::int64_t> observed = result.table.sums.back();
  Report& open = result.report;
  open.observed = observed.value_or(kHiddenCount);
  for (Estimate& estimate : open.estimates) estimate = public_estimate(estimate, observed);
  if (open.disagreement) {
    open.disagreement = disagreement_of(open.estimates);
    // From a hidden number of people nobody is told how many are missing.
    double& factor = open.disagreement->factor_missing;
    factor = observed ? rounded_to(factor, 0.1) : std::numeric_limits<double>::quiet_NaN();
  }
  open.sensitivity = public_curve(std::move(open.sensitivity));
  open.without = public_variants(report.without);
  open.merged = public_variants(report.merged);
  open.back_test = public_test(report.back_test);
  open.reading = reading_of(open);
  return result;
}

OrderedJson to_json(const PublicReport& report) {
  OrderedJson json = public_json(report.report);
  json["threshold"] = report.threshold;
  json["table"] = to_json(report.lists, report.table);
  return json;
}

OrderedJson public_json(const Report& report) {
  OrderedJson json = to_json(report);
  drop_hidden(json);
  return json;
}

OrderedJson public_json(const Estimate& estimate) {
  OrderedJson json = depone::to_json(estimate);
  drop_hidden(json);
  return json;
}

}  // namespace depone::estimate
