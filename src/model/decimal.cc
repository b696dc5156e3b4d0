#include "model/decimal.h"

#include <charconv>
#include <limits>

namespace depone {

std::string to_string(Decimal number) {
  const bool negative = number.ten_thousandths < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(number.ten_thousandths)
                                           : static_cast<std::uint64_t>(number.ten_thousandths);
  std::string text = (negative ? "-" : "") + std::to_string(magnitude / Decimal::kScale);
  std::uint64_t rest = magnitude % Decimal::kScale;
  if (rest == 0) return text;
  std::string decimals = std::to_string(Decimal::kScale + rest).substr(1);
  while (decimals.back() == '0') decimals.pop_back();
  return text + "." + decimals;
}

Result<Decimal> parse_decimal(std::string_view text) {
  const Error wrong{Fault::InvalidInput, "\"" + std::string(text.substr(0, 40)) +
                                             "\" is not a number with at most four decimals"};
  const bool negative = text.starts_with('-');
  std::string_view rest = negative ? text.substr(1) : text;
  const std::size_t dot = rest.find('.');
  const std::string_view whole_part = rest.substr(0, dot);
  std::string_view decimals = dot == std::string_view::npos ? "" : rest.substr(dot + 1);
  if (whole_part.empty() || decimals.size() > 4 ||
      (dot != std::string_view::npos && decimals.empty())) {
    return wrong;
  }
  std::string digits(whole_part);
  digits.append(decimals);
  digits.append(4 - decimals.size(), '0');
  std::int64_t magnitude = 0;
  const char* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, magnitude);
  if (error != std::errc{} || end != last || digits.front() == '-') return wrong;
  return Decimal{negative ? -magnitude : magnitude};
}

double to_double(Decimal number) {
  return static_cast<double>(number.ten_thousandths) / static_cast<double>(Decimal::kScale);
}

}  // namespace depone
