#include "base/clock.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace depone {
namespace {

// The number written in text[begin, begin + digits), or -1.
int field(std::string_view text, std::size_t begin, std::size_t digits) {
  int value = 0;
  const char* first = text.data() + begin;
  const auto [end, error] = std::from_chars(first, first + digits, value);
  return error == std::errc{} && end == first + digits && *first != '-' ? value : -1;
}

}  // namespace

std::string format_instant(Instant instant) {
  using namespace std::chrono;
  const sys_seconds time{seconds{instant.unix_seconds}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

Result<Instant> parse_instant(std::string_view text) {
  using namespace std::chrono;
  const Error wrong{Fault::InvalidInput, "a time is not of the form 2026-11-23T06:30:00Z"};
  if (text.size() != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text[19] != 'Z') {
    return wrong;
  }
  const int hour = field(text, 11, 2);
  const int minute = field(text, 14, 2);
  const int second = field(text, 17, 2);
  const int month = field(text, 5, 2);
  const int day = field(text, 8, 2);
  const year_month_day date{year{field(text, 0, 4)},
                            std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  if (month < 0 || day < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 59) {
    return wrong;
  }
  const sys_seconds time = sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
  return Instant{time.time_since_epoch().count()};
}

Instant SystemClock::now() const {
  using namespace std::chrono;
  return Instant{floor<seconds>(system_clock::now()).time_since_epoch().count()};
}

}  // namespace depone
