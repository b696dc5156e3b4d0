#include <array>

#include "model/claim.h"

namespace depone {
namespace {

constexpr std::array<std::string_view, 21> kKinds = {"hours_per_day",
                                                     "hours_per_week",
                                                     "days_off",
                                                     "work_years",
                                                     "wage",
                                                     "wage_withheld_share",
                                                     "wage_withheld_amount",
                                                     "fee_or_bribe",
                                                     "headcount",
                                                     "escapes",
                                                     "deaths",
                                                     "injuries",
                                                     "people_per_room",
                                                     "outings",
                                                     "group_size",
                                                     "age",
                                                     "date",
                                                     "duration",
                                                     "place",
                                                     "employer",
                                                     "indicator"};
constexpr std::array<std::string_view, 5> kBounds = {"exact", "about", "over", "under", "up to"};
constexpr std::array<std::string_view, 7> kPers = {"",      "hour", "day",   "week",
                                                   "month", "year", "person"};
constexpr std::array<std::string_view, 6> kMeasures = {"",        "stock", "flow",
                                                       "entries", "visas", "plan"};
constexpr std::array<std::string_view, 5> kPolarities = {"asserted", "alleged", "denied", "law",
                                                         "risk"};
constexpr std::array<std::string_view, kIndicatorCount> kIndicators = {
    "abuse_of_vulnerability",
    "deception",
    "restriction_of_movement",
    "isolation",
    "physical_and_sexual_violence",
    "intimidation_and_threats",
    "retention_of_identity_documents",
    "withholding_of_wages",
    "debt_bondage",
    "abusive_working_and_living_conditions",
    "excessive_overtime"};
constexpr std::array<std::string_view, kIndicatorCount> kTitles = {
    "Abuse of vulnerability",
    "Deception",
    "Restriction of movement",
    "Isolation",
    "Physical and sexual violence",
    "Intimidation and threats",
    "Retention of identity documents",
    "Withholding of wages",
    "Debt bondage",
    "Abusive working and living conditions",
    "Excessive overtime"};

template <class Enum, std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(ClaimKind kind) { return at(kKinds, kind); }
std::string_view name_of(Bound bound) { return at(kBounds, bound); }
std::string_view name_of(Per per) { return at(kPers, per); }
std::string_view name_of(Measure measure) { return at(kMeasures, measure); }
std::string_view name_of(Polarity polarity) { return at(kPolarities, polarity); }
std::string_view name_of(Indicator indicator) { return at(kIndicators, indicator); }
std::string_view title_of(Indicator indicator) { return at(kTitles, indicator); }

std::optional<ClaimKind> claim_kind_of(std::string_view name) {
  return find<ClaimKind>(kKinds, name);
}
std::optional<Bound> bound_of(std::string_view name) { return find<Bound>(kBounds, name); }
std::optional<Per> per_of(std::string_view name) { return find<Per>(kPers, name); }
std::optional<Measure> measure_of(std::string_view name) { return find<Measure>(kMeasures, name); }
std::optional<Polarity> polarity_of(std::string_view name) {
  return find<Polarity>(kPolarities, name);
}
std::optional<Indicator> indicator_of(std::string_view name) {
  return find<Indicator>(kIndicators, name);
}

std::optional<Indicator> indicator_of(const Claim& claim) {
  if (claim.kind != ClaimKind::Indicator) return std::nullopt;
  return indicator_of(std::string_view(claim.word));
}

}  // namespace depone
