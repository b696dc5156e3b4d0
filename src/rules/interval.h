// Closed intervals of exact numbers with open ends: what "over 18" or "up to 5" allow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/claim.h"
#include "model/decimal.h"

namespace depone::rules {

// All x with low <= x <= high; an unset end is open. "Over" and "under" are read as closed, since
// "over" also stands for "at least" (model/claim.h). Results that would leave the range of Decimal
// become open ends, which claims less, never more.
struct Interval {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// What a numeric claim's words allow; "about" allows `about_percent` either way. nullopt when the
// claim has no value. Inverted ranges are put in order.
std::optional<Interval> interval_of(const Claim& claim, int about_percent);

bool meet(const Interval& one, const Interval& other);
// The common part; meaningful only when they meet.
Interval common(const Interval& one, const Interval& other);
// The smallest interval that holds both.
Interval hull(const Interval& one, const Interval& other);
// Each end moved outwards by `percent` of itself.
Interval widened(const Interval& interval, int percent);

// For intervals of numbers that are not negative; negative ends count as 0.
Interval times(const Interval& one, const Interval& other);
Interval times(const Interval& one, std::int64_t factor);
// `number` minus the interval, and the interval minus `number`.
Interval minus(Decimal number, const Interval& interval);
Interval minus(const Interval& interval, Decimal number);
// The interval times `numerator` / `denominator`, ends rounded towards smaller claims (outwards)
// to a tenth.
Interval scaled(const Interval& interval, std::int64_t numerator, std::int64_t denominator);

// "18", "over 18", "up to 5", "16 to 18"; "any number" when both ends are open. Thousands are
// separated: "6,534".
std::string words_of(const Interval& interval);
std::string grouped(Decimal number);

}  // namespace depone::rules
