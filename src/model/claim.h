// Claim: what a passage asserts. The vocabulary of the CLI contract (docs/architecture.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/decimal.h"
#include "model/text_span.h"

namespace depone {

enum class ClaimKind {
  HoursPerDay,
  HoursPerWeek,
  DaysOff,
  WorkYears,
  Wage,
  WageWithheldShare,
  WageWithheldAmount,
  FeeOrBribe,
  Headcount,
  Escapes,
  Deaths,
  Injuries,
  PeoplePerRoom,
  Outings,
  GroupSize,
  Age,
  Date,
  Duration,
  Place,
  Employer,
  Indicator,
};

// How the value bounds the truth. `Over` is any lower bound ("more than", "at least"), `UpTo` an
// upper bound that includes the value, `Under` one that does not.
enum class Bound { Exact, About, Over, Under, UpTo };

enum class Per { None, Hour, Day, Week, Month, Year, Person };

// Head counts of different measures never compare.
enum class Measure { None, Stock, Flow, Entries, Visas, Plan };

enum class Polarity { Asserted, Alleged, Denied, Law, Risk };

// The 11 indicators of forced labour, in the order of the ILO's list (SAP-FL, 2012).
enum class Indicator {
  AbuseOfVulnerability,
  Deception,
  RestrictionOfMovement,
  Isolation,
  PhysicalAndSexualViolence,
  IntimidationAndThreats,
  RetentionOfIdentityDocuments,
  WithholdingOfWages,
  DebtBondage,
  AbusiveWorkingAndLivingConditions,
  ExcessiveOvertime,
};
inline constexpr int kIndicatorCount = 11;

struct Claim {
  ClaimKind kind = ClaimKind::Headcount;

  // Numeric kinds: a value, or the interval [value, value_hi] when the text gives a range.
  std::optional<Decimal> value;
  std::optional<Decimal> value_hi;
  // Date (ISO 8601, perhaps partial), Place, Employer and Indicator: the value as text; an
  // Indicator's is its contract name.
  std::string word;

  Bound bound = Bound::Exact;
  std::string unit;      // "hour", "day", "year", "percent", "person", ...; empty when none
  std::string currency;  // ISO 4217, for money
  Per per = Per::None;
  Measure measure = Measure::None;
  Polarity polarity = Polarity::Asserted;

  std::string attribution;  // who is said to have said it, as written: "told the BBC"
  std::string subject;      // who it is about, as written
  std::string place;        // where, as written
  std::string time;         // when: ISO 8601, perhaps partial, or "future"

  bool derived = false;    // computed, not written: 06:00 to 02:00 is 20 hours
  std::string derivation;  // how, in words, when derived

  TextSpan span;
  std::string quote;  // exactly the text of `span`
};

// Contract names: "hours_per_day", "up to", "stock", "alleged", "deception", ...
std::string_view name_of(ClaimKind kind);
std::string_view name_of(Bound bound);
std::string_view name_of(Per per);          // None is ""
std::string_view name_of(Measure measure);  // None is ""
std::string_view name_of(Polarity polarity);
std::string_view name_of(Indicator indicator);

// The reverse; nullopt for an unknown name.
std::optional<ClaimKind> claim_kind_of(std::string_view name);
std::optional<Bound> bound_of(std::string_view name);
std::optional<Per> per_of(std::string_view name);
std::optional<Measure> measure_of(std::string_view name);
std::optional<Polarity> polarity_of(std::string_view name);
std::optional<Indicator> indicator_of(std::string_view name);

// The indicator an Indicator claim names; nullopt for other kinds.
std::optional<Indicator> indicator_of(const Claim& claim);

// "Restriction of movement": the ILO's own words.
std::string_view title_of(Indicator indicator);

// The value as a person reads it: "over 18 hours a day", "up to 50000 persons (plan)".
std::string describe(const Claim& claim);

// The contract's members without "file"; empty ones left out.
OrderedJson to_json(const Claim& claim);
// Reads what to_json() writes; InvalidInput names the member.
Result<Claim> claim_from_json(const Json& json);

}  // namespace depone
