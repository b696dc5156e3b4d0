// Postcodes, and postcode with place.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "linkage/compare_kinds.h"
#include "linkage/compare_short.h"
#include "linkage/distance_lanes.h"
#include "linkage/normalise.h"
#include "linkage/tile_kernels.h"

namespace depone::linkage {
namespace {

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

// Values lie anywhere in memory: they are fetched this many members ahead.
constexpr std::size_t kAhead = 16;

bool contains(std::string_view a, std::string_view b) {
  const std::string_view shorter = a.size() < b.size() ? a : b;
  const std::string_view longer = a.size() < b.size() ? b : a;
  return shorter.size() >= 4 && longer.find(shorter) != std::string_view::npos;
}

// With the text that sorts first on the left, since greedy counting need not be symmetric.
JaroCounts jaro_in_order(std::string_view a, std::string_view b) {
  return a < b ? count_jaro(a, b) : count_jaro(b, a);
}

// 0 different, 1 one is part of the other or they are alike, 2 equal.
int place_nearness(std::string_view a, std::string_view b) {
  if (a == b) return 2;
  return contains(a, b) || jaro_winkler_reaches(jaro_in_order(a, b), 900) ? 1 : 0;
}

// A place's postcode says where it lies, so the two are one piece of evidence: levels are the
// combinations that differ in meaning.
class Location final : public Comparison {
 public:
  Location(const Column& postcode, const Column& place) {
    codes_ = map_column(postcode, postcode.name, [](const std::string& v) { return plain(v); });
    places_ = map_column(place, place.name, [](const std::string& v) { return plain(v); });
    join_columns(postcode.name + " and " + place.name);
    for (const std::string& text : places_.values) towns_.push_back(short_text(text));
    for (const char* place_words : {"no place", "other place", "like place", "same place"}) {
      for (const char* code_words : {"no postcode", "other postcode", "same area", "same district",
                                     "same sector", "postcode with one typo", "same postcode"}) {
        level_names_.push_back(std::string(place_words) + ", " + code_words);
      }
    }
    level_names_.front() = "missing";
    equal_.assign(both_.size(), 0);
    for (ValueId v = 1; v < both_.size(); ++v) {
      fill_in(both_[v]);
      equal_[v] =
          static_cast<Level>((both_[v].place != 0 ? 3 : 0) * 7 + (both_[v].code != 0 ? 6 : 0));
    }
  }

  Level level_of_different(ValueId left, ValueId right) const override {
    const Both& a = both_[left];
    const Both& b = both_[right];
    int code = 0;
    if (a.code != 0 && b.code != 0) {
      code = 1 + postcode_nearness(codes_.values[a.code], codes_.values[b.code]);
    }
    int place = 0;
    if (a.place != 0 && b.place != 0) {
      place = 1 + place_nearness(places_.values[a.place], places_.values[b.place]);
    }
    return static_cast<Level>(place * 7 + code);
  }

  void compare_tile(const PairTile& tile, const ValueId* ids, LevelCache&,
                    Level* levels) const override {
    Members members;
    for (std::size_t m = 0; m < tile.values; ++m) {
      __builtin_prefetch(both_.data() + ids[std::min(m + kAhead, tile.values - 1)]);
      const Both& both = both_[ids[m]];
      members.codes[m] = both.code;
      members.places[m] = both.place;
      members.code_texts[m] = both.code_text;
      members.place_letters[m] = both.place_letters;
      members.lengths[m] = both.lengths;
    }
    const LocationMembers lists{ids,
                                members.codes.data(),
                                members.places.data(),
                                members.code_texts.data(),
                                members.place_letters.data(),
                                members.lengths.data()};
    PairQueue near;
    PairQueue rest;
    compare_locations(tile, lists, levels, near, rest);
    for (std::size_t k = 0; k < rest.count; ++k) {
      levels[rest.pair[k]] = level_of_different(ids[rest.left(k)], ids[rest.right(k)]);
    }
    settle(members, near, levels);
  }

 protected:
  Level different(ValueId left, ValueId right, LevelCache&) const override {
    return level_of_different(left, right);
  }

 private:
  // What most comparisons need of a value, together in memory.
  struct alignas(32) Both {
    std::uint64_t code_text = 0;      // its first eight letters, the first in the lowest byte
    std::uint64_t place_letters = 0;  // letters_of
    ValueId code = 0;
    ValueId place = 0;
    LocationLengths lengths;
  };

  // Each distinct pair of postcode and place becomes a value, in the order of first appearance.
  void join_columns(std::string name) {
    column_.name = std::move(name);
    both_.assign(1, {});
    column_.ids.resize(codes_.ids.size());
    column_.counts.assign(1, 0);
    std::vector<ValueId> slots(1024, 0);
    const auto slot_of = [&](const Both& both) {
      std::size_t at = mix((std::uint64_t{both.code} << 32) | both.place) & (slots.size() - 1);
      while (slots[at] != 0 &&
             (both_[slots[at]].code != both.code || both_[slots[at]].place != both.place)) {
        at = (at + 1) & (slots.size() - 1);
      }
      return at;
    };
    for (std::size_t i = 0; i < column_.ids.size(); ++i) {
      Both both;
      both.code = codes_.ids[i];
      both.place = places_.ids[i];
      ValueId id = kMissing;
      if (both.code != kMissing || both.place != kMissing) {
        if (both_.size() * 2 > slots.size()) {
          slots.assign(slots.size() * 4, 0);
          for (ValueId v = 1; v < both_.size(); ++v) slots[slot_of(both_[v])] = v;
        }
        const std::size_t at = slot_of(both);
        if (slots[at] == 0) {
          slots[at] = static_cast<ValueId>(both_.size());
          both_.push_back(both);
          column_.counts.push_back(0);
        }
        id = slots[at];
      }
      column_.ids[i] = id;
      ++column_.counts[id];
    }
    for (Column* column : {&codes_, &places_}) {
      column->ids = {};
      column->counts = {};
    }
  }

  void fill_in(Both& both) const {
    const auto length = [](std::string_view text) {
      return static_cast<std::uint8_t>(std::min<std::size_t>(text.size(), 255));
    };
    const std::string& code = codes_.values[both.code];
    const std::string& place = places_.values[both.place];
    std::memcpy(&both.code_text, code.data(), std::min<std::size_t>(code.size(), 8));
    if constexpr (std::endian::native == std::endian::big) {
      both.code_text = __builtin_bswap64(both.code_text);
    }
    const PostcodeParts parts = parts_of(code);
    both.lengths.area = length(parts.area);
    both.lengths.district = length(parts.district);
    both.lengths.sector = length(parts.sector);
    both.lengths.code = length(code);
    both.place_letters = letters_of(place);
    both.lengths.place = length(place);
  }

  // The members of a tile by what is asked of them.
  struct Members {
    static constexpr std::size_t kSize = PairTile::kMostMembers + PairTile::kSlack;
    alignas(64) std::array<std::uint64_t, kSize> code_texts;
    std::array<std::uint64_t, kSize> place_letters;
    std::array<ValueId, kSize> codes;
    std::array<ValueId, kSize> places;
    std::array<LocationLengths, kSize> lengths;
  };

  // Counts whether the places of the queued pairs are alike.
  void settle(const Members& members, const PairQueue& queue, Level* levels) const {
    constexpr std::size_t kAtOnce = 256;
    std::array<ShortText, kAtOnce> a;
    std::array<ShortText, kAtOnce> b;
    std::array<LaneCounts, kAtOnce> counts;
    for (std::size_t begin = 0; begin < queue.count; begin += kAtOnce) {
      const std::size_t size = std::min(kAtOnce, queue.count - begin);
      for (std::size_t k = 0; k < size; ++k) {
        const ShortText& x = towns_[members.places[queue.left(begin + k)]];
        const ShortText& y = towns_[members.places[queue.right(begin + k)]];
        const bool in_order = sorts_before(x, y);
        a[k] = in_order ? x : y;
        b[k] = in_order ? y : x;
      }
      count_jaro_many(best_lanes(), a.data(), b.data(), size, counts.data());
      for (std::size_t k = 0; k < size; ++k) {
        if (jaro_winkler_reaches(wide(counts[k]), 900)) levels[queue.pair[begin + k]] += 7;
      }
    }
  }

  Column codes_;  // their values; one a record no more
  Column places_;
  std::vector<Both> both_;        // by ValueId
  std::vector<ShortText> towns_;  // by value of places_
};

}  // namespace

std::unique_ptr<Comparison> make_postcode(const Column& column) {
  return std::make_unique<Postcode>(column);
}
std::unique_ptr<Comparison> make_location(const Column& postcode, const Column& place) {
  return std::make_unique<Location>(postcode, place);
}

}  // namespace depone::linkage
