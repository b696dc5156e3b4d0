#include "linkage/compare_kinds.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "linkage/compare.h"
#include "linkage/distance.h"
#include "linkage/normalise.h"

namespace depone::linkage {
namespace {

class Category final : public Comparison {
 public:
  explicit Category(const Column& column) {
    column_ = map_column(column, column.name, [](const std::string& v) { return plain(v); });
    level_names_ = {"missing", "different", "equal"};
    equal_is(2);
  }
  Level level_of_different(ValueId, ValueId) const override { return 1; }

 protected:
  void compare_different(const ValueId*, const ValueId*, std::size_t count, LevelCache&,
                         Level* levels) const override {
    std::fill_n(levels, count, Level{1});
  }
};

class Date final : public Comparison {
 public:
  explicit Date(const Column& column) {
    column_ = map_column(column, column.name, date_text);
    level_names_ = {"missing",
                    "different",
                    "near year",
                    "same year",
                    "two typos",
                    "same day",
                    "day and month swapped",
                    "one typo",
                    "equal"};
    equal_is(8);
    for (const std::string& value : column_.values) {
      Day day;
      if (value.size() == 8) std::memcpy(&day.letters, value.data(), 8);
      std::from_chars(value.data(), value.data() + std::min<std::size_t>(value.size(), 4),
                      day.year);
      day.whole = value.find('-') == std::string::npos ? 1 : 0;
      days_.push_back(day);
    }
  }

  Level level_of_different(ValueId left, ValueId right) const override {
    const std::string& a = column_.values[left];
    const std::string& b = column_.values[right];
    int differ = 0;
    bool exchanged = false;
    for (std::size_t i = 0; i < 8; ++i) {
      // What is not given agrees with everything.
      if (a[i] == b[i] || a[i] == '-' || b[i] == '-') continue;
      ++differ;
      exchanged |= i + 1 < 8 && a[i] == b[i + 1] && a[i + 1] == b[i];
    }
    if (differ == 0) return 3;
    if (differ == 1 || (differ == 2 && exchanged)) return 7;
    const bool same_year = a.compare(0, 4, b, 0, 4) == 0;
    if (same_year && a.compare(4, 2, b, 6, 2) == 0 && a.compare(6, 2, b, 4, 2) == 0) return 6;
    if (a.compare(4, 4, b, 4, 4) == 0 && a.compare(4, 4, "0101") != 0) return 5;
    if (differ == 2) return 4;
    if (same_year) return 3;
    return std::abs(days_[left].year - days_[right].year) == 1 ? 2 : 1;
  }

 protected:
  void compare_different(const ValueId* left, const ValueId* right, std::size_t count, LevelCache&,
                         Level* levels) const override {
    for (std::size_t k = 0; k < count; ++k) {
      const Day& a = days_[left[k]];
      const Day& b = days_[right[k]];
      levels[k] =
          (a.whole & b.whole) != 0 ? level_of_whole(a, b) : level_of_different(left[k], right[k]);
    }
  }

 private:
  // The eight letters in one word, so that places that differ are found at once.
  struct Day {
    std::uint64_t letters = 0;
    int year = 0;
    std::uint32_t whole = 0;  // no part is missing
  };

  // As level_of_different, for two different dates without missing parts. The year is in the lower
  // half of a word on machines of either byte order only after the shifts that begin here.
  static Level level_of_whole(const Day& a, const Day& b) {
    std::uint64_t x = a.letters;
    std::uint64_t y = b.letters;
    if constexpr (std::endian::native == std::endian::big) {
      x = __builtin_bswap64(x);
      y = __builtin_bswap64(y);
    }
    const std::uint64_t apart = x ^ y;
    constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7Fu;
    // One bit a place that differs.
    const std::uint64_t places = ((((apart & kLow) + kLow) | apart) & ~kLow) >> 7;
    const std::uint64_t differ = (places * 0x0101010101010101u) >> 56;
    const auto year_apart = static_cast<std::uint32_t>(apart);
    const auto day_apart = static_cast<std::uint32_t>(apart >> 32);
    if (differ <= 2) {
      if (differ == 1) return 7;
      const auto first = static_cast<unsigned>(__builtin_ctzll(places));
      const bool neighbours = (places & (places >> 8)) != 0;
      if (neighbours && ((x >> first) & 255) == ((y >> (first + 8)) & 255) &&
          ((y >> first) & 255) == ((x >> (first + 8)) & 255)) {
        return 7;
      }
    }
    const auto day_x = static_cast<std::uint32_t>(x >> 32);
    const auto day_y = static_cast<std::uint32_t>(y >> 32);
    if (year_apart == 0 && day_x == ((day_y << 16) | (day_y >> 16))) return 6;
    if (day_apart == 0 && day_x != 0x31303130u) return 5;  // "0101"
    if (differ == 2) return 4;
    if (year_apart == 0) return 3;
    return std::abs(a.year - b.year) == 1 ? 2 : 1;
  }

  std::vector<Day> days_;
};

class Number final : public Comparison {
 public:
  explicit Number(const Column& column) {
    column_ = map_column(column, column.name, compact);
    level_names_ = {"missing", "different", "within 2 %", "one typo", "one apart", "equal"};
    equal_is(5);
    for (const std::string& value : column_.values) {
      double number = 0;
      const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
      numbers_.push_back(read.ec == std::errc() ? number : -1e300);
    }
  }

  Level level_of_different(ValueId left, ValueId right) const override {
    const double a = numbers_[left];
    const double b = numbers_[right];
    const double apart = std::abs(a - b);
    if (apart == 1) return 4;
    const auto& x = column_.values[left];
    const auto& y = column_.values[right];
    if (std::min(x.size(), y.size()) >= 2 && one_edit(x, y)) return 3;
    return apart <= 0.02 * std::max(std::abs(a), std::abs(b)) ? 2 : 1;
  }

 private:
  std::vector<double> numbers_;
};

}  // namespace

std::unique_ptr<Comparison> make_comparison(Kind kind, const std::vector<const Column*>& columns,
                                            const Nicknames& nicknames) {
  const Column& first = *columns.front();
  switch (kind) {
    case Kind::Name:
      return make_name(first, nicknames);
    case Kind::Person:
      return make_person(columns, nicknames);
    case Kind::Date:
      return std::make_unique<Date>(first);
    case Kind::Number:
      return std::make_unique<Number>(first);
    case Kind::Postcode:
      return make_postcode(first);
    case Kind::Place:
      return make_place(first);
    case Kind::Location:
      return make_location(first, *columns.back());
    case Kind::Identifier:
      return make_identifier(first);
    case Kind::Category:
      return std::make_unique<Category>(first);
    case Kind::Text:
      return make_words(first);
    case Kind::People:
      return make_people(first);
    case Kind::CrossScriptName:
      return make_cross_script(columns, nicknames, true);
    case Kind::CrossScriptPerson:
    case Kind::Organisation:
      return make_cross_script(columns, nicknames, false);
  }
  return std::make_unique<Category>(first);
}

}  // namespace depone::linkage
