// Numerals written in digits, and ranges of numerals.
#include <algorithm>
#include <array>

#include "reading/number_tables.h"

namespace depone::reading {
namespace {

constexpr std::size_t kMostDigits = 12;

// The bytes of a separator between digit groups at `at`; 0 when there is none.
std::size_t group_separator(std::string_view text, std::size_t at, bool spaced_groups) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (c == ',' || c == '.' || c == '\'') return 1;
  if (c != ' ') return 0;
  std::size_t spaces = 0;
  while (at + spaces < text.size() && text[at + spaces] == ' ') ++spaces;
  // One plain space separates groups only where that is the custom; a no-break space (two or three
  // spaces once folded) does so everywhere.
  if (spaces == 1 && !spaced_groups) return 0;
  return spaces <= 3 ? spaces : 0;
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool is_ordinal_ending(std::string_view text, std::size_t at,
                       const std::vector<std::string>& ordinals) {
  const bool hyphen = at < text.size() && text[at] == '-';
  const std::size_t letters = hyphen ? at + 1 : at;
  if (letters >= text.size()) return false;
  if (hyphen && !is_cyrillic(text[letters])) return false;
  const std::string_view word = text.substr(letters, word_end(text, letters) - letters);
  return !word.empty() && std::find(ordinals.begin(), ordinals.end(), word) != ordinals.end();
}

// Letters, digits or signs right before `at` that make the digits part of a name.
bool inside_a_name(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  const char before = text[at - 1];
  if (is_latin(before) || is_digit(before) || before == '_' || before == '#' || before == ':') {
    return true;
  }
  if (at >= 2 && is_cyrillic(text[at - 2])) return true;
  if (before == '-' && at >= 2 &&
      (is_latin(text[at - 2]) || (at >= 3 && is_cyrillic(text[at - 3])))) {
    // "COVID-19", but "mid-2024" stays out as well: dates have their own reader.
    return true;
  }
  return false;
}

}  // namespace

bool multiply(std::int64_t value, std::int64_t factor, std::int64_t& product) {
  // A numeral is the sum of at most four such products, which must stay in range as well.
  constexpr std::int64_t kMost = 200'000'000'000'000 * Decimal::kScale;
  if (value < 0 || factor < 0) return false;
  if (factor != 0 && value > kMost / factor) return false;
  product = value * factor;
  return true;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  if (at < text.size() && is_latin(text[at])) {
    while (at < text.size() && is_latin(text[at])) ++at;
    return at;
  }
  while (at + 1 < text.size() && is_cyrillic(text[at])) at += 2;
  return at;
}

DigitRun read_digits(std::string_view text, std::size_t at, bool spaced_groups,
                     const std::vector<std::string>& ordinals) {
  DigitRun run;
  const bool named = inside_a_name(text, at);
  std::size_t end = digits_end(text, at);
  std::string digits(text.substr(at, end - at));
  const std::size_t first_group = digits.size();
  std::size_t groups = 0;
  char separator = 0;
  while (first_group <= 3 && digits.front() != '0') {
    const std::size_t gap = group_separator(text, end, spaced_groups);
    if (gap == 0 || (separator != 0 && text[end] != separator)) break;
    const std::size_t next = digits_end(text, end + gap);
    if (next - (end + gap) != 3) break;
    if (text[end] == '.' && !spaced_groups && groups == 0 &&
        !(next < text.size() && text[next] == '.')) {
      break;  // "1.125" is a decimal in English and Korean
    }
    separator = text[end];
    digits.append(text, end + gap, 3);
    end = next;
    ++groups;
  }
  run.four_digits = groups == 0 && digits.size() == 4;
  std::string decimals;
  if (end + 1 < text.size() && (text[end] == '.' || text[end] == ',') && is_digit(text[end + 1]) &&
      text[end] != separator) {
    const std::size_t next = digits_end(text, end + 1);
    decimals = text.substr(end + 1, next - end - 1);
    end = next;
    run.has_decimals = true;
    run.four_digits = false;
  }
  run.end = end;
  if (named || digits.size() > kMostDigits || decimals.size() > 4) return run;
  // Clock times and dotted or slashed dates: "06:00", "12.08.2025", "3/4".
  if (end + 1 < text.size() && is_digit(text[end + 1]) &&
      (text[end] == ':' || text[end] == '.' || text[end] == '/' || text[end] == ',')) {
    while (end + 1 < text.size() && is_digit(text[end + 1]) &&
           (text[end] == ':' || text[end] == '.' || text[end] == '/' || text[end] == ',')) {
      end = digits_end(text, end + 1);
    }
    run.end = end;
    return run;
  }
  if (at > 0 && text[at - 1] == '/') return run;
  if (is_ordinal_ending(text, end, ordinals)) return run;
  decimals.append(4 - decimals.size(), '0');
  std::int64_t value = 0;
  for (const char digit : digits + decimals) value = value * 10 + (digit - '0');
  run.value = value;
  run.is_number = true;
  return run;
}

namespace {

// Whether all of `between` is a range sign or one of `words`.
bool joins(std::string_view between, const std::vector<std::string>& words) {
  while (!between.empty() && between.front() == ' ') between.remove_prefix(1);
  while (!between.empty() && between.back() == ' ') between.remove_suffix(1);
  for (const std::string_view sign :
       {"-", "~", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x88\xBC",
        "\xE3\x80\x9C", "\xEF\xBD\x9E"}) {
    if (between == sign) return true;
  }
  return std::find(words.begin(), words.end(), between) != words.end();
}

// The byte where the longest of `words` that stands before `at` begins; `at` when none does.
std::size_t opening_before(std::string_view text, std::size_t at,
                           const std::vector<std::string>& words) {
  std::size_t end = at;
  while (end > 0 && text[end - 1] == ' ') --end;
  std::size_t begin = at;
  for (const std::string& word : words) {
    if (end == at || end < word.size()) continue;
    const std::size_t start = end - word.size();
    if (text.substr(start, word.size()) != word || start >= begin) continue;
    if (start > 0 && text[start - 1] != ' ' && text[start - 1] != '(') continue;
    begin = start;
  }
  return begin;
}

std::int64_t scale_of(std::int64_t value) {
  constexpr std::array<std::int64_t, 6> kScales = {1'000'000'000'000, 1'000'000'000, 100'000'000,
                                                   1'000'000,         10'000,        1'000};
  for (const std::int64_t scale : kScales) {
    if (value % (scale * Decimal::kScale) == 0) return scale;
  }
  return 1;
}

}  // namespace

void join_ranges(std::string_view text, const std::vector<std::string>& range_words,
                 const std::vector<std::string>& openings,
                 const std::vector<std::string>& and_openings, std::size_t first,
                 std::vector<Numeral>& out) {
  static const std::vector<std::string> kAnd = {"and", "и"};
  std::size_t kept = first;
  for (std::size_t i = first; i < out.size(); ++i) {
    Numeral& high = out[i];
    if (kept == first) {
      out[kept++] = high;
      continue;
    }
    Numeral& low = out[kept - 1];
    const std::string_view between = text.substr(low.end, high.begin - low.end);
    const bool years = low.four_digits && high.four_digits;
    const bool candidate = between.size() <= 16 && !low.value_hi && !high.value_hi && !years;
    bool joined = candidate && joins(between, range_words);
    if (candidate && !joined && joins(between, kAnd)) {
      joined = opening_before(text, low.begin, and_openings) < low.begin;
    }
    if (joined) {
      Decimal low_value = low.value;
      // "2~3만" means 20,000 to 30,000; "50 to 60 thousand" 50,000 to 60,000.
      const std::int64_t scale = scale_of(high.value.ten_thousandths);
      const bool digits_then_scale = !is_digit(text[high.end - 1]) && is_digit(text[low.end - 1]);
      if (digits_then_scale && scale > 1 && low_value.ten_thousandths < scale * Decimal::kScale &&
          __builtin_mul_overflow(low_value.ten_thousandths, scale, &low_value.ten_thousandths)) {
        low_value = high.value;  // past all numbers: no range
      }
      if (low_value < high.value) {
        low.begin = opening_before(text, low.begin, openings);
        low.value_hi = high.value;
        low.value = low_value;
        low.end = high.end;
        low.more = low.more || high.more;
        low.worded = low.worded && high.worded;
        low.needs_unit = low.needs_unit || high.needs_unit;
        low.four_digits = false;
        continue;
      }
    }
    out[kept++] = high;
  }
  out.resize(kept);
}

}  // namespace depone::reading
