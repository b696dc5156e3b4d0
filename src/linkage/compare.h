// How two values of one field compare: a small number of levels, from "missing" over "different" to
// "equal".
//
// A comparison is prepared once for all distinct values of a column and then asked for millions of
// pairs. What a level is worth is not decided here but learnt (weights.h): the levels only sort
// pairs into kinds.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "linkage/table.h"
#include "linkage/tile.h"
#include "names/matcher.h"

namespace depone::linkage {

// The kinds of field, as written in a spec.
enum class Kind : std::uint8_t {
  Name,        // one part of a person's name: given name or surname
  Person,      // a whole personal name of several words
  Date,        // a day, with typing errors
  Number,      // a count, a year, a house number
  Postcode,    // hierarchical from the left
  Place,       // a town, a street
  Location,    // postcode and place together: they depend on one another
  Identifier,  // a number or address that should be one person's
  Category,    // few values: gender, state
  Text,        // free words: titles, occupations
  People,      // a list of personal names
  // Names in any script and romanisation (names::Matcher):
  CrossScriptName,    // one part: given name or surname
  CrossScriptPerson,  // a whole name, in one column or several
  Organisation,
};
std::string_view name_of(Kind kind);
// InvalidInput, naming the kinds there are.
Result<Kind> kind_of(std::string_view name);

// A level's number within its comparison; 0 is always "missing".
using Level = std::uint8_t;
inline constexpr Level kMissingLevel = 0;
inline constexpr std::size_t kMaxLevels = 32;

// What is known about names: those that stand for one another ("bill" and "william"), from
// data/linkage/nicknames_en.csv, and how names in any script are read and compared.
class NameTables {
 public:
  static Result<NameTables> load(const DataFiles& data);
  // The groups a plain name belongs to, sorted; empty for names in none.
  const std::vector<std::uint16_t>& groups_of(std::string_view plain_name) const;
  bool share_group(std::string_view a, std::string_view b) const;
  const names::Matcher& matcher() const { return *matcher_; }

 private:
  std::vector<std::pair<std::string, std::vector<std::uint16_t>>> names_;  // sorted by name
  std::vector<std::uint16_t> none_;
  std::shared_ptr<const names::Matcher> matcher_;
};

// Levels already worked out, per thread. A fixed number of places, so it needs no clearing; none
// until the first use, since most comparisons do without.
class LevelCache {
 public:
  struct Place {
    std::uint64_t pair = ~std::uint64_t{0};
    Level level = 0;
  };
  Place& place(ValueId a, ValueId b) {
    if (places_.empty()) make_places();
    return places_[mix((std::uint64_t{a} << 32) | b) & (places_.size() - 1)];
  }

 private:
  void make_places();

  std::vector<Place> places_;
};

class Comparison {
 public:
  virtual ~Comparison() = default;

  // The prepared column: one value a record, 0 where there is nothing to compare. Values joined of
  // several columns have no text in it; `counts` has a place for each value always.
  const Column& column() const { return column_; }
  // By level; [0] is "missing". From the weakest to the strongest where that is known.
  const std::vector<std::string>& level_names() const { return level_names_; }
  std::size_t levels() const { return level_names_.size(); }
  // Whether records with one value are at one level, so that the value's rarity counts.
  virtual bool rarity_counts() const { return true; }
  // By level, how many bits it is worth by what the kind knows beforehand (for [0] nothing); empty
  // when only data can tell.
  virtual std::vector<double> known_bits() const { return {}; }
  // The level of two records that share the value; kMissingLevel for kMissing.
  Level level_of_equal(ValueId value) const { return equal_[value]; }

  // The level of two values; symmetric in them. Any thread, each with a cache of its own that is
  // used for this comparison only.
  Level compare(ValueId left, ValueId right, LevelCache& cache) const {
    if (left == right) return equal_[left];
    return left == kMissing || right == kMissing ? kMissingLevel : different(left, right, cache);
  }
  // The same for the pairs of a tile, levels[k] that of pair k, where values[m] is the value of
  // member m. Both have PairTile::kSlack places more, whose content does not matter.
  virtual void compare_tile(const PairTile& tile, const ValueId* values, LevelCache& cache,
                            Level* levels) const;

  // Two values that differ and are not missing, told apart slowly: what compare() must equal, with
  // the text that sorts first on the left. (Greedy counting need not be symmetric, and numbers of
  // values depend on the order of rows.)
  virtual Level level_of_different(ValueId left, ValueId right) const = 0;

 protected:
  Level level_by_text(ValueId a, ValueId b) const;
  // As level_by_text; kept in the cache unless a comparison is faster without.
  virtual Level different(ValueId left, ValueId right, LevelCache& cache) const;
  // Sets equal_ to `top` for every value but kMissing.
  void equal_is(Level top);

  Column column_;
  std::vector<std::string> level_names_;
  std::vector<Level> equal_;
};

// Prepares a comparison of `columns` (one; for Person and CrossScriptPerson one or more in reading
// order; for Location postcode and place). `name_tables` must outlive the result.
std::unique_ptr<Comparison> make_comparison(Kind kind, const std::vector<const Column*>& columns,
                                            const NameTables& name_tables);

}  // namespace depone::linkage
