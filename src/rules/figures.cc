#include "rules/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace depone::rules {
namespace {

constexpr std::pair<Figure, std::string_view> kNames[] = {
    {Figure::HoursPerDay, "hours_per_day"},
    {Figure::HoursPerWeek, "hours_per_week"},
    {Figure::HoursPerYear, "hours_per_year"},
    {Figure::OvertimePerTwoDays, "overtime_per_two_days"},
    {Figure::OvertimePerYear, "overtime_per_year"},
    {Figure::LongestWeeklyRest, "longest_weekly_rest"},
    {Figure::DaysOffPerYear, "days_off_per_year"},
    {Figure::WageWithheldShare, "wage_withheld_share"},
};

constexpr std::int64_t kDaysPerYear = 365;
constexpr std::int64_t kWeeksPerYear = 52;
constexpr std::int64_t kHoursPerDay = 24;

Interval clipped(Interval interval, Decimal least, Decimal most) {
  interval.low = std::clamp(interval.low.value_or(least), least, most);
  interval.high = std::clamp(interval.high.value_or(most), least, most);
  return interval;
}

// What one origin says of one kind of figure.
struct Said {
  Interval interval;
  std::vector<ClaimRef> claims;
  bool several = false;
};

// Days off a year from a finding that counts them a week, a month or a year.
std::optional<std::int64_t> times_a_year(Per per) {
  switch (per) {
    case Per::Week:
      return kWeeksPerYear;
    case Per::Month:
      return 12;
    case Per::Year:
      return 1;
    default:
      return std::nullopt;
  }
}

class OriginFigures {
 public:
  OriginFigures(const Case& the_case, std::string_view host_state) : case_(the_case) {
    for (const Finding& finding : the_case.findings) {
      if (speaks_of(finding, host_state)) take(finding);
    }
  }

  const std::map<std::string, std::map<ClaimKind, Said>>& said() const { return said_; }

  std::optional<OriginFigure> figure(const std::string& origin, Figure figure,
                                     Decimal normal) const {
    OriginFigure result;
    result.origin = origin;
    std::optional<Interval> interval = compute(origin, figure, normal, result);
    if (!interval || (!interval->low && !interval->high)) return std::nullopt;
    result.interval = *interval;
    return result;
  }

 private:
  void take(const Finding& finding) {
    const ClaimKind kind = finding.proposition.kind;
    const std::optional<std::int64_t> factor = times_a_year(finding.proposition.per);
    if (kind == ClaimKind::DaysOff && !factor) return;
    for (const OriginVoice& voice : finding.voices) {
      if (voice.claims.empty() || (!voice.low && !voice.high)) continue;
      if (case_.claim(voice.claims.front()).polarity == Polarity::Denied) continue;
      Interval interval{voice.low, voice.high};
      if (kind == ClaimKind::DaysOff) interval = times(interval, *factor);
      auto [place, added] = said_[voice.origin].try_emplace(kind, Said{interval, {}, false});
      Said& said = place->second;
      if (!added) {
        said.interval = hull(said.interval, interval);
        said.several = true;
      }
      said.claims.push_back(voice.claims.front());
    }
  }

  // The origin's own figure of `kind`, noted in `result`.
  std::optional<Interval> own(const std::string& origin, ClaimKind kind, std::string_view unit,
                              OriginFigure& result) const {
    const auto of_origin = said_.find(origin);
    if (of_origin == said_.end()) return std::nullopt;
    const auto found = of_origin->second.find(kind);
    if (found == of_origin->second.end()) return std::nullopt;
    const Said& said = found->second;
    result.claims.insert(result.claims.end(), said.claims.begin(), said.claims.end());
    result.steps.push_back(fmt::format("origin {} ({}) gives {} {}{}", origin,
                                       documents(said.claims), words_of(said.interval), unit,
                                       said.several ? ", taking all its figures together" : ""));
    return said.interval;
  }

  std::string documents(const std::vector<ClaimRef>& claims) const {
    std::vector<std::string> ids;
    for (const ClaimRef ref : claims) {
      const std::string& id = case_.documents[ref.document].id;
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return fmt::format("{}", fmt::join(ids, ", "));
  }

  std::optional<Interval> hours_per_day(const std::string& origin, OriginFigure& result) const {
    const std::optional<Interval> hours = own(origin, ClaimKind::HoursPerDay, "h a day", result);
    if (!hours) return std::nullopt;
    // "Over 18" cannot mean over 24.
    Interval day = *hours;
    if (day.low && *day.low > Decimal::whole(kHoursPerDay)) return std::nullopt;
    return day;
  }

  std::optional<Interval> hours_per_year(const std::string& origin, OriginFigure& result) const {
    const std::optional<Interval> hours = hours_per_day(origin, result);
    if (hours) {
      const std::optional<Interval> off =
          own(origin, ClaimKind::DaysOff, "days off a year", result);
      if (off) {
        const Interval days = minus(Decimal::whole(kDaysPerYear),
                                    clipped(*off, Decimal{}, Decimal::whole(kDaysPerYear)));
        const Interval year = times(*hours, days);
        result.steps.push_back(fmt::format("{} h x {} days = {} h a year", words_of(*hours),
                                           words_of(days), words_of(year)));
        return year;
      }
    }
    result.steps.clear();
    result.claims.clear();
    const std::optional<Interval> week = own(origin, ClaimKind::HoursPerWeek, "h a week", result);
    if (!week) return std::nullopt;
    const Interval year = times(*week, kWeeksPerYear);
    result.steps.push_back(fmt::format("{} h a week x {} weeks = {} h a year", words_of(*week),
                                       kWeeksPerYear, words_of(year)));
    return year;
  }

  std::optional<Interval> hours_per_week(const std::string& origin, OriginFigure& result) const {
    const std::optional<Interval> stated = own(origin, ClaimKind::HoursPerWeek, "h a week", result);
    if (stated) return stated;
    const std::optional<Interval> year = hours_per_year(origin, result);
    if (!year) return std::nullopt;
    const Interval week = scaled(*year, 7, kDaysPerYear);
    result.steps.push_back(fmt::format("{} h a year x 7 / {} = {} h a week on average",
                                       words_of(*year), kDaysPerYear, words_of(week)));
    return week;
  }

  std::optional<Interval> overtime_per_two_days(const std::string& origin, Decimal normal,
                                                OriginFigure& result) const {
    const std::optional<Interval> hours = hours_per_day(origin, result);
    if (!hours) return std::nullopt;
    const Interval above = minus(*hours, normal);
    const Interval two_days = times(above, 2);
    result.steps.push_back(fmt::format("2 x ({} h - {} h) = {} h of overtime in two days",
                                       words_of(*hours), grouped(normal), words_of(two_days)));
    return two_days;
  }

  std::optional<Interval> overtime_per_year(const std::string& origin, Decimal normal,
                                            OriginFigure& result) const {
    const std::optional<Interval> year = hours_per_year(origin, result);
    if (!year) return std::nullopt;
    const Interval overtime = minus(*year, normal);
    result.steps.push_back(fmt::format("{} h - {} h normal = {} h of overtime a year",
                                       words_of(*year), grouped(normal), words_of(overtime)));
    return overtime;
  }

  // With k days off in a week the longest rest is at most 24 (k + 2) - 2 x hours: work at the very
  // start of the day before the days off and at the very end of the day after. Fewer than 52 days
  // off a year leave weeks with none.
  std::optional<Interval> longest_weekly_rest(const std::string& origin,
                                              OriginFigure& result) const {
    const std::optional<Interval> off = own(origin, ClaimKind::DaysOff, "days off a year", result);
    if (!off || !off->high) return std::nullopt;
    const std::optional<Interval> hours = hours_per_day(origin, result);
    if (!hours || !hours->low) return std::nullopt;
    const bool none = *off->high < Decimal::whole(kWeeksPerYear);
    const bool one = !none && *off->high < Decimal::whole(2 * kWeeksPerYear);
    if (!none && !one) return std::nullopt;
    const std::int64_t span = kHoursPerDay * (none ? 2 : 3);
    const Interval rest = minus(Decimal::whole(span), times(Interval{hours->low, hours->low}, 2));
    const Interval at_most{std::nullopt, rest.high};
    result.steps.push_back(fmt::format(
        "{} days off a year leave weeks with {}; with {} h a day the longest rest there is at most "
        "{} h - 2 x {} h = {} h",
        words_of(*off), none ? "no day off" : "one day off at most", words_of(*hours), span,
        grouped(*hours->low), grouped(*rest.high)));
    return at_most;
  }

  std::optional<Interval> compute(const std::string& origin, Figure figure, Decimal normal,
                                  OriginFigure& result) const {
    switch (figure) {
      case Figure::HoursPerDay:
        return hours_per_day(origin, result);
      case Figure::HoursPerWeek:
        return hours_per_week(origin, result);
      case Figure::HoursPerYear:
        return hours_per_year(origin, result);
      case Figure::OvertimePerTwoDays:
        return overtime_per_two_days(origin, normal, result);
      case Figure::OvertimePerYear:
        return overtime_per_year(origin, normal, result);
      case Figure::LongestWeeklyRest:
        return longest_weekly_rest(origin, result);
      case Figure::DaysOffPerYear:
        return own(origin, ClaimKind::DaysOff, "days off a year", result);
      case Figure::WageWithheldShare:
        return own(origin, ClaimKind::WageWithheldShare, "percent of wages withheld", result);
    }
    return std::nullopt;
  }

  const Case& case_;
  std::map<std::string, std::map<ClaimKind, Said>> said_;
};

bool is_country_code(std::string_view place) {
  return place.size() == 2 && place[0] >= 'A' && place[0] <= 'Z' && place[1] >= 'A' &&
         place[1] <= 'Z';
}

}  // namespace

std::string_view name_of(Figure figure) {
  for (const auto& [id, name] : kNames) {
    if (id == figure) return name;
  }
  return "";
}

std::optional<Figure> figure_of(std::string_view name) {
  for (const auto& [id, known] : kNames) {
    if (known == name) return id;
  }
  return std::nullopt;
}

std::string_view unit_of(Figure figure) {
  switch (figure) {
    case Figure::HoursPerDay:
      return "h a day";
    case Figure::HoursPerWeek:
      return "h a week";
    case Figure::HoursPerYear:
      return "h a year";
    case Figure::OvertimePerTwoDays:
      return "h of overtime in two days";
    case Figure::OvertimePerYear:
      return "h of overtime a year";
    case Figure::LongestWeeklyRest:
      return "h of weekly rest";
    case Figure::DaysOffPerYear:
      return "days off a year";
    case Figure::WageWithheldShare:
      return "percent of wages withheld";
  }
  return "";
}

bool speaks_of(const Finding& finding, std::string_view host_state) {
  const std::string& place = finding.proposition.place;
  return host_state.empty() || !is_country_code(place) || place == host_state;
}

std::vector<OriginFigure> figures_of(const Case& the_case, Figure figure, Decimal normal,
                                     std::string_view host_state) {
  const OriginFigures figures(the_case, host_state);
  std::vector<OriginFigure> list;
  for (const auto& [origin, said] : figures.said()) {
    std::optional<OriginFigure> of_origin = figures.figure(origin, figure, normal);
    if (of_origin) list.push_back(std::move(*of_origin));
  }
  return list;
}

}  // namespace depone::rules
