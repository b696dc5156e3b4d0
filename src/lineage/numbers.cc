#include "lineage/numbers.h"

#include <array>
#include <cstdint>
#include <utility>

namespace depone::lineage {
namespace {

// The value of the digit at `at`, or -1; `size` is its length in bytes. ASCII, full-width,
// Arabic-Indic and Persian digits.
int digit_at(std::string_view text, std::size_t at, std::size_t& size) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  if (byte(0) >= '0' && byte(0) <= '9') {
    size = 1;
    return static_cast<int>(byte(0) - '0');
  }
  if (byte(0) == 0xD9 && byte(1) >= 0xA0 && byte(1) <= 0xA9) {
    size = 2;
    return static_cast<int>(byte(1) - 0xA0);
  }
  if (byte(0) == 0xDB && byte(1) >= 0xB0 && byte(1) <= 0xB9) {
    size = 2;
    return static_cast<int>(byte(1) - 0xB0);
  }
  if (byte(0) == 0xEF && byte(1) == 0xBC && byte(2) >= 0x90 && byte(2) <= 0x99) {
    size = 3;
    return static_cast<int>(byte(2) - 0x90);
  }
  return -1;
}

struct Multiplier {
  std::string_view word;
  double factor;
};

// Longest first where one begins another.
constexpr std::array<Multiplier, 34> kMultipliers = {{
    {"천만", 1e7},      {"천억", 1e11},      {"만", 1e4},       {"천", 1e3},
    {"백만", 1e6},      {"억", 1e8},         {"조", 1e12},      {"千", 1e3},
    {"万", 1e4},        {"萬", 1e4},         {"億", 1e8},       {"亿", 1e8},
    {"兆", 1e12},       {"thousand", 1e3},   {"million", 1e6},  {"billion", 1e9},
    {"trillion", 1e12}, {"тыс", 1e3},        {"тис", 1e3},      {"млн", 1e6},
    {"млрд", 1e9},      {"миллион", 1e6},    {"миллиард", 1e9}, {"tausend", 1e3},
    {"Millionen", 1e6}, {"Milliarden", 1e9}, {"mil ", 1e3},     {"mille ", 1e3},
    {"millones", 1e6},  {"milhões", 1e6},    {"milioni", 1e6},  {"tys.", 1e3},
    {"bin ", 1e3},      {"nghìn", 1e3},
}};

const Multiplier* multiplier_at(std::string_view text, std::size_t at, std::size_t& end) {
  for (const std::size_t blanks : {std::size_t{0}, std::size_t{1}}) {
    if (blanks == 1 && (at >= text.size() || text[at] != ' ')) break;
    for (const Multiplier& multiplier : kMultipliers) {
      if (text.substr(at + blanks).starts_with(multiplier.word)) {
        end = at + blanks + multiplier.word.size();
        return &multiplier;
      }
    }
  }
  return nullptr;
}

// Bytes of a separator that may stand inside a number: comma, point, blank, apostrophe, no-break
// or thin blank.
std::size_t separator_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.empty()) return 0;
  if (rest[0] == ',' || rest[0] == '.' || rest[0] == ' ' || rest[0] == '\'') return 1;
  if (rest.starts_with("\xC2\xA0")) return 2;
  if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89")) return 3;
  return 0;
}

struct Digits {
  double value = 0;
  int count = 0;
  std::size_t end = 0;
};

Digits digits_from(std::string_view text, std::size_t at) {
  Digits digits;
  digits.end = at;
  std::size_t size = 0;
  for (int digit = 0; (digit = digit_at(text, digits.end, size)) >= 0; digits.end += size) {
    digits.value = digits.value * 10 + digit;
    ++digits.count;
  }
  return digits;
}

// Digits with their separators.
std::pair<double, std::size_t> plain_number(std::string_view text, std::size_t at) {
  Digits whole = digits_from(text, at);
  double value = whole.value;
  std::size_t end = whole.end;
  bool first = true;
  while (const std::size_t separator = separator_at(text, end)) {
    const Digits next = digits_from(text, end + separator);
    if (next.count == 3 && (!first || whole.count <= 3)) {
      value = value * 1000 + next.value;
      end = next.end;
      first = false;
      continue;
    }
    const bool point = text[end] == '.' || text[end] == ',';
    if (point && next.count > 0 && next.count <= 4 && first) {
      double scale = 1;
      for (int i = 0; i < next.count; ++i) scale *= 10;
      value += next.value / scale;
      end = next.end;
    }
    break;
  }
  return {value, end};
}

}  // namespace

std::vector<WrittenNumber> written_numbers(std::string_view text) {
  std::vector<WrittenNumber> numbers;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 0;
    if (digit_at(text, at, size) < 0) {
      ++at;
      continue;
    }
    WrittenNumber number{at, at, 0};
    double last_factor = 1e300;
    for (;;) {
      auto [value, end] = plain_number(text, number.end);
      std::size_t after = end;
      const Multiplier* multiplier = multiplier_at(text, end, after);
      number.value += multiplier == nullptr ? value : value * multiplier->factor;
      number.end = multiplier == nullptr ? end : after;
      // "6만5천", "6만 5천": the chain goes on while the factors fall.
      if (multiplier == nullptr || multiplier->factor >= last_factor) break;
      last_factor = multiplier->factor;
      std::size_t next = number.end;
      if (next < text.size() && text[next] == ' ') ++next;
      if (digit_at(text, next, size) < 0) break;
      std::size_t probe = 0;
      const auto [unused, probe_end] = plain_number(text, next);
      static_cast<void>(unused);
      const Multiplier* following = multiplier_at(text, probe_end, probe);
      const bool joined = next == number.end;
      if (!joined && (following == nullptr || following->factor >= last_factor)) break;
      if (joined && following != nullptr && following->factor >= last_factor) break;
      number.end = next;
    }
    at = number.end;
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace depone::lineage
