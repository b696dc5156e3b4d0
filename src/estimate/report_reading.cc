// The plain-language part of a report. Every sentence must stay true when it is quoted alone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "estimate/report.h"

namespace depone::estimate {
namespace {

std::string with_commas(double number) {
  std::string digits = fmt::format("{:.0f}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

// Two significant digits: more would claim what no method has.
std::string about(double people) {
  if (!std::isfinite(people)) return "no limit";
  if (people < 100) return fmt::format("{:.0f}", people);
  const double unit = std::pow(10.0, std::floor(std::log10(people)) - 1);
  return with_commas(std::round(people / unit) * unit);
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * std::abs(share)); }

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

void say_what_methods_say(const Report& report, std::vector<std::string>& reading) {
  std::vector<std::string> refused;
  for (const Estimate& estimate : report.estimates) {
    if (!estimate.estimate) refused.push_back(estimate.method);
  }
  if (!report.disagreement) {
    reading.push_back(
        "No method has an estimate on these data: how many are on no list cannot be said from "
        "them. The count is all that may be reported.");
    return;
  }
  const Disagreement& far = *report.disagreement;
  if (far.lowest == far.highest) {
    reading.push_back(fmt::format("One method has an estimate, {}: about {} people in all.",
                                  far.lowest, about(far.from)));
  } else {
    const std::string factor =
        std::isnan(far.factor_missing) ? ""
        : !std::isfinite(far.factor_missing)
            ? "; the lowest sees nobody missing"
            : fmt::format(", a factor of {:.1f} in the number on no list", far.factor_missing);
    reading.push_back(fmt::format(
        "The methods say between about {} ({}) and about {} ({}) people in all{}. The data do not "
        "show which of them is right; quote the range, not one of them.",
        about(far.from), far.lowest, about(far.to), far.highest, factor));
  }
  std::string apart;
  for (const auto& [one, other] : far.apart) {
    apart += fmt::format("{}{} and {}", apart.empty() ? "" : "; ", one, other);
  }
  if (!apart.empty()) {
    reading.push_back(
        fmt::format("No number is in the intervals of both {}{}; at least one of {} is wrong here.",
                    far.apart.size() == 1 ? "" : "of these: ", apart,
                    far.apart.size() == 1 ? "the two" : "each two"));
  }
  if (!far.below_bound.empty()) {
    reading.push_back(fmt::format(
        "{} {} less than the estimated lower bound allows, which happens when people differ in how "
        "likely they are to be listed.",
        joined(far.below_bound), far.below_bound.size() == 1 ? "says" : "say"));
  }
  if (!refused.empty()) {
    reading.push_back(
        fmt::format("No estimate from: {}. The reason stands with each.", joined(refused)));
  }
}

void say_what_it_rests_on(const Report& report, std::vector<std::string>& reading) {
  reading.push_back(
      "Every one of these numbers rests on an assumption about people on no list, of whom the data "
      "say nothing; each estimate states its own first. No test on these lists can confirm it.");
  const SensitivityCurve& curve = report.sensitivity;
  if (!curve.refusal.empty() || curve.points.empty()) return;
  const auto nearest = [&](double xi) {
    return *std::min_element(curve.points.begin(), curve.points.end(),
                             [xi](const SensitivityPoint& a, const SensitivityPoint& b) {
                               return std::abs(a.xi - xi) < std::abs(b.xi - xi);
                             });
  };
  const SensitivityPoint one = nearest(-0.5);
  const SensitivityPoint other = nearest(0.5);
  const auto [low, high] = std::minmax(one.estimate, other.estimate);
  reading.push_back(fmt::format(
      "If the interaction that is taken to be 0 were {:.1f} or {:.1f} instead, about {} would "
      "become about {} or {}; nobody can see from the data whether it is.",
      std::min(one.xi, other.xi), std::max(one.xi, other.xi), about(curve.at_zero), about(low),
      about(high)));
}

// The variant that moves the estimate most, as a sentence.
void say_what_changes(const Report& report, const std::vector<Variant>& variants,
                      std::vector<std::string>& reading) {
  const auto tried =
      std::find_if(report.estimates.begin(), report.estimates.end(),
                   [&](const Estimate& estimate) { return estimate.method == report.tried; });
  if (tried == report.estimates.end() || !tried->estimate) return;
  const Variant* most = nullptr;
  double farthest = 0;
  std::vector<std::string> refused;
  for (const Variant& variant : variants) {
    if (!variant.estimate.estimate) {
      refused.push_back(variant.change);
      continue;
    }
    const double change = std::abs(std::log(*variant.estimate.estimate / *tried->estimate));
    if (most != nullptr && change <= farthest) continue;
    farthest = change;
    most = &variant;
  }
  if (most != nullptr) {
    reading.push_back(fmt::format(
        "{}, {} says about {} in place of about {}; no other change of this kind moves it "
        "further.",
        most->change, report.tried, about(*most->estimate.estimate), about(*tried->estimate)));
    if (most->change.starts_with("without ")) {
      reading.back()[0] = 'W';
    } else {
      reading.back().insert(0, "With ");
    }
  }
  if (!refused.empty()) {
    reading.push_back(fmt::format("{} has no estimate {}.", report.tried, joined(refused)));
  }
}

void say_how_it_did(const Report& report, std::vector<std::string>& reading) {
  const BackTest& test = report.back_test;
  if (!test.refusal.empty() || !test.median_absolute_error) return;
  reading.push_back(fmt::format(
      "Tried on lists whose size is known, {} was off by {} in the middle case, and its interval "
      "held the truth {} of {} times. Those were people whom some list does reach.",
      report.tried, percent(*test.median_absolute_error), test.covered, test.judged));
}

}  // namespace

std::vector<std::string> reading_of(const Report& report) {
  std::vector<std::string> reading;
  if (report.observed == kHiddenCount) {
    reading.push_back(
        "How many people are on at least one list is not published: with the other figures it "
        "would "
        "give small counts away.");
  } else {
    reading.push_back(fmt::format(
        "{} people are on at least one list. That is a count of records linked to persons, not an "
        "estimate.",
        with_commas(static_cast<double>(report.observed))));
  }
  say_what_methods_say(report, reading);
  if (report.disagreement) {
    say_what_it_rests_on(report, reading);
    say_what_changes(report, report.without, reading);
    say_what_changes(report, report.merged, reading);
    say_how_it_did(report, reading);
    reading.push_back(
        "May be used for: saying that people are missing from the lists, and roughly how many, "
        "with "
        "the range and the assumption beside the number; deciding where to look for further "
        "sources.");
  }
  reading.push_back(
      "May not be used for: an exact number; change from year to year or ranking of places or "
      "employers, when lists or linkage differ between them; anything about a single person, site "
      "or employer; proof that a person who is on no list exists.");
  reading.push_back(
      "Such estimates for forced labour are disputed: Whitehead, Jackson, Balch and Francis (2021, "
      "Journal of Human Trafficking 7:1-13) hold that lists made by authorities and charities pass "
      "people on to one another, reach some people never and define the offence differently, so "
      "that the assumptions fail and cannot be checked. This report answers by showing the "
      "assumptions and how much hangs on them, not by refuting it.");
  return reading;
}

}  // namespace depone::estimate
