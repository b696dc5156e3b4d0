#include "linkage/compare_short.h"

#include <algorithm>
#include <array>
#include <bit>
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

// The first four letters as they lie in memory.
std::uint32_t head_of(const ShortText& text) {
  std::uint32_t head = 0;
  std::memcpy(&head, text.bytes.data(), 4);
  if constexpr (std::endian::native == std::endian::big) head = __builtin_bswap32(head);
  return head;
}

// Whether one edit is possible at all, for texts of four letters or more: it leaves all letters but
// one of the longer within Jaro's window, and his counting finds the most there can be.
bool one_edit_possible(const JaroCounts& counts) {
  return counts.common >= std::max(counts.a, counts.b) - 1;
}

// The same, where one edit counts.
bool one_edit_counts(const JaroCounts& counts) {
  return std::min(counts.a, counts.b) >= 4 && one_edit_possible(counts);
}

bool share(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::uint16_t group) {
    return std::find(b.begin(), b.end(), group) != b.end();
  });
}

// One part of a name.
class Name final : public ShortComparison {
 public:
  Name(const Column& column, const NameTables& name_tables) {
    column_ = map_column(column, column.name, plain_of);
    level_names_ = {"missing",    "different", "slightly alike",
                    "initial",    "alike",     "stands for the other",
                    "very alike", "equal"};
    std::vector<std::uint32_t> marks;
    for (const std::string& value : column_.values) {
      groups_.push_back(&name_tables.groups_of(value));
      marks.push_back(groups_.back()->empty() ? 0 : 1);
    }
    prepare_letters(7, Special::Initials, marks);
  }

 private:
  bool may_be_near(const JaroCounts& most) const override {
    return one_edit_counts(most) || jaro_winkler_reaches(most, 800);
  }
  bool stand_for_one_another(const Pair& pair) const {
    return pair.share_mark && share(*groups_[pair.x], *groups_[pair.y]);
  }
  Level unlike(const Pair& pair) const override {
    if (stand_for_one_another(pair)) return 5;
    return is_initial(pair.a, pair.b) || is_initial(pair.b, pair.a) ? 3 : 1;
  }
  Level near(const Pair& pair, const JaroCounts& counts) const override {
    const bool edit = one_edit_counts(counts);
    // Most that come here are not alike: one question for all thresholds.
    if (!edit && !jaro_winkler_reaches(counts, 800)) return unlike(pair);
    if (jaro_winkler_reaches(counts, 920)) return 6;
    if (edit && one_edit(pair.a, pair.b)) return 6;
    if (stand_for_one_another(pair)) return 5;
    if (jaro_winkler_reaches(counts, 880)) return 4;
    if (is_initial(pair.a, pair.b) || is_initial(pair.b, pair.a)) return 3;
    return jaro_winkler_reaches(counts, 800) ? 2 : 1;
  }

  std::vector<const std::vector<std::uint16_t>*> groups_;
};

class Place final : public ShortComparison {
 public:
  explicit Place(const Column& column) {
    column_ = map_column(column, column.name, plain_of);
    level_names_ = {"missing", "different", "alike", "one typo", "equal"};
    prepare_letters(4, Special::Subsets);
  }

 private:
  bool may_be_near(const JaroCounts& most) const override {
    return one_edit_counts(most) || jaro_winkler_reaches(most, 900);
  }
  // One is part of the other: "st andrews" and "st andrews bay".
  static bool contains(const Pair& pair) {
    const bool swap = pair.a.size() > pair.b.size();
    const std::string_view shorter = swap ? pair.b : pair.a;
    const std::string_view longer = swap ? pair.a : pair.b;
    return shorter.size() >= 4 && longer.find(shorter) != std::string_view::npos;
  }
  Level unlike(const Pair& pair) const override { return contains(pair) ? 2 : 1; }
  Level near(const Pair& pair, const JaroCounts& counts) const override {
    if (one_edit_counts(counts) && one_edit(pair.a, pair.b)) return 3;
    return contains(pair) || jaro_winkler_reaches(counts, 900) ? 2 : 1;
  }
};

class Identifier final : public ShortComparison {
 public:
  explicit Identifier(const Column& column) {
    column_ = map_column(column, column.name, compact);
    level_names_ = {"missing", "different", "alike", "two typos", "one typo", "equal"};
    prepare_letters(5, Special::None);
  }

 private:
  // Two typos leave all letters but two in common; in short texts counting may find fewer.
  bool may_be_near(const JaroCounts& most) const override {
    const int longer = std::max(most.a, most.b);
    if (most.common >= longer - 2 || jaro_winkler_reaches(most, 880)) return true;
    return longer < 10 && 10 * most.common * (most.a + most.b) >= 14 * most.a * most.b;
  }
  Level unlike(const Pair&) const override { return 1; }
  Level near(const Pair& pair, const JaroCounts& counts) const override {
    const int least = std::max(counts.a, counts.b) - 2;
    if (std::min(counts.a, counts.b) >= 4 && (counts.common >= least || least < 8)) {
      if (one_edit_possible(counts) && one_edit(pair.a, pair.b)) return 4;
      // Two edits take at most two letters of the longer text out of place and shift the others by
      // two, which the window allows from ten letters on.
      const int longer = std::max(counts.a, counts.b);
      if ((longer < 10 || counts.common >= longer - 2) && levenshtein(pair.a, pair.b, 2) <= 2) {
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

std::uint64_t bag_of(std::string_view text) {
  std::uint64_t bag = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const unsigned kind = digit ? static_cast<unsigned>(c - '0')
                                : 10u + static_cast<unsigned>(static_cast<unsigned char>(c)) % 6u;
    if ((bag >> (4 * kind) & 15) != 15) bag += std::uint64_t{1} << (4 * kind);
  }
  return bag;
}

bool alike(std::string_view a, std::string_view b) {
  if (std::min(a.size(), b.size()) >= 4 && one_edit(a, b)) return true;
  return std::min(a.size(), b.size()) >= 3 && jaro_winkler_reaches(count_jaro(a, b), 860);
}

bool is_initial(std::string_view a, std::string_view b) {
  return a.size() == 1 && b.size() > 1 && a[0] == b[0];
}

void ShortComparison::prepare_letters(Level top, Special special,
                                      const std::vector<std::uint32_t>& marks) {
  equal_is(top);
  top_ = top;
  special_ = special;
  values_.reserve(column_.values.size());
  for (std::size_t v = 0; v < column_.values.size(); ++v) {
    const std::string& value = column_.values[v];
    values_.push_back({short_text(value),
                       special == Special::None ? bag_of(value) : letters_of(value),
                       static_cast<std::uint32_t>(std::min<std::size_t>(value.size(), 60'000)),
                       marks.empty() ? 0 : marks[v]});
  }
  least_.assign(5 * LeastCommon::kOfPrefix, kShort + 1);
  for (std::size_t prefix = 0; prefix <= 4; ++prefix) {
    for (std::size_t a = 0; a <= kShort; ++a) {
      for (std::size_t b = 1; b <= kShort; ++b) {
        for (int common = static_cast<int>(kShort); common >= 0; --common) {
          const JaroCounts most{static_cast<int>(a), static_cast<int>(b), common, 0,
                                static_cast<int>(prefix)};
          if (!may_be_near(most)) break;
          least_[LeastCommon::place(prefix, a, b)] = static_cast<std::uint8_t>(common);
        }
      }
    }
  }
}

ShortComparison::Pair ShortComparison::pair_of(ValueId x, ValueId y) const {
  return {x, y, text(x), text(y), (values_[x].marks & values_[y].marks) != 0};
}

Level ShortComparison::level_of_different(ValueId left, ValueId right) const {
  // Exactly what the fast way decides, without its filter.
  return near(pair_of(left, right), count_jaro(text(left), text(right)));
}

Level ShortComparison::different(ValueId left, ValueId right, LevelCache&) const {
  return judge(left, right);
}

Level ShortComparison::judge(ValueId left, ValueId right) const {
  const Value& x = values_[left];
  const Value& y = values_[right];
  bool maybe = true;
  if (special_ != Special::None) {
    const int common = most_in_common(x.length, x.letters, y.length, y.letters);
    maybe = may_be_near({static_cast<int>(x.length), static_cast<int>(y.length), common, 0, 4});
  }
  return maybe ? level_by_text(left, right) : unlike(pair_of(left, right));
}

// The members of a tile by what is asked of them.
struct ShortComparison::Members {
  static constexpr std::size_t kSize = PairTile::kMostMembers + PairTile::kSlack;
  const ValueId* ids = nullptr;
  alignas(64) std::array<std::uint64_t, kSize> letters;
  std::array<std::uint32_t, kSize> heads;
  std::array<std::uint32_t, kSize> marks;
  std::array<std::uint8_t, kSize> lengths;
  std::array<ShortText, kSize> texts;
};

void ShortComparison::compare_tile(const PairTile& tile, const ValueId* ids, LevelCache&,
                                   Level* levels) const {
  Members members;
  members.ids = ids;
  const Value* const values = values_.data();
  for (std::size_t m = 0; m < tile.values; ++m) {
    __builtin_prefetch(values + ids[std::min(m + kAhead, tile.values - 1)]);
    const Value& value = values[ids[m]];
    members.letters[m] = value.letters;
    members.heads[m] = head_of(value.text);
    members.marks[m] = value.marks;
    members.lengths[m] = static_cast<std::uint8_t>(std::min(value.length, 255u));
    members.texts[m] = value.text;
  }
  ShortMembers lists;
  lists.ids = ids;
  lists.letters = members.letters.data();
  lists.heads = members.heads.data();
  lists.lengths = members.lengths.data();
  lists.marks = members.marks.data();
  lists.least = least_.data();
  lists.top = top_;
  lists.bags = special_ == Special::None;
  lists.initials = special_ == Special::Initials;
  lists.subsets = special_ == Special::Subsets;
  PairQueue near;
  PairQueue rest;
  sort_texts(tile, lists, levels, near, rest);
  for (std::size_t k = 0; k < rest.count; ++k) {
    levels[rest.pair[k]] = judge(ids[rest.left(k)], ids[rest.right(k)]);
  }
  settle_near(members, near, levels);
}

bool ShortComparison::is_special(const Members& members, std::size_t left,
                                 std::size_t right) const {
  if (special_ == Special::Initials) {
    return members.lengths[left] == 1 || members.lengths[right] == 1;
  }
  return special_ == Special::Subsets && ((members.letters[left] & ~members.letters[right]) == 0 ||
                                          (members.letters[right] & ~members.letters[left]) == 0);
}

void ShortComparison::settle_near(const Members& members, const PairQueue& queue,
                                  Level* levels) const {
  std::array<ShortText, kAtOnce> a;
  std::array<ShortText, kAtOnce> b;
  std::array<LaneCounts, kAtOnce> counts;
  for (std::size_t begin = 0; begin < queue.count; begin += kAtOnce) {
    const std::size_t size = std::min(kAtOnce, queue.count - begin);
    for (std::size_t k = 0; k < size; ++k) {
      const ShortText& x = members.texts[queue.left(begin + k)];
      const ShortText& y = members.texts[queue.right(begin + k)];
      const bool in_order = sorts_before(x, y);
      a[k] = in_order ? x : y;
      b[k] = in_order ? y : x;
    }
    count_jaro_many(best_lanes(), a.data(), b.data(), size, counts.data());
    for (std::size_t k = 0; k < size; ++k) {
      const LaneCounts& found = counts[k];
      const std::size_t left = queue.left(begin + k);
      const std::size_t right = queue.right(begin + k);
      Level& level = levels[queue.pair[begin + k]];
      // What is counted may be too little where what the letters allowed was enough; most are
      // different then.
      const bool is_near =
          found.common >= least_[LeastCommon::place(found.prefix, found.a, found.b)];
      const bool share_mark = (members.marks[left] & members.marks[right]) != 0;
      if (!is_near && !share_mark && !is_special(members, left, right)) continue;
      const std::string_view x(members.texts[left].bytes.data(), members.lengths[left]);
      const std::string_view y(members.texts[right].bytes.data(), members.lengths[right]);
      const Pair pair{members.ids[left], members.ids[right], x, y, share_mark};
      level = is_near ? near(pair, wide(found)) : unlike(pair);
    }
  }
}

std::unique_ptr<Comparison> make_name(const Column& column, const NameTables& name_tables) {
  return std::make_unique<Name>(column, name_tables);
}
std::unique_ptr<Comparison> make_place(const Column& column) {
  return std::make_unique<Place>(column);
}
std::unique_ptr<Comparison> make_identifier(const Column& column) {
  return std::make_unique<Identifier>(column);
}

}  // namespace depone::linkage
