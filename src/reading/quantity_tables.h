// The tables behind QuantityLexicon. Internal to reading.
#pragma once

#include <re2/re2.h>

#include <map>
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

// Beginnings of words, the longest first within those that share their first bytes.
class UnitPrefixes {
 public:
  struct Match {
    std::size_t size = 0;
    const UnitName* unit = nullptr;  // null: no match
  };
  // Keeps the first unit of a form given twice.
  void add(const std::string& form, const UnitName& unit);
  // To be called once, after the last add().
  void finish();
  // The longest form that `word` begins with.
  Match longest(std::string_view word) const;

 private:
  std::map<std::string, UnitName> forms_;
  std::size_t shortest_ = 0;                                             // bytes
  TextMap<std::vector<std::pair<std::string, UnitName>>> by_beginning_;  // of shortest_ bytes
};

// Words to units: whole words (perhaps several) and beginnings of words.
struct UnitWords {
  TextMap<UnitName> whole;
  UnitPrefixes prefixes;
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
