// Quantities: a numeral with its bound, its unit or noun, and what it is counted per.
//
// "More than 50,000 North Koreans", "약 207만원", "не менее 16 часов в день": one Quantity each,
// whatever claim it may turn out to be. Bounds, units, person nouns, currencies and rates are data:
// data/reading/quantities_{en,ko,ru}.toml and currencies.toml.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "model/document.h"
#include "reading/numbers.h"

namespace depone::reading {

// What is counted. `Bare` is a number without a unit; `Other` has a unit no claim is about.
enum class Unit {
  Bare,
  Hour,
  Day,
  DayOff,
  Week,
  Month,
  Year,
  YearsOld,
  Person,
  Money,
  Percent,
  Times,
  Other
};
// "hour", "day", "day off", ...; nullopt for an unknown name.
std::optional<Unit> unit_of(std::string_view name);

struct Quantity {
  std::size_t begin = 0;  // bytes [begin, end): bound words, number, unit or noun, rate
  std::size_t end = 0;
  std::size_t number_begin = 0;  // bytes of the numeral alone
  std::size_t number_end = 0;
  std::size_t unit_end = 0;  // where the unit or noun ends; number_end when there is none
  Decimal value;
  std::optional<Decimal> value_hi;
  Bound bound = Bound::Exact;
  Unit unit = Unit::Bare;
  Per per = Per::None;
  std::string_view currency;  // ISO 4217; lives as long as the lexicon
  bool worded = false;
  bool four_digits = false;
  bool compound = false;  // "18-hour": the unit is an adjective
};

// Immutable after load; find() may run concurrently.
class QuantityLexicon {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<QuantityLexicon> load(const DataFiles& data);

  // Appends the quantities of `folded` (folded_text.h) made of `numerals`, in order, without
  // overlap. Numerals that need a unit and have none give nothing. O(size).
  void find(std::string_view folded, Language language, const std::vector<Numeral>& numerals,
            std::vector<Quantity>& out) const;

  struct Tables;

 private:
  std::shared_ptr<const Tables> tables_;
};

}  // namespace depone::reading
