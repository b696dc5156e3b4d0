// Dates in text, and when the things told happened.
//
// Explicit dates ("August 12, 2025", "2023년 4월", "12 августа 2025 года", "(2013)") become Date
// claims; relative ones ("last year", 지난해) only tell the time of other claims. What lacks a year
// is resolved against the document's date and left out without one. Forms are data:
// data/reading/dates_{en,ko,ru}.toml.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/document.h"
#include "model/partial_date.h"

namespace depone::reading {

struct DateMention {
  std::size_t begin = 0;  // bytes [begin, end) of the text
  std::size_t end = 0;
  PartialDate date;
  bool is_claim = false;   // explicit enough for a Date claim
  bool bare_year = false;  // four digits and nothing else: may be a plain number after all
};

// Immutable after load; find() may run concurrently.
class DateLexicon {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<DateLexicon> load(const DataFiles& data);

  // Appends the dates of `folded` (folded_text.h) in order, without overlap. `published` is the
  // document's date, perhaps unknown. Days that do not exist are none. O(size).
  void find(std::string_view folded, Language language, const PartialDate& published,
            std::vector<DateMention>& out) const;

 private:
  struct Tables;
  std::shared_ptr<const Tables> tables_;
};

}  // namespace depone::reading
