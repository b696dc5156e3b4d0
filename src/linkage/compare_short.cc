#include "linkage/compare_short.h"

#include <algorithm>
#include <array>

#include "linkage/compare_kinds.h"
#include "linkage/normalise.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kShort = 16;

std::string plain_of(const std::string& value) { return plain(value); }

struct LetterPair {
  std::uint64_t letters_a;
  std::uint64_t letters_b;
  std::uint32_t a;
  std::uint32_t b;
};

void most_in_common_plain(const LetterPair* pairs, std::size_t count, int* common) {
  for (std::size_t i = 0; i < count; ++i) {
    common[i] = most_in_common(pairs[i].a, pairs[i].letters_a, pairs[i].b, pairs[i].letters_b);
  }
}

#if defined(__x86_64__)
// The same with the processor's instruction for counting bits, which the first x86-64 lacked.
__attribute__((target("popcnt"))) void most_in_common_fast(const LetterPair* pairs,
                                                           std::size_t count, int* common) {
  for (std::size_t i = 0; i < count; ++i) {
    const LetterPair& pair = pairs[i];
    common[i] =
        std::min(static_cast<int>(pair.a) - __builtin_popcountll(pair.letters_a & ~pair.letters_b),
                 static_cast<int>(pair.b) - __builtin_popcountll(pair.letters_b & ~pair.letters_a));
  }
}
#endif

void most_in_common_many(const LetterPair* pairs, std::size_t count, int* common) {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("popcnt") != 0;
  if (fast) {
    most_in_common_fast(pairs, count, common);
    return;
  }
#endif
  most_in_common_plain(pairs, count, common);
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
    prepare_letters();
    for (const std::string& value : column_.values) groups_.push_back(&nicknames.groups_of(value));
  }

 private:
  // Jaro-Winkler reaches .80 with Jaro from two thirds on (four equal letters first); one edit in
  // four letters is nearer than that.
  bool may_be_near(int a, int b, int common) const override { return common * (a + b) >= a * b; }
  Level unlike(ValueId x, ValueId y) const override {
    if (share(*groups_[x], *groups_[y])) return 5;
    return is_initial(text(x), text(y)) || is_initial(text(y), text(x)) ? 3 : 1;
  }
  Level near(ValueId x, ValueId y, const JaroCounts& counts) const override {
    if (jaro_winkler_reaches(counts, 920)) return 6;
    if (std::min(counts.a, counts.b) >= 4 && one_edit(text(x), text(y))) return 6;
    if (share(*groups_[x], *groups_[y])) return 5;
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
    if (std::min(counts.a, counts.b) >= 4 && one_edit(text(x), text(y))) return 3;
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
    if (std::min(counts.a, counts.b) >= 4) {
      if (one_edit(text(x), text(y))) return 4;
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

bool may_be_alike(std::size_t a, std::uint64_t letters_a, std::size_t b, std::uint64_t letters_b) {
  const auto x = static_cast<int>(a);
  const auto y = static_cast<int>(b);
  return 10 * most_in_common(a, letters_a, b, letters_b) * (x + y) >= 12 * x * y;
}

bool alike(std::string_view a, std::string_view b) {
  if (std::min(a.size(), b.size()) >= 4 && one_edit(a, b)) return true;
  return std::min(a.size(), b.size()) >= 3 && jaro_winkler_reaches(count_jaro(a, b), 860);
}

bool is_initial(std::string_view a, std::string_view b) {
  return a.size() == 1 && b.size() > 1 && a[0] == b[0];
}

void ShortComparison::prepare_letters() {
  values_.reserve(column_.values.size());
  for (const std::string& value : column_.values) {
    values_.push_back({short_text(value), letters_of(value),
                       static_cast<std::uint32_t>(std::min<std::size_t>(value.size(), 60'000))});
  }
}

Level ShortComparison::level_of_different(ValueId left, ValueId right) const {
  // Exactly what the fast way decides, without its filter.
  return near(left, right, count_jaro(text(left), text(right)));
}

void ShortComparison::compare_different(const ValueId* left, const ValueId* right,
                                        const std::uint32_t* places, std::size_t count, LevelCache&,
                                        Level* levels) const {
  constexpr std::size_t kAtOnce = 256;
  std::array<ShortText, kAtOnce> a;
  std::array<ShortText, kAtOnce> b;
  std::array<LaneCounts, kAtOnce> counts;
  std::array<std::uint32_t, kAtOnce> waiting;
  std::array<LetterPair, kAtOnce> letters;
  std::array<int, kAtOnce> common;
  std::size_t filled = 0;
  const Lanes lanes = best_lanes();
  const auto flush = [&] {
    count_jaro_many(lanes, a.data(), b.data(), filled, counts.data());
    for (std::size_t k = 0; k < filled; ++k) {
      const std::uint32_t i = waiting[k];
      levels[i] = near(std::min(left[i], right[i]), std::max(left[i], right[i]), wide(counts[k]));
    }
    filled = 0;
  };
  for (std::size_t begin = 0; begin < count; begin += kAtOnce) {
    const std::size_t size = std::min(kAtOnce, count - begin);
    for (std::size_t k = 0; k < size; ++k) {
      const std::uint32_t i = places[begin + k];
      const Value& x = values_[left[i]];
      const Value& y = values_[right[i]];
      letters[k] = {x.letters, y.letters, x.length, y.length};
    }
    most_in_common_many(letters.data(), size, common.data());
    for (std::size_t k = 0; k < size; ++k) {
      const std::uint32_t i = places[begin + k];
      const ValueId x = std::min(left[i], right[i]);
      const ValueId y = std::max(left[i], right[i]);
      const auto length_x = static_cast<int>(values_[x].length);
      const auto length_y = static_cast<int>(values_[y].length);
      if (!may_be_near(length_x, length_y, common[k])) {
        levels[i] = unlike(x, y);
      } else if (std::max(length_x, length_y) > static_cast<int>(kShort)) {
        levels[i] = level_of_different(x, y);
      } else {
        a[filled] = values_[x].text;
        b[filled] = values_[y].text;
        waiting[filled] = i;
        if (++filled == kAtOnce) flush();
      }
    }
  }
  flush();
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
