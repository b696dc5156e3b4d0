#include "extract/dates.h"

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "text/unicode.h"
#include "text/words.h"

namespace depone::extract {
namespace {

constexpr std::size_t kLongestLine = 400;  // dates stand in short lines, so no more is looked at
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

// Month names by their first letters, folded: Unicode CLDR 42, gregorian calendar, en and ru.
constexpr std::array<std::string_view, 12> kEnglish = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 12> kRussian = {"янв", "фев", "мар", "апр", "мая", "июн",
                                                       "июл", "авг", "сен", "окт", "ноя", "дек"};

int number(std::string_view digits) {
  int value = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : -1;
}

bool is_year(int value) { return value >= kFirstYear && value <= kLastYear; }

// The date, or unknown when it does not exist in the calendar.
PartialDate checked(int year, int month, int day) {
  if (!is_year(year) || month < 0 || month > 12 || day < 0 || day > 31) return {};
  const PartialDate date{year, month, month == 0 ? 0 : day};
  const Result<PartialDate> parsed = parse_partial_date(to_string(date));
  return parsed.ok() ? parsed.value() : PartialDate{};
}

int month_named(std::string_view folded) {
  if (folded == "май") return 5;
  for (std::size_t i = 0; i < 12; ++i) {
    if (folded.starts_with(kEnglish[i]) && folded.size() <= 9) return static_cast<int>(i) + 1;
    if (folded.starts_with(kRussian[i]) && folded.size() <= 16) return static_cast<int>(i) + 1;
  }
  return 0;
}

// "12", "12th", "8월" to their leading number; -1 for others.
int leading_number(std::string_view folded) {
  const std::size_t end = folded.find_first_not_of("0123456789");
  return end == 0 ? -1 : number(folded.substr(0, end));
}

std::vector<int> split_numbers(std::string_view text, char separator) {
  std::vector<int> numbers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    numbers.push_back(number(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

// "2025.08.12" or "12.08.2025", one word because digits keep their inner full stops.
PartialDate dotted(std::string_view folded) {
  const std::vector<int> parts = split_numbers(folded, '.');
  if (parts.size() != 3) return {};
  return is_year(parts[0]) ? checked(parts[0], parts[1], parts[2])
                           : checked(parts[2], parts[1], parts[0]);
}

}  // namespace

PartialDate metadata_date(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  if (text.starts_with("D:")) text.remove_prefix(2);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits >= 8) {
    return checked(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6, 2)));
  }
  if (digits != 4) return written_date(text);
  const int year = number(text.substr(0, 4));
  if (text.size() == 4) return checked(year, 0, 0);
  const char separator = text[4];
  if (separator != '-' && separator != '/' && separator != '.') return written_date(text);
  std::array<int, 2> parts = {0, 0};
  std::size_t at = 5;
  for (int& part : parts) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
    if (end == at) break;
    part = number(text.substr(at, end - at));
    at = end;
    if (at >= text.size() || text[at] != separator) break;
    ++at;
  }
  return parts[0] > 0 ? checked(year, parts[0], parts[1]) : PartialDate{};
}

PartialDate written_date(std::string_view text) {
  const std::vector<text::Word> words = text::words(text.substr(0, kLongestLine));
  const auto number_of = [&words](std::size_t i) {
    return i < words.size() ? leading_number(words[i].folded) : -1;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].folded;
    if (const PartialDate date = dotted(word); date.known()) return date;
    const int here = leading_number(word);
    // "2025년 8월 12일", "2025-08-12", "2025/8/12", "2025. 8. 12."
    if (is_year(here) && number_of(i + 1) > 0 && number_of(i + 1) <= 12 && number_of(i + 2) > 0) {
      const PartialDate date = checked(here, number_of(i + 1), number_of(i + 2));
      if (date.known()) return date;
    }
    const int month = month_named(word);
    if (month == 0) continue;
    const int before = i > 0 ? leading_number(words[i - 1].folded) : -1;
    if (before >= 1 && before <= 31 && is_year(number_of(i + 1))) {
      return checked(number_of(i + 1), month, before);
    }
    if (number_of(i + 1) >= 1 && number_of(i + 1) <= 31 && is_year(number_of(i + 2))) {
      return checked(number_of(i + 2), month, number_of(i + 1));
    }
    if (is_year(number_of(i + 1))) return checked(number_of(i + 1), month, 0);
  }
  return {};
}

}  // namespace depone::extract
