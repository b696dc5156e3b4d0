#include "dossier/shown_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "estimate/report_public.h"

namespace depone::dossier {
namespace {

using estimate::Report;
using estimate::Variant;

// Every fifth point: a finer curve would give away, by where the rounded line jumps, what rounding
// took away.
constexpr std::size_t kCurveStep = 5;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end - at;
}

bool is_word_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '^' || c == '.';
}

void make_coarse(Estimate& estimate) {
  const auto round_optional = [](std::optional<double>& people) {
    if (people) people = rounded_people(*people);
  };
  round_optional(estimate.estimate);
  if (estimate.interval) {
    estimate.interval->lower = rounded_people(estimate.interval->lower);
    estimate.interval->upper = rounded_people(estimate.interval->upper);
  }
  const double best = estimate.models.empty() ? 0 : estimate.models.front().criterion;
  for (WeighedModel& model : estimate.models) {
    // A criterion to the last digit is the likelihood, and that is the table.
    model.criterion = model.criterion_name == "weight" ? std::round(20 * model.criterion) / 20
                                                       : std::round(model.criterion - best);
    round_optional(model.estimate);
    model.why_none = coarse_words(model.why_none);
  }
  std::erase_if(estimate.models, [](const WeighedModel& model) {
    return model.criterion_name == "weight" && model.criterion <= 0;
  });
  for (std::string& sentence : estimate.warnings) sentence = coarse_words(sentence);
  estimate.refusal = coarse_words(estimate.refusal);
  estimate.figures.clear();
}

void make_coarse(Report& report) {
  for (Estimate& estimate : report.estimates) {
    make_coarse(estimate);
    estimate.observed = report.observed;  // and not the fewest of several linkages
  }
  for (auto* variants : {&report.without, &report.merged}) {
    for (Variant& variant : *variants) {
      make_coarse(variant.estimate);
      // The people left when a list goes are those on no other: a count of its own.
      variant.estimate.observed = 0;
    }
  }
  report.back_test.cases.clear();
  auto& test_error = report.back_test.median_absolute_error;
  if (test_error) test_error = std::round(10 * *test_error) / 10;
  report.back_test.refusal = coarse_words(report.back_test.refusal);
  estimate::SensitivityCurve& curve = report.sensitivity;
  curve.halved = curve.doubled = std::nullopt;
  curve.at_zero = rounded_people(curve.at_zero);
  curve.refusal = coarse_words(curve.refusal);
  std::vector<estimate::SensitivityPoint> points;
  const std::size_t zero = static_cast<std::size_t>(
      std::find_if(curve.points.begin(), curve.points.end(),
                   [](const estimate::SensitivityPoint& point) { return point.xi >= 0; }) -
      curve.points.begin());
  for (std::size_t i = zero % kCurveStep; i < curve.points.size(); i += kCurveStep) {
    const estimate::SensitivityPoint& point = curve.points[i];
    points.push_back({point.xi, rounded_people(point.estimate), rounded_people(point.lower),
                      rounded_people(point.upper)});
  }
  curve.points = std::move(points);
  if (report.disagreement) report.disagreement = estimate::disagreement_of(report.estimates);
  report.reading = estimate::reading_of(report);
}

// The lists are letters, but a person may be called like a method's author.
void redact(Report& report, const Redactor& redactor) {
  const auto cover = [&](std::string& text) { text = redactor.redact(text); };
  const auto cover_estimate = [&](Estimate& estimate) {
    for (auto* text : {&estimate.method, &estimate.title, &estimate.refusal, &estimate.model}) {
      cover(*text);
    }
    if (estimate.interval) cover(estimate.interval->method);
    for (auto* texts : {&estimate.assumptions, &estimate.warnings}) {
      std::for_each(texts->begin(), texts->end(), cover);
    }
    for (WeighedModel& model : estimate.models) {
      cover(model.model);
      cover(model.why_none);
    }
    for (auto& figure : estimate.figures) cover(figure.first);
  };
  std::for_each(report.estimates.begin(), report.estimates.end(), cover_estimate);
  for (auto* variants : {&report.without, &report.merged}) {
    for (Variant& variant : *variants) {
      cover(variant.change);
      cover_estimate(variant.estimate);
    }
  }
  for (estimate::BackTestCase& one : report.back_test.cases) {
    cover(one.list);
    cover_estimate(one.estimate);
  }
  if (report.disagreement) {
    cover(report.disagreement->lowest);
    cover(report.disagreement->highest);
    for (auto& [one, other] : report.disagreement->apart) {
      cover(one);
      cover(other);
    }
    auto& below = report.disagreement->below_bound;
    std::for_each(below.begin(), below.end(), cover);
  }
  for (auto* text : {&report.tried, &report.sensitivity.assumption, &report.sensitivity.refusal,
                     &report.back_test.refusal}) {
    cover(*text);
  }
  std::for_each(report.reading.begin(), report.reading.end(), cover);
}

}  // namespace

std::string letter_of(std::size_t list) { return {static_cast<char>('A' + list)}; }

bool list_consent_covers(const Source& source, Audience audience, const PartialDate& date) {
  return audience == Audience::Internal ? !source.consent || consent_covers(source, audience, date)
                                        : source.consent && consent_covers(source, audience, date);
}

double rounded_people(double people) { return estimate::public_number(people); }

std::string coarse_words(std::string_view sentence) {
  std::string text(sentence);
  replace_all(text, "Nobody is", "Fewer than 10 people are");
  replace_all(text, "nobody is", "fewer than 10 people are");
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t digits = digits_at(text, at);
    if (digits == 0) {
      out += text[at++];
      continue;
    }
    const std::size_t end = at + digits;
    // Part of a word, a decimal or a power: none of these counts people.
    const bool decimal = end + 1 < text.size() && text[end] == '.' && digits_at(text, end + 1) > 0;
    const bool joined = (!out.empty() && is_word_letter(out.back())) || decimal ||
                        (end < text.size() && text[end] == '^');
    const std::string_view rest = std::string_view(text).substr(end);
    const bool people = rest.starts_with(" people") || rest.starts_with(" person");
    double value = 0;
    std::from_chars(text.data() + at, text.data() + end, value);
    if (joined) {
      out.append(text, at, digits);
    } else if (people && value < static_cast<double>(estimate::kSmallestPublished)) {
      out += out.ends_with("ewer than ") ? "10" : "fewer than 10";
    } else if (people || digits > 2) {
      out += fmt::format("{:.0f}", rounded_people(value));
    } else {
      out.append(text, at, digits);
    }
    at = end;
  }
  return out;
}

Result<ShownEstimate> show_estimate(const CaseEstimate& from, std::size_t number,
                                    const Redactor& redactor) {
  ShownEstimate shown;
  shown.id = fmt::format("E{}", number);
  shown.from = &from;
  shown.safe = DP_TRY(estimate::suppress(estimate::count_table(from.table)));
  shown.whole = estimate::is_whole(shown.safe);
  shown.observed_hidden = !shown.safe.sums.back();
  if (shown.observed_hidden) return shown;
  shown.report = from.report;
  if (!shown.whole) make_coarse(shown.report);
  redact(shown.report, redactor);
  return shown;
}

std::string overlap_csv(const ShownEstimate& shown) {
  if (!shown.whole || shown.from->linkages > 0) return {};
  const estimate::OverlapTable& table = shown.from->table;
  std::string csv;
  for (std::size_t i = 0; i < table.list_count(); ++i) csv += letter_of(i) + ",";
  csv += "count\n";
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    for (std::size_t i = 0; i < table.list_count(); ++i) csv += (s >> i & 1) != 0 ? "1," : "0,";
    csv += fmt::format("{}\n", table.counts[s]);
  }
  return csv;
}

std::string overlap_file_name(std::size_t number) { return fmt::format("estimate-{}.csv", number); }

}  // namespace depone::dossier
