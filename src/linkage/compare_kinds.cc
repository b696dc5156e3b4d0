#include "linkage/compare_kinds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "linkage/compare.h"
#include "linkage/compare_short.h"
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
  void compare_different(const ValueId*, const ValueId*, const std::uint32_t* places,
                         std::size_t count, LevelCache&, Level* levels) const override {
    for (std::size_t k = 0; k < count; ++k) levels[places[k]] = 1;
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
      std::uint64_t packed = 0;
      if (value.size() == 8) std::memcpy(&packed, value.data(), 8);
      packed_.push_back(packed);
      int year = 0;
      std::from_chars(value.data(), value.data() + std::min<std::size_t>(value.size(), 4), year);
      years_.push_back(year);
      whole_.push_back(value.find('-') == std::string::npos);
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
    return std::abs(years_[left] - years_[right]) == 1 ? 2 : 1;
  }

 protected:
  // Most pairs differ in three places or more, year and day included: seen from the bytes at once.
  void compare_different(const ValueId* left, const ValueId* right, const std::uint32_t* places,
                         std::size_t count, LevelCache&, Level* levels) const override {
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint32_t i = places[k];
      const ValueId a = std::min(left[i], right[i]);
      const ValueId b = std::max(left[i], right[i]);
      std::array<std::uint8_t, 8> x;
      std::array<std::uint8_t, 8> y;
      std::memcpy(x.data(), &packed_[a], 8);
      std::memcpy(y.data(), &packed_[b], 8);
      int year = 0;
      int day = 0;
      for (std::size_t p = 0; p < 4; ++p) {
        year += x[p] != y[p] ? 1 : 0;
        day += x[p + 4] != y[p + 4] ? 1 : 0;
      }
      const bool far = whole_[a] && whole_[b] && year > 0 && day > 0 && year + day > 2;
      levels[i] = !far ? level_of_different(a, b)
                       : static_cast<Level>(std::abs(years_[a] - years_[b]) == 1 ? 2 : 1);
    }
  }

 private:
  std::vector<std::uint64_t> packed_;
  std::vector<int> years_;
  std::vector<bool> whole_;  // no part is missing
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

// "sw1a 1bw": area "sw", district "sw1a", sector "sw1a 1"; "4011": area "4", district "40", sector
// "401".
struct PostcodeParts {
  std::string_view area;
  std::string_view district;
  std::string_view sector;
};

PostcodeParts parts_of(std::string_view code) {
  const std::size_t blank = code.find(' ');
  if (blank != std::string_view::npos && blank > 0) {
    std::size_t letters = 0;
    while (letters < blank && !(code[letters] >= '0' && code[letters] <= '9')) ++letters;
    return {code.substr(0, std::max<std::size_t>(letters, 1)), code.substr(0, blank),
            code.substr(0, std::min(code.size(), blank + 2))};
  }
  const auto less = [&](std::size_t by) {
    return code.substr(0, code.size() > by ? code.size() - by : 1);
  };
  return {less(3), less(2), less(1)};
}

// 0 different, 1 area, 2 district, 3 sector, 4 one typo, 5 equal.
int postcode_nearness(std::string_view a, std::string_view b) {
  if (a == b) return 5;
  if (std::min(a.size(), b.size()) >= 3 && one_edit(a, b)) return 4;
  const PostcodeParts x = parts_of(a);
  const PostcodeParts y = parts_of(b);
  if (x.sector == y.sector) return 3;
  if (x.district == y.district) return 2;
  return x.area == y.area ? 1 : 0;
}

class Postcode final : public Comparison {
 public:
  explicit Postcode(const Column& column) {
    column_ = map_column(column, column.name, [](const std::string& v) { return plain(v); });
    level_names_ = {"missing",     "different", "same area", "same district",
                    "same sector", "one typo",  "equal"};
    equal_is(6);
  }
  Level level_of_different(ValueId left, ValueId right) const override {
    return static_cast<Level>(1 + postcode_nearness(column_.values[left], column_.values[right]));
  }
};

// 0 different, 1 one is part of the other or they are alike, 2 equal.
int place_nearness(std::string_view a, std::string_view b) {
  if (a == b) return 2;
  const std::string_view shorter = a.size() < b.size() ? a : b;
  const std::string_view longer = a.size() < b.size() ? b : a;
  if (shorter.size() >= 4 && longer.find(shorter) != std::string_view::npos) return 1;
  return jaro_winkler_reaches(count_jaro(a, b), 900) ? 1 : 0;
}

// A place's postcode says where it lies, so the two are one piece of evidence: levels are the
// combinations that differ in meaning.
class Location final : public Comparison {
 public:
  Location(const Column& postcode, const Column& place) {
    const Column codes =
        map_column(postcode, postcode.name, [](const std::string& v) { return plain(v); });
    const Column places =
        map_column(place, place.name, [](const std::string& v) { return plain(v); });
    std::vector<std::string> keys(codes.ids.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (codes.ids[i] == kMissing && places.ids[i] == kMissing) continue;
      keys[i] = codes.values[codes.ids[i]] + '|' + places.values[places.ids[i]];
    }
    column_ = make_column(postcode.name + " and " + place.name, keys);
    for (const std::string& value : column_.values) {
      const std::size_t bar = std::min(value.find('|'), value.size());
      codes_.push_back(value.substr(0, bar));
      places_.push_back(value.substr(std::min(bar + 1, value.size())));
      add_numbers(codes_.back(), places_.back());
    }
    for (const char* place_words : {"no place", "other place", "like place", "same place"}) {
      for (const char* code_words : {"no postcode", "other postcode", "same area", "same district",
                                     "same sector", "postcode with one typo", "same postcode"}) {
        level_names_.push_back(std::string(place_words) + ", " + code_words);
      }
    }
    level_names_.front() = "missing";
    equal_.assign(column_.values.size(), 0);
    for (ValueId v = 1; v < column_.values.size(); ++v) equal_[v] = level(v, v);
  }
  Level level_of_different(ValueId left, ValueId right) const override {
    return level(left, right);
  }

 protected:
  void compare_different(const ValueId* left, const ValueId* right, const std::uint32_t* places,
                         std::size_t count, LevelCache&, Level* levels) const override {
    for (std::size_t k = 0; k < count; ++k) {
      levels[places[k]] = level(left[places[k]], right[places[k]]);
    }
  }

 private:
  // A value's parts as numbers, so that most comparisons touch no text.
  struct Numbers {
    ValueId code = 0;
    ValueId area = 0;
    ValueId district = 0;
    ValueId sector = 0;
    ValueId place = 0;
    std::uint64_t code_letters = 0;
    std::uint64_t place_letters = 0;
  };

  void add_numbers(const std::string& code, const std::string& place) {
    const PostcodeParts parts = parts_of(code);
    numbers_.push_back({numbers_of_[0].id_of(code), numbers_of_[1].id_of(parts.area),
                        numbers_of_[2].id_of(parts.district), numbers_of_[3].id_of(parts.sector),
                        numbers_of_[4].id_of(place), letters_of(code), letters_of(place)});
  }

  // As postcode_nearness.
  int code_nearness(ValueId left, ValueId right) const {
    const Numbers& a = numbers_[left];
    const Numbers& b = numbers_[right];
    if (a.code == b.code) return 5;
    const std::string& x = codes_[left];
    const std::string& y = codes_[right];
    const bool maybe = __builtin_popcountll(a.code_letters & ~b.code_letters) <= 1 &&
                       __builtin_popcountll(b.code_letters & ~a.code_letters) <= 1;
    if (maybe && std::min(x.size(), y.size()) >= 3 && one_edit(x, y)) return 4;
    if (a.sector == b.sector) return 3;
    if (a.district == b.district) return 2;
    return a.area == b.area ? 1 : 0;
  }

  int town_nearness(ValueId left, ValueId right) const {
    const Numbers& a = numbers_[left];
    const Numbers& b = numbers_[right];
    if (a.place == b.place) return 2;
    const std::string& x = places_[left];
    const std::string& y = places_[right];
    // One is part of the other only when all its letters are there.
    const bool within =
        (a.place_letters & ~b.place_letters) == 0 || (b.place_letters & ~a.place_letters) == 0;
    if (!within && !may_be_alike(x.size(), a.place_letters, y.size(), b.place_letters)) return 0;
    return place_nearness(x, y);
  }

  Level level(ValueId left, ValueId right) const {
    int code = 0;
    if (numbers_[left].code != 0 && numbers_[right].code != 0) {
      code = 1 + code_nearness(left, right);
    }
    int place = 0;
    if (numbers_[left].place != 0 && numbers_[right].place != 0) {
      place = 1 + town_nearness(left, right);
    }
    return static_cast<Level>(place * 7 + code);
  }

  std::array<Dictionary, 5> numbers_of_;
  std::vector<Numbers> numbers_;
  std::vector<std::string> codes_;
  std::vector<std::string> places_;
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
      return std::make_unique<Postcode>(first);
    case Kind::Place:
      return make_place(first);
    case Kind::Location:
      return std::make_unique<Location>(first, *columns.back());
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
