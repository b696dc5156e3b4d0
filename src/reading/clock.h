// Clock intervals: "from 6 am until 2 am" is 20 hours.
//
// Only intervals whose halves of the day are certain count: a mark ("am", "утра", 새벽), minutes or
// an hour past twelve. The forms are data: data/reading/clock.toml.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/decimal.h"
#include "model/document.h"
#include "reading/numbers.h"

namespace depone::reading {

struct ClockInterval {
  std::size_t begin = 0;  // bytes [begin, end) of the text
  std::size_t end = 0;
  Decimal hours;           // more than 0, at most 24
  std::string derivation;  // "06:00 to 02:00 is 20 hours"
};

// Immutable after load; find() may run concurrently.
class ClockLexicon {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<ClockLexicon> load(const DataFiles& data, const NumberLexicon& numbers);

  // Appends the intervals of `folded` (folded_text.h) in order, without overlap. O(size).
  void find(std::string_view folded, Language language, std::vector<ClockInterval>& out) const;

 private:
  struct Tables;
  std::shared_ptr<const Tables> tables_;
};

}  // namespace depone::reading
