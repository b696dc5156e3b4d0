// Exact decimal numbers for money, shares and counts: never floating point.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace depone {

// A number as a whole count of ten-thousandths; from -9.2e14 to 9.2e14 with four decimals.
struct Decimal {
  std::int64_t ten_thousandths = 0;

  static constexpr std::int64_t kScale = 10'000;
  static constexpr Decimal whole(std::int64_t number) { return {number * kScale}; }

  friend auto operator<=>(const Decimal&, const Decimal&) = default;
};

// "18", "8.9", "-0.25": no exponent, no trailing zeros, no thousands separator.
std::string to_string(Decimal number);

// Reads what to_string() writes; InvalidInput for anything else, more than four decimals or a
// number out of range.
Result<Decimal> parse_decimal(std::string_view text);

// For plotting and statistics only.
double to_double(Decimal number);

}  // namespace depone
