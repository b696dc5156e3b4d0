#include "rules/interval.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace depone::rules {
namespace {

// floor or ceiling of a * numerator / denominator in whole steps of `step` ten-thousandths; nullopt
// when out of range. 128-bit products keep it exact.
__extension__ using Int128 = __int128;

std::optional<Decimal> scaled_end(Decimal number, std::int64_t numerator, std::int64_t denominator,
                                  std::int64_t step, bool upwards) {
  const Int128 product = static_cast<Int128>(number.ten_thousandths) * numerator;
  const Int128 divisor = static_cast<Int128>(denominator) * step;
  Int128 quotient = product / divisor;
  const Int128 rest = product % divisor;
  if (rest > 0 && upwards) ++quotient;
  if (rest < 0 && !upwards) --quotient;
  const Int128 result = quotient * step;
  constexpr Int128 kMost = INT64_MAX;
  if (result > kMost || result < -kMost) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(result)};
}

std::optional<Decimal> product_of(std::optional<Decimal> one, std::optional<Decimal> other,
                                  bool upwards) {
  if (!one || !other) return std::nullopt;
  return scaled_end(*one, other->ten_thousandths, Decimal::kScale, 1, upwards);
}

std::optional<Decimal> difference(std::optional<Decimal> one, std::optional<Decimal> other) {
  if (!one || !other) return std::nullopt;
  std::int64_t result = 0;
  if (__builtin_sub_overflow(one->ten_thousandths, other->ten_thousandths, &result)) {
    return std::nullopt;
  }
  return Decimal{result};
}

std::optional<Decimal> not_negative(std::optional<Decimal> number) {
  return number && *number < Decimal{} ? Decimal{} : number;
}

std::int64_t outward(std::int64_t percent, bool grow) {
  return grow ? 100 + percent : 100 - percent;
}

std::optional<Decimal> moved(std::optional<Decimal> end, int percent, bool upwards) {
  if (!end) return std::nullopt;
  const bool away_from_zero = (*end >= Decimal{}) == upwards;
  return scaled_end(*end, outward(percent, away_from_zero), 100, 1, upwards);
}

}  // namespace

std::optional<Interval> interval_of(const Claim& claim, int about_percent) {
  if (!claim.value) return std::nullopt;
  Decimal low = *claim.value;
  Decimal high = claim.value_hi.value_or(low);
  if (high < low) std::swap(low, high);
  switch (claim.bound) {
    case Bound::Exact:
      return Interval{low, high};
    case Bound::About:
      return widened({low, high}, about_percent);
    case Bound::Over:
      return Interval{low, std::nullopt};
    case Bound::Under:
    case Bound::UpTo:
      return Interval{std::nullopt, high};
  }
  return Interval{low, high};
}

bool meet(const Interval& one, const Interval& other) {
  const bool below = one.high && other.low && *one.high < *other.low;
  const bool above = one.low && other.high && *one.low > *other.high;
  return !below && !above;
}

Interval common(const Interval& one, const Interval& other) {
  Interval both = one;
  if (other.low && (!both.low || *other.low > *both.low)) both.low = other.low;
  if (other.high && (!both.high || *other.high < *both.high)) both.high = other.high;
  return both;
}

Interval hull(const Interval& one, const Interval& other) {
  Interval all;
  if (one.low && other.low) all.low = std::min(*one.low, *other.low);
  if (one.high && other.high) all.high = std::max(*one.high, *other.high);
  return all;
}

Interval widened(const Interval& interval, int percent) {
  return {moved(interval.low, percent, false), moved(interval.high, percent, true)};
}

Interval times(const Interval& one, const Interval& other) {
  return {product_of(not_negative(one.low), not_negative(other.low), false),
          product_of(not_negative(one.high), not_negative(other.high), true)};
}

Interval times(const Interval& one, std::int64_t factor) {
  return times(one, Interval{Decimal::whole(factor), Decimal::whole(factor)});
}

Interval minus(Decimal number, const Interval& interval) {
  return {difference(number, interval.high), difference(number, interval.low)};
}

Interval minus(const Interval& interval, Decimal number) {
  return {difference(interval.low, number), difference(interval.high, number)};
}

Interval scaled(const Interval& interval, std::int64_t numerator, std::int64_t denominator) {
  constexpr std::int64_t kTenth = Decimal::kScale / 10;
  Interval result;
  if (interval.low) result.low = scaled_end(*interval.low, numerator, denominator, kTenth, false);
  if (interval.high) result.high = scaled_end(*interval.high, numerator, denominator, kTenth, true);
  return result;
}

std::string grouped(Decimal number) {
  std::string text = to_string(number);
  std::size_t end = std::min(text.find('.'), text.size());
  const std::size_t start = text.starts_with('-') ? 1 : 0;
  while (end > start + 3) {
    end -= 3;
    text.insert(end, ",");
  }
  return text;
}

std::string words_of(const Interval& interval) {
  if (!interval.low && !interval.high) return "any number";
  if (!interval.high) return "over " + grouped(*interval.low);
  if (!interval.low) return "up to " + grouped(*interval.high);
  if (*interval.low == *interval.high) return grouped(*interval.low);
  return grouped(*interval.low) + " to " + grouped(*interval.high);
}

}  // namespace depone::rules
