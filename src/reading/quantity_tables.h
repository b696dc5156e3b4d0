// The tables behind QuantityLexicon. Internal to reading.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reading/number_tables.h"
#include "reading/quantities.h"

namespace depone::reading {

struct UnitName {
  Unit unit = Unit::Bare;
  std::string currency;  // ISO 4217, for money
};

// Words to units: whole words (perhaps several) and beginnings of words.
struct UnitWords {
  TextMap<UnitName> whole;
  TextMap<UnitName> prefixes;
  std::size_t shortest_prefix = 0;  // bytes
  std::size_t longest_prefix = 0;
};

template <class Value>
struct Cue {
  Value value;
  std::unique_ptr<re2::RE2> pattern;
};

struct LanguageQuantities {
  // Tried in order; `before` patterns end where the quantity begins, the others begin where it
  // ends.
  std::unique_ptr<re2::RE2> any_bound_before;  // without which none of the next list is tried
  std::vector<Cue<Bound>> bounds_before;
  std::vector<Cue<Bound>> bounds_after_number;
  std::unique_ptr<re2::RE2> any_bound_after;
  std::vector<Cue<Bound>> bounds_after;
  std::unique_ptr<re2::RE2> any_per_before;
  std::vector<Cue<Per>> per_before;
  std::unique_ptr<re2::RE2> any_per_after;
  std::vector<Cue<Per>> per_after;
  UnitWords units;
  UnitWords people;
  TextMap<bool> fillers;
  TextMap<bool> stops;
  std::size_t most_words = 0;
  bool korean = false;
};

struct QuantityLexicon::Tables {
  LanguageQuantities english;
  LanguageQuantities russian;
  LanguageQuantities korean;
  std::vector<std::pair<std::string, std::string>> signs;  // sign, code; longest first
};

Result<std::shared_ptr<const QuantityLexicon::Tables>> load_quantity_tables(const DataFiles& data);

// RE2 with our options (no captures wanted, no logging); InvalidInput names `file`.
Result<std::unique_ptr<re2::RE2>> compile_pattern(const std::string& pattern,
                                                  std::string_view file);

}  // namespace depone::reading
