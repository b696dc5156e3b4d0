#include "linkage/compare_kinds.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "linkage/compare.h"
#include "linkage/distance.h"
#include "linkage/normalise.h"
#include "linkage/tile_kernels.h"

namespace depone::linkage {
namespace {

// Values lie anywhere in memory: they are fetched this many members ahead.
constexpr std::size_t kAhead = 16;

class Category final : public Comparison {
 public:
  explicit Category(const Column& column) {
    column_ = map_column(column, column.name, [](const std::string& v) { return plain(v); });
    level_names_ = {"missing", "different", "equal"};
    equal_is(2);
  }
  Level level_of_different(ValueId, ValueId) const override { return 1; }

 protected:
  Level different(ValueId, ValueId, LevelCache&) const override { return 1; }
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
      if constexpr (std::endian::native == std::endian::big) {
        day.letters = __builtin_bswap64(day.letters);
      }
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

  void compare_tile(const PairTile& tile, const ValueId* ids, LevelCache&,
                    Level* levels) const override {
    constexpr std::size_t kSize = PairTile::kMostMembers + PairTile::kSlack;
    alignas(64) std::array<std::uint64_t, kSize> letters;
    std::array<std::int32_t, kSize> years;
    std::array<std::uint8_t, kSize> whole;
    for (std::size_t m = 0; m < tile.values; ++m) {
      __builtin_prefetch(days_.data() + ids[std::min(m + kAhead, tile.values - 1)]);
      const Day& day = days_[ids[m]];
      letters[m] = day.letters;
      years[m] = day.year;
      whole[m] = static_cast<std::uint8_t>(day.whole);
    }
    const DateMembers members{ids, letters.data(), years.data(), whole.data()};
    PairQueue rest;
    compare_dates(tile, members, levels, rest);
    for (std::size_t k = 0; k < rest.count; ++k) {
      levels[rest.pair[k]] = level_of_different(ids[rest.left(k)], ids[rest.right(k)]);
    }
  }

 protected:
  Level different(ValueId left, ValueId right, LevelCache&) const override {
    return level_of_different(left, right);
  }

 private:
  // The eight letters in one word, the first in the lowest byte, so that places that differ are
  // found at once.
  struct Day {
    std::uint64_t letters = 0;
    int year = 0;
    std::uint32_t whole = 0;  // no part is missing
  };

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
                                            const NameTables& name_tables) {
  const Column& first = *columns.front();
  switch (kind) {
    case Kind::Name:
      return make_name(first, name_tables);
    case Kind::Person:
      return make_person(columns, name_tables);
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
      return make_cross_script(columns, name_tables, true);
    case Kind::CrossScriptPerson:
    case Kind::Organisation:
      return make_cross_script(columns, name_tables, false);
  }
  return std::make_unique<Category>(first);
}

}  // namespace depone::linkage
