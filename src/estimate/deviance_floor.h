// A lower bound of the deviance of every model on a table, from closed forms.
//
// A model without the pairs {i, j} for all j of a set J says that list i is independent of the
// lists J given the rest, and perhaps more. The deviance of that statement alone is a sum of
// likelihood ratios of two-way tables, one for each combination of the rest (with the cell of those
// on no list left out, a quasi-independence that still has a closed form): no model that implies it
// fits better. With it a search by AIC or BIC passes over models that cannot win, and loses none.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "estimate/lanes.h"
#include "estimate/terms.h"

namespace depone::estimate {

// x log x for whole numbers, remembered up to a limit. Thread-safe after making.
class LogTable {
 public:
  explicit LogTable(std::int64_t largest);
  double operator()(std::int64_t x) const {
    const auto at = static_cast<std::size_t>(x);
    return at < known_.size() ? known_[at] : beyond(x);
  }

 private:
  static double beyond(std::int64_t x);
  std::vector<double> known_;
};

// For each list, the lists it shares no pair with in a model: what the bound of the model needs.
using Strangers = std::array<std::uint8_t, kMaxListsExhaustive>;
Strangers strangers_of(TermBits model, std::size_t lists);

class DevianceFloor {
 public:
  // Up to kLanes tables of 2^lists counts, lists <= kMaxListsExhaustive; those missing repeat the
  // last one.
  DevianceFloor(std::size_t lists, std::span<const std::vector<std::int64_t>> tables,
                const LogTable& logs);

  // The bound for each lane: the largest over the lists.
  Lanes floor_of(const Strangers& strangers) const;

 private:
  std::size_t lists_;
  std::vector<Lanes> floors_;  // [list << lists | set of strangers]
};

}  // namespace depone::estimate
