// Dates known to the year, month or day (proleptic Gregorian).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace depone {

// year 0 means unknown; month and day are 0 where unknown; day is only set with month.
struct PartialDate {
  int year = 0;
  int month = 0;
  int day = 0;
  bool known() const { return year != 0; }
  friend auto operator<=>(const PartialDate&, const PartialDate&) = default;
};

// "2025", "2025-08", "2025-08-12"; empty for unknown.
std::string to_string(const PartialDate& date);
// Reads those forms; InvalidInput otherwise, also for days that do not exist.
Result<PartialDate> parse_partial_date(std::string_view text);

// The first and last day the date may mean, as days since 1970-01-01; unknown dates have none.
std::optional<int> first_day(const PartialDate& date);
std::optional<int> last_day(const PartialDate& date);

}  // namespace depone
