#include "linkage/compare_short.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "linkage/compare_kinds.h"
#include "linkage/normalise.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kShort = 16;

std::string plain_of(const std::string& value) { return plain(value); }

constexpr std::size_t kAtOnce = 256;
// Values lie anywhere in memory: they are fetched this many pairs ahead.
constexpr std::size_t kAhead = 24;

using Value = ShortComparison::Value;

// Which of a batch of pairs need more than a look at their letters.
struct Sorted {
  std::array<std::uint32_t, kAtOnce> near;     // by least_common
  std::array<std::uint32_t, kAtOnce> special;  // not near, but unlike() may know something
  std::array<std::uint32_t, kAtOnce> longer;   // too long for the vectors
  std::size_t near_count = 0;
  std::size_t special_count = 0;
  std::size_t long_count = 0;
};

__attribute__((always_inline)) inline void sort_body(const Value* values, const ValueId* left,
                                                     const ValueId* right, std::size_t count,
                                                     const std::uint8_t* least, Sorted& sorted) {
  std::uint32_t* const near = sorted.near.data();
  std::uint32_t* const special = sorted.special.data();
  std::uint32_t* const longer = sorted.longer.data();
  std::size_t near_count = 0;
  std::size_t special_count = 0;
  std::size_t long_count = 0;
  for (std::size_t k = 0; k < std::min(count, kAhead); ++k) {
    __builtin_prefetch(values + left[k]);
    __builtin_prefetch(values + right[k]);
  }
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t ahead = std::min(k + kAhead, count - 1);
    __builtin_prefetch(values + left[ahead]);
    __builtin_prefetch(values + right[ahead]);
    const Value& x = values[left[k]];
    const Value& y = values[right[k]];
    const std::uint64_t x_only = x.letters & ~y.letters;
    const std::uint64_t y_only = y.letters & ~x.letters;
    const auto a = static_cast<int>(x.length);
    const auto b = static_cast<int>(y.length);
    const int common = std::min(a - __builtin_popcountll(x_only), b - __builtin_popcountll(y_only));
    const bool fits = std::max(a, b) <= static_cast<int>(kShort);
    const std::size_t place = fits ? x.length * (kShort + 1) + y.length : 0;
    const bool is_near = common >= static_cast<int>(least[place]);
    const bool is_special =
        ((x.marks & y.marks) != 0) | (a == 1) | (b == 1) | (x_only == 0) | (y_only == 0);
    const auto number = static_cast<std::uint32_t>(k);
    near[near_count] = number;
    near_count += (fits & is_near) ? 1 : 0;
    special[special_count] = number;
    special_count += (fits & is_special & (is_near ? false : true)) ? 1 : 0;
    longer[long_count] = number;
    long_count += fits ? 0 : 1;
  }
  sorted.near_count = near_count;
  sorted.special_count = special_count;
  sorted.long_count = long_count;
}

void sort_plain(const Value* values, const ValueId* left, const ValueId* right, std::size_t count,
                const std::uint8_t* least, Sorted& sorted) {
  sort_body(values, left, right, count, least, sorted);
}

#if defined(__x86_64__)
// The same with the processor's instruction for counting bits, which the first x86-64 lacked.
__attribute__((target("popcnt"))) void sort_fast(const Value* values, const ValueId* left,
                                                 const ValueId* right, std::size_t count,
                                                 const std::uint8_t* least, Sorted& sorted) {
  sort_body(values, left, right, count, least, sorted);
}
#endif

void sort_pairs(const Value* values, const ValueId* left, const ValueId* right, std::size_t count,
                const std::uint8_t* least, Sorted& sorted) {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("popcnt") != 0;
  if (fast) {
    sort_fast(values, left, right, count, least, sorted);
    return;
  }
#endif
  sort_plain(values, left, right, count, least, sorted);
}

// Whether one edit is possible at all, for texts of four letters or more: it leaves all letters but
// one of the longer within Jaro's window, and his counting finds the most there can be.
bool one_edit_possible(const JaroCounts& counts) {
  return counts.common >= std::max(counts.a, counts.b) - 1;
}

bool share(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::uint16_t group) {
    return std::find(b.begin(), b.end(), group) != b.end();
  });
}

// One part of a name.
class Name final : public ShortComparison {
 public:
  Name(const Column& column, const Nicknames& nicknames) {
    column_ = map_column(column, column.name, plain_of);
    level_names_ = {"missing",    "different", "slightly alike",
                    "initial",    "alike",     "stands for the other",
                    "very alike", "equal"};
    equal_is(7);
    std::vector<std::uint32_t> marks;
    for (const std::string& value : column_.values) {
      groups_.push_back(&nicknames.groups_of(value));
      marks.push_back(groups_.back()->empty() ? 0 : 1);
    }
    prepare_letters(marks);
  }

 private:
  // Jaro-Winkler reaches .80 with Jaro from two thirds on (four equal letters first); one edit in
  // four letters is nearer than that.
  bool may_be_near(int a, int b, int common) const override { return common * (a + b) >= a * b; }
  Level unlike(ValueId x, ValueId y) const override {
    if (share_mark(x, y) && share(*groups_[x], *groups_[y])) return 5;
    return is_initial(text(x), text(y)) || is_initial(text(y), text(x)) ? 3 : 1;
  }
  Level near(ValueId x, ValueId y, const JaroCounts& counts) const override {
    const bool edit = std::min(counts.a, counts.b) >= 4 && one_edit_possible(counts);
    // Most that come here are not alike: one question for all thresholds.
    if (!edit && !jaro_winkler_reaches(counts, 800)) return unlike(x, y);
    if (jaro_winkler_reaches(counts, 920)) return 6;
    if (edit && one_edit(text(x), text(y))) return 6;
    if (share_mark(x, y) && share(*groups_[x], *groups_[y])) return 5;
    if (jaro_winkler_reaches(counts, 880)) return 4;
    if (is_initial(text(x), text(y)) || is_initial(text(y), text(x))) return 3;
    return jaro_winkler_reaches(counts, 800) ? 2 : 1;
  }

  std::vector<const std::vector<std::uint16_t>*> groups_;
};

class Place final : public ShortComparison {
 public:
  explicit Place(const Column& column) {
    column_ = map_column(column, column.name, plain_of);
    level_names_ = {"missing", "different", "alike", "one typo", "equal"};
    equal_is(4);
    prepare_letters();
  }

 private:
  // Jaro-Winkler from .90 needs Jaro from 5/6: common (1/a + 1/b) >= 1.5; one edit in four letters
  // may have less.
  bool may_be_near(int a, int b, int common) const override {
    return 10 * common * (a + b) >= 12 * a * b;
  }
  // One is part of the other: "st andrews" and "st andrews bay".
  bool contains(ValueId x, ValueId y) const {
    const bool swap = text(x).size() > text(y).size();
    const ValueId shorter = swap ? y : x;
    const ValueId longer = swap ? x : y;
    if ((letters(shorter) & ~letters(longer)) != 0 || text(shorter).size() < 4) return false;
    return text(longer).find(text(shorter)) != std::string::npos;
  }
  Level unlike(ValueId x, ValueId y) const override { return contains(x, y) ? 2 : 1; }
  Level near(ValueId x, ValueId y, const JaroCounts& counts) const override {
    if (std::min(counts.a, counts.b) >= 4 && one_edit_possible(counts) &&
        one_edit(text(x), text(y))) {
      return 3;
    }
    return contains(x, y) || jaro_winkler_reaches(counts, 900) ? 2 : 1;
  }
};

class Identifier final : public ShortComparison {
 public:
  explicit Identifier(const Column& column) {
    column_ = map_column(column, column.name, compact);
    level_names_ = {"missing", "different", "alike", "two typos", "one typo", "equal"};
    equal_is(5);
    prepare_letters();
  }

 private:
  // Two typos leave all letters but two in common; Jaro-Winkler from .88 needs Jaro from .8.
  bool may_be_near(int a, int b, int common) const override {
    return common >= std::max(a, b) - 2 || 10 * common * (a + b) >= 14 * a * b;
  }
  Level unlike(ValueId, ValueId) const override { return 1; }
  Level near(ValueId x, ValueId y, const JaroCounts& counts) const override {
    const int least = std::max(counts.a, counts.b) - 2;
    if (std::min(counts.a, counts.b) >= 4 && (counts.common >= least || least < 8)) {
      if (one_edit_possible(counts) && one_edit(text(x), text(y))) return 4;
      // Two edits take at most two letters of the longer text out of place and shift the others by
      // two, which the window allows from ten letters on.
      const int longer = std::max(counts.a, counts.b);
      if ((longer < 10 || counts.common >= longer - 2) && levenshtein(text(x), text(y), 2) <= 2) {
        return 3;
      }
    }
    return jaro_winkler_reaches(counts, 880) ? 2 : 1;
  }
};

}  // namespace

std::uint64_t letters_of(std::string_view text) {
  std::uint64_t letters = 0;
  for (const char c : text) {
    unsigned bit = 36u + (static_cast<unsigned char>(c) & 3u);
    if (c >= 'a' && c <= 'z') bit = static_cast<unsigned>(c - 'a');
    if (c >= '0' && c <= '9') bit = 26u + static_cast<unsigned>(c - '0');
    letters |= std::uint64_t{1} << bit;
  }
  return letters;
}

bool alike(std::string_view a, std::string_view b) {
  if (std::min(a.size(), b.size()) >= 4 && one_edit(a, b)) return true;
  return std::min(a.size(), b.size()) >= 3 && jaro_winkler_reaches(count_jaro(a, b), 860);
}

bool is_initial(std::string_view a, std::string_view b) {
  return a.size() == 1 && b.size() > 1 && a[0] == b[0];
}

void ShortComparison::prepare_letters(const std::vector<std::uint32_t>& marks) {
  values_.reserve(column_.values.size());
  for (std::size_t v = 0; v < column_.values.size(); ++v) {
    const std::string& value = column_.values[v];
    values_.push_back({short_text(value), letters_of(value),
                       static_cast<std::uint32_t>(std::min<std::size_t>(value.size(), 60'000)),
                       marks.empty() ? 0 : marks[v]});
  }
  least_common_.assign((kShort + 1) * (kShort + 1), kShort + 1);
  for (int a = 0; a <= static_cast<int>(kShort); ++a) {
    for (int b = 0; b <= static_cast<int>(kShort); ++b) {
      std::uint8_t& least =
          least_common_[static_cast<std::size_t>(a) * (kShort + 1) + static_cast<std::size_t>(b)];
      for (int common = static_cast<int>(kShort); common >= 0; --common) {
        if (may_be_near(a, b, common)) least = static_cast<std::uint8_t>(common);
      }
    }
  }
}

Level ShortComparison::level_of_different(ValueId left, ValueId right) const {
  // Exactly what the fast way decides, without its filter.
  return near(left, right, count_jaro(text(left), text(right)));
}

void ShortComparison::compare_different(const ValueId* left, const ValueId* right,
                                        std::size_t count, LevelCache&, Level* levels) const {
  for (std::size_t begin = 0; begin < count; begin += kAtOnce) {
    compare_some(left + begin, right + begin, std::min(kAtOnce, count - begin), levels + begin);
  }
}

void ShortComparison::compare_some(const ValueId* left, const ValueId* right, std::size_t count,
                                   Level* levels) const {
  Sorted sorted;
  sort_pairs(values_.data(), left, right, count, least_common_.data(), sorted);
  std::fill_n(levels, count, Level{1});
  for (std::size_t k = 0; k < sorted.special_count; ++k) {
    const std::uint32_t i = sorted.special[k];
    levels[i] = unlike(left[i], right[i]);
  }
  for (std::size_t k = 0; k < sorted.long_count; ++k) {
    const std::uint32_t i = sorted.longer[k];
    const Value& x = values_[left[i]];
    const Value& y = values_[right[i]];
    const int common = most_in_common(x.length, x.letters, y.length, y.letters);
    const bool maybe = may_be_near(static_cast<int>(x.length), static_cast<int>(y.length), common);
    levels[i] = maybe ? level_by_text(left[i], right[i]) : unlike(left[i], right[i]);
  }
  std::array<ShortText, kAtOnce> a;
  std::array<ShortText, kAtOnce> b;
  std::array<LaneCounts, kAtOnce> counts;
  for (std::size_t k = 0; k < sorted.near_count; ++k) {
    const ShortText& x = values_[left[sorted.near[k]]].text;
    const ShortText& y = values_[right[sorted.near[k]]].text;
    const bool in_order = std::memcmp(x.bytes.data(), y.bytes.data(), sizeof x.bytes) < 0;
    a[k] = in_order ? x : y;
    b[k] = in_order ? y : x;
  }
  count_jaro_many(best_lanes(), a.data(), b.data(), sorted.near_count, counts.data());
  for (std::size_t k = 0; k < sorted.near_count; ++k) {
    const std::uint32_t i = sorted.near[k];
    const LaneCounts& found = counts[k];
    // What is counted may be too little where what the letters allowed was enough.
    if (found.common < least_common_[found.a * (kShort + 1) + found.b]) {
      levels[i] = unlike(left[i], right[i]);
    } else {
      levels[i] = near(left[i], right[i], wide(found));
    }
  }
}

std::unique_ptr<Comparison> make_name(const Column& column, const Nicknames& nicknames) {
  return std::make_unique<Name>(column, nicknames);
}
std::unique_ptr<Comparison> make_place(const Column& column) {
  return std::make_unique<Place>(column);
}
std::unique_ptr<Comparison> make_identifier(const Column& column) {
  return std::make_unique<Identifier>(column);
}

}  // namespace depone::linkage
