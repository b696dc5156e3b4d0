// Numerals in text: digits and words, English, Korean and Russian.
//
// Finds every counting numeral with its value: "50,000", "8,5 тыс.", "6만5천", "one hundred and
// twenty", "восемнадцати", "열여덟", "tens of thousands", "16-18". Ordinals ("20th", "5-й", 제3조),
// clock times, dotted dates and digits inside names ("COVID-19") are none. The spellings are data:
// data/reading/numbers_{en,ko,ru}.toml.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "model/decimal.h"
#include "model/document.h"

namespace depone::reading {

struct Numeral {
  std::size_t begin = 0;  // bytes [begin, end) of the text
  std::size_t end = 0;
  Decimal value;
  std::optional<Decimal> value_hi;  // of a range or a vague numeral
  bool vague = false;               // "thousands": an order of magnitude, not a range
  bool more = false;                // 6만여: somewhat more than the value
  bool worded = false;              // spelled out, all or in part
  bool four_digits = false;         // "2024": may be a year
  // The unit of a numeral that names it itself ("twice" is 2 times, 이틀 2 days, "half" 50
  // percent), as in QuantityLexicon's tables; lives as long as the lexicon.
  std::string_view unit;
  bool needs_unit = false;  // a word that also means other things; only counts with a unit
};

// Immutable after load; find() may run concurrently.
class NumberLexicon {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<NumberLexicon> load(const DataFiles& data);

  // Appends the numerals of `folded` (folded_text.h) in order; they do not overlap. O(size).
  // Languages other than Korean and Russian are read as English.
  void find(std::string_view folded, Language language, std::vector<Numeral>& out) const;

 private:
  struct Tables;
  std::shared_ptr<const Tables> tables_;
};

}  // namespace depone::reading
