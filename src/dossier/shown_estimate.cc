#include "dossier/shown_estimate.h"

#include <fmt/format.h>

#include <algorithm>

namespace depone::dossier {
namespace {

using estimate::Report;
using estimate::Variant;

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

Result<ShownEstimate> show_estimate(const CaseEstimate& from, std::size_t number,
                                    const Redactor& redactor) {
  ShownEstimate shown;
  shown.id = fmt::format("E{}", number);
  shown.from = &from;
  // Further linkages are tables of their own, which stay inside.
  estimate::PublicReport open = DP_TRY(
      estimate::public_report(from.report, from.table, {.of_other_tables = from.linkages > 0}));
  shown.safe = std::move(open.table);
  shown.whole = estimate::is_whole(shown.safe);
  shown.rounded = open.rounded;
  shown.observed_hidden = !shown.safe.sums.back();
  if (shown.observed_hidden) return shown;
  shown.report = std::move(open.report);
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
