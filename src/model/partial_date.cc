#include "model/partial_date.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace depone {
namespace {

// The digits of `text` as a number, or -1.
int digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0 ? value : -1;
}

int days(std::chrono::year_month_day date) {
  return static_cast<int>(std::chrono::sys_days{date}.time_since_epoch().count());
}

}  // namespace

std::string to_string(const PartialDate& date) {
  if (date.year == 0) return {};
  if (date.month == 0) return fmt::format("{:04}", date.year);
  if (date.day == 0) return fmt::format("{:04}-{:02}", date.year, date.month);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

Result<PartialDate> parse_partial_date(std::string_view text) {
  const Error wrong{Fault::InvalidInput,
                    "\"" + std::string(text.substr(0, 40)) + "\" is not a date",
                    "write 2025, 2025-08 or 2025-08-12"};
  PartialDate date;
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return wrong;
  date.year = digits(text.substr(0, 4));
  if (date.year <= 0) return wrong;
  if (text.size() >= 7) {
    date.month = digits(text.substr(5, 2));
    if (text[4] != '-' || date.month < 1 || date.month > 12) return wrong;
  }
  if (text.size() == 10) {
    date.day = digits(text.substr(8, 2));
    if (text[7] != '-' || date.day < 1) return wrong;
    const std::chrono::year_month_day day{std::chrono::year{date.year},
                                          std::chrono::month{static_cast<unsigned>(date.month)},
                                          std::chrono::day{static_cast<unsigned>(date.day)}};
    if (!day.ok()) return wrong;
  }
  return date;
}

std::optional<int> first_day(const PartialDate& date) {
  using namespace std::chrono;
  if (!date.known()) return std::nullopt;
  return days({year{date.year}, month{static_cast<unsigned>(date.month == 0 ? 1 : date.month)},
               day{static_cast<unsigned>(date.day == 0 ? 1 : date.day)}});
}

std::optional<int> last_day(const PartialDate& date) {
  using namespace std::chrono;
  if (!date.known()) return std::nullopt;
  if (date.day != 0) return first_day(date);
  const year_month_day_last end{
      year{date.year} / month{static_cast<unsigned>(date.month == 0 ? 12 : date.month)} / last};
  return days({end.year(), end.month(), end.day()});
}

}  // namespace depone
