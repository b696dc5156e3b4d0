#include "dossier/estimate_report_figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "dossier/figure_estimate.h"

namespace depone::dossier {
namespace {

// Words of methods are our own, but a report may come from anywhere.
std::string file_word(std::string_view word) {
  std::string safe(word);
  for (char& c : safe) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!kept) c = '-';
  }
  return safe;
}

SensitivityCurve curve_of(const estimate::Report& report) {
  const estimate::SensitivityCurve& from = report.sensitivity;
  SensitivityCurve curve;
  curve.title = "How the number depends on what no list can show";
  curve.across = "xi, the interaction of all lists together (0: none, as is assumed)";
  for (const estimate::SensitivityPoint& point : from.points) {
    curve.points.push_back({point.xi, point.estimate, point.lower, point.upper});
  }
  if (!from.points.empty() && from.points.front().xi <= 0 && from.points.back().xi >= 0) {
    curve.assumed = 0;
  }
  curve.observed = report.observed;
  return curve;
}

// What a bar measures is the distance from the best model in any case.
Estimate with_plain_criteria(Estimate estimate) {
  constexpr std::string_view kAbove = "_above_best";
  for (WeighedModel& model : estimate.models) {
    if (!model.criterion_name.ends_with(kAbove)) continue;
    model.criterion_name.resize(model.criterion_name.size() - kAbove.size());
  }
  return estimate;
}

// The tried estimate and its variants as rows; empty when there are no variants.
std::vector<Estimate> changed_rows(const estimate::Report& report) {
  std::vector<Estimate> rows;
  const auto tried =
      std::find_if(report.estimates.begin(), report.estimates.end(),
                   [&](const Estimate& each) { return each.method == report.tried; });
  if (tried == report.estimates.end() || (report.without.empty() && report.merged.empty())) {
    return rows;
  }
  rows.push_back(*tried);
  rows.back().method = "all lists";
  rows.back().observed = report.observed;
  for (const auto* variants : {&report.without, &report.merged}) {
    for (const estimate::Variant& variant : *variants) {
      rows.push_back(variant.estimate);
      rows.back().method = variant.change;
    }
  }
  return rows;
}

}  // namespace

std::vector<NamedFigure> report_figures(const estimate::Report& report, std::string_view prefix) {
  std::vector<NamedFigure> figures;
  const auto id = [&](std::string_view name) { return fmt::format("{}{}", prefix, name); };
  const auto keep = [&](std::string name, std::string title, std::string svg) {
    if (!svg.empty()) figures.push_back({std::move(name), std::move(title), std::move(svg)});
  };
  const bool any = std::any_of(report.estimates.begin(), report.estimates.end(),
                               [](const Estimate& each) { return each.estimate.has_value(); });
  if (any) {
    keep("intervals", "How many people, by method",
         estimate_intervals_svg(report.estimates, id("intervals")));
  }
  for (const Estimate& estimate : report.estimates) {
    const std::string name = "models-" + file_word(estimate.method);
    keep(name, "The models weighed: " + estimate.title,
         model_weights_svg(with_plain_criteria(estimate), id(name)));
  }
  if (report.sensitivity.refusal.empty()) {
    keep("sensitivity",
         "What if the assumption is false? xi is the interaction of all lists together",
         sensitivity_svg(curve_of(report), id("sensitivity")));
  }
  const std::vector<Estimate> rows = changed_rows(report);
  if (!rows.empty()) {
    keep("changes",
         fmt::format("With a list left out, or two taken as one ({} each time)", report.tried),
         estimate_intervals_svg(rows, id("changes")));
  }
  return figures;
}

}  // namespace depone::dossier
