// The page of a report.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "casework/estimate_report.h"
#include "casework/estimate_text.h"

namespace depone::casework {
namespace {

using estimate::OverlapTable;
using estimate::Report;

std::string range_text(const std::optional<EstimateInterval>& interval) {
  if (!interval) return "none";
  return people_text(interval->lower) + " to " + people_text(interval->upper);
}

std::string count_text(std::int64_t count) {
  return count == estimate::kHiddenCount ? "not told" : people_text(static_cast<double>(count));
}

std::string missing_text(const Estimate& estimate) {
  if (!estimate.estimate || estimate.observed == estimate::kHiddenCount) return "";
  return people_text(*estimate.estimate - static_cast<double>(estimate.observed));
}

std::string percent_text(double share) {
  const double percent = std::round(100 * share);
  return percent == 0 ? "0%" : fmt::format("{:+.0f}%", percent);
}

std::string heading(std::string_view words) {
  return fmt::format("\n{}\n{}\n", words, std::string(words.size(), '-'));
}

double level_of(const Report& report) {
  for (const Estimate& estimate : report.estimates) {
    if (estimate.interval) return estimate.interval->level;
  }
  return 0.95;
}

std::string interval_heading(const Report& report) {
  return fmt::format("{:g}% interval", 100 * level_of(report));
}

void say_methods(const Report& report, std::string& text) {
  text += heading("What each method says");
  std::vector<std::vector<std::string>> rows = {
      {"method", "in all", interval_heading(report), "on no list"}};
  for (const Estimate& estimate : report.estimates) {
    const std::string bound = estimate::is_lower_bound(estimate) ? " (at least)" : "";
    if (estimate.estimate) {
      rows.push_back({estimate.method + bound, people_text(*estimate.estimate),
                      range_text(estimate.interval), missing_text(estimate)});
    } else {
      rows.push_back({estimate.method, "none", "", ""});
    }
  }
  text += columns(rows, 2);
  text += "\nWhat each takes for granted; no data on the lists can show it:\n";
  for (const Estimate& estimate : report.estimates) {
    if (!estimate.estimate) {
      text +=
          paragraph(fmt::format("  {}: ", estimate.method), 4, "no estimate. " + estimate.refusal);
      continue;
    }
    text += paragraph(fmt::format("  {}: ", estimate.method), 4,
                      estimate.assumptions.empty() ? "" : estimate.assumptions.front());
    for (const std::string& warning : estimate.warnings) text += paragraph("    ! ", warning);
  }
}

void say_disagreement(const Report& report, std::string& text) {
  if (!report.disagreement) return;
  const estimate::Disagreement& far = *report.disagreement;
  text += heading("How far the methods disagree");
  if (far.lowest == far.highest) {
    text += fmt::format("  One method has an estimate: {}.\n", far.lowest);
  } else {
    const std::string factor =
        std::isnan(far.factor_missing) ? ""
        : std::isfinite(far.factor_missing)
            ? fmt::format(": a factor of {:.1f} in the number on no list", far.factor_missing)
            : ": the lowest sees nobody missing";
    text += paragraph("  ", fmt::format("From {} ({}) to {} ({}){}.", people_text(far.from),
                                        far.lowest, people_text(far.to), far.highest, factor));
  }
  std::string apart;
  for (const auto& [one, other] : far.apart) {
    apart += fmt::format("{}{} and {}", apart.empty() ? "" : "; ", one, other);
  }
  if (!apart.empty()) {
    text += paragraph("  ", "No number is in the intervals of both: " + apart + ".");
  }
  for (const std::string& method : far.below_bound) {
    text += paragraph("  ", fmt::format("{} ends below the estimated lower bound.", method));
  }
}

void say_sensitivity(const Report& report, std::size_t lists, std::string& text) {
  const estimate::SensitivityCurve& curve = report.sensitivity;
  text += heading("If the assumption fails");
  if (curve.points.empty()) {
    text += paragraph("  ", curve.refusal);
    return;
  }
  text += paragraph("  ", curve.assumption);
  text +=
      paragraph("  ", lists == 2 ? "With xi set to:"
                      : curve.order + 1 == lists
                          ? "With every lower interaction fitted (the models above may leave some "
                            "out) and the highest (xi) set to:"
                          : fmt::format("With interactions of up to {} lists fitted, those "
                                        "between taken to be 0, and the highest (xi) set to:",
                                        curve.order));
  std::vector<std::vector<std::string>> rows = {{"xi", "in all", interval_heading(report)}};
  for (const estimate::SensitivityPoint& point : curve.points) {
    const double halves = point.xi * 2;
    if (std::abs(halves - std::round(halves)) > 1e-9) continue;
    rows.push_back({point.xi == 0 ? "0" : fmt::format("{:+.1f}", point.xi),
                    people_text(point.estimate),
                    people_text(point.lower) + " to " + people_text(point.upper)});
  }
  text += columns(rows, 4);
}

void say_changes(const Report& report, std::string& text) {
  if (report.without.empty() && report.merged.empty()) return;
  text += heading(fmt::format("{} with a list left out, or two lists taken as one", report.tried));
  std::vector<std::vector<std::string>> rows = {
      {"change", "in all", interval_heading(report), "on no list"}};
  std::string reasons;
  for (const auto* variants : {&report.without, &report.merged}) {
    for (const estimate::Variant& variant : *variants) {
      const Estimate& estimate = variant.estimate;
      if (estimate.estimate) {
        rows.push_back({variant.change, people_text(*estimate.estimate),
                        range_text(estimate.interval), missing_text(estimate)});
      } else {
        rows.push_back({variant.change, "none", "", ""});
        reasons += paragraph(fmt::format("  {}: ", variant.change), 4, estimate.refusal);
      }
    }
  }
  text += columns(rows, 2) + reasons;
}

void say_back_test(const Report& report, std::string& text) {
  text +=
      heading(report.tried.empty() ? "Tried on lists of known size"
                                   : fmt::format("{} tried on lists of known size", report.tried));
  const estimate::BackTest& test = report.back_test;
  if (!test.refusal.empty()) {
    text += paragraph("  ", test.refusal);
    return;
  }
  if (test.cases.empty() && test.median_absolute_error) {
    text +=
        paragraph("  ", fmt::format("The interval held {} of {} known sizes; in the middle case "
                                    "the estimate was off by {:.0f}%. The cases themselves are "
                                    "not published.",
                                    test.covered, test.judged, 100 * *test.median_absolute_error));
    return;
  }
  std::vector<std::vector<std::string>> rows = {
      {"list", "its size", "shown", "estimate", interval_heading(report), "error", "held"}};
  for (const estimate::BackTestCase& item : test.cases) {
    rows.push_back({item.list, count_text(item.size), count_text(item.seen),
                    item.estimate.estimate ? people_text(*item.estimate.estimate) : "none",
                    range_text(item.estimate.interval), item.error ? percent_text(*item.error) : "",
                    !item.covered   ? ""
                    : *item.covered ? "yes"
                                    : "no"});
  }
  text += columns(rows, 2);
  for (const estimate::BackTestCase& item : test.cases) {
    if (item.estimate.estimate) continue;
    text += paragraph(fmt::format("  {}: ", item.list), 4, item.estimate.refusal);
  }
}

void say_reading(const Report& report, std::string& text) {
  text += heading("How to read it");
  for (const std::string& sentence : report.reading) text += paragraph("  - ", sentence);
}

std::string lists_text(const OverlapTable& table) {
  std::string text;
  for (const std::string& list : table.lists) text += (text.empty() ? "" : ", ") + list;
  return text;
}

std::string page(const Report& report, const OverlapTable& table) {
  std::string text = paragraph(
      fmt::format("How many are on none of {} lists: ", table.list_count()), 2, lists_text(table));
  say_methods(report, text);
  say_disagreement(report, text);
  say_sensitivity(report, table.list_count(), text);
  say_changes(report, text);
  say_back_test(report, text);
  say_reading(report, text);
  return text;
}

std::string safe_count(const std::optional<std::int64_t>& count) {
  return count ? people_text(static_cast<double>(*count)) : "hidden";
}

}  // namespace

std::string describe(const ListsReport& report) {
  return page(report.report, report.table) + "\n" +
         paragraph("For use inside: ", 2,
                   "counts of lists and their overlaps are on this page, and small ones may point "
                   "at people. --safe makes a page that may leave.");
}

std::string describe(const estimate::PublicReport& report) {
  std::string text = page(report.report, report.lists);
  text += heading("The table that may leave");
  std::vector<std::vector<std::string>> rows = {{"people on exactly", "count"}};
  for (std::size_t s = 1; s < report.lists.counts.size(); ++s) {
    rows.push_back({names_of(report.lists, static_cast<estimate::Lists>(s)),
                    safe_count(report.table.cells[s - 1])});
  }
  for (std::size_t i = 0; i < report.lists.list_count(); ++i) {
    rows.push_back({"all on " + report.lists.lists[i], safe_count(report.table.sums[i])});
  }
  rows.push_back({"all", safe_count(report.table.sums.back())});
  text += columns(rows, 2);
  const std::string how =
      !report.rounded ? fmt::format("no count is under {}, so nothing had to be hidden or rounded.",
                                    report.threshold)
                      : fmt::format(
                            "counts under {} are hidden, others with them so that nobody computes "
                            "them back; numbers made of the counts are rounded.",
                            report.threshold);
  return text + "\n" + paragraph("Made to leave: ", 2, how);
}

}  // namespace depone::casework
