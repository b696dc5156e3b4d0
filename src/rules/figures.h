// Figures: numbers a norm tests, computed for each origin from what that origin alone says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "rules/interval.h"

namespace depone::rules {

// Hours are hours of work; all averages are over the year the origin describes.
enum class Figure {
  HoursPerDay,
  HoursPerWeek,        // as stated, or hours a day x days worked
  HoursPerYear,        // hours a day x (365 - days off a year), or hours a week x 52
  OvertimePerTwoDays,  // 2 x (hours a day - normal hours a day)
  OvertimePerYear,     // hours a year - normal hours a year
  LongestWeeklyRest,   // the longest rest without interruption a week can hold
  DaysOffPerYear,
  WageWithheldShare,  // percent
};
std::string_view name_of(Figure figure);  // "hours_per_week"
std::optional<Figure> figure_of(std::string_view name);
std::string_view unit_of(Figure figure);  // "h a week"

struct OriginFigure {
  std::string origin;
  Interval interval;
  std::vector<ClaimRef> claims;    // what it was computed from, the nearest of each first
  std::vector<std::string> steps;  // the arithmetic: "over 18 h x 363 days = over 6,534 h a year"
};

// One figure an origin at most; origins that do not say enough have none. `normal` is the amount
// overtime counts from. Findings about another country than `host_state` (where both are known
// country codes) are left out. Where an origin gives several values the hull of them counts.
// An origin's figures are never mixed with another's: two half-stories make no whole one.
std::vector<OriginFigure> figures_of(const Case& the_case, Figure figure, Decimal normal,
                                     std::string_view host_state);

// Whether a finding may speak of work in `host_state`.
bool speaks_of(const Finding& finding, std::string_view host_state);

}  // namespace depone::rules
