#include "estimate/deviance_floor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace depone::estimate {
namespace {

constexpr std::int64_t kMostKnown = 1 << 17;
constexpr std::size_t kMaxCells = std::size_t{1} << kMaxListsExhaustive;

double x_log_x(std::int64_t x) {
  return x <= 1 ? 0 : static_cast<double>(x) * std::log(static_cast<double>(x));
}

// For each set of lists the sum of n log n over the table in which only they are told apart.
class Information {
 public:
  // `counts` without those on the list `left_out` alone and without the unknown cell.
  void find(std::span<const std::int64_t> counts, Lists left_out, const LogTable& logs) {
    const Lists all = static_cast<Lists>(counts.size() - 1);
    std::ranges::copy(counts, sums_[all].begin());
    sums_[all][0] = 0;
    sums_[all][left_out] = 0;
    for (Lists kept = all;; --kept) {
      auto& sums = sums_[kept];
      if (kept != all) {
        const Lists missing = all & ~kept;
        const Lists one = missing & (0 - missing);
        const auto& finer = sums_[kept | one];
        for (Lists s = kept;; s = (s - 1) & kept) {
          sums[s] = finer[s] + finer[s | one];
          if (s == 0) break;
        }
      }
      double total = 0;
      for (Lists s = 0;; s = (s - kept) & kept) {
        total += logs(sums[s]);
        if (s == kept) break;
      }
      known_[kept] = total;
      if (kept == 0) break;
    }
  }
  double operator[](Lists kept) const { return known_[kept]; }

 private:
  std::array<std::array<std::int64_t, kMaxCells>, kMaxCells> sums_;  // at the subsets of each set
  std::array<double, kMaxCells> known_;
};

}  // namespace

LogTable::LogTable(std::int64_t largest) {
  known_.resize(static_cast<std::size_t>(std::min(largest, kMostKnown)) + 1);
  for (std::size_t x = 0; x < known_.size(); ++x) known_[x] = x_log_x(static_cast<std::int64_t>(x));
}

double LogTable::beyond(std::int64_t x) { return x_log_x(x); }

Strangers strangers_of(TermBits model, std::size_t lists) {
  Strangers strangers{};
  for (std::size_t i = 0; i < lists; ++i) {
    for (std::size_t j = 0; j < lists; ++j) {
      const std::size_t pair = std::size_t{1} << i | std::size_t{1} << j;
      if (i != j && (model >> pair & 1) == 0) strangers[i] |= static_cast<std::uint8_t>(1u << j);
    }
  }
  return strangers;
}

DevianceFloor::DevianceFloor(std::size_t lists, std::span<const std::vector<std::int64_t>> tables,
                             const LogTable& logs)
    : lists_(lists), floors_(lists << lists) {
  assert(lists <= kMaxListsExhaustive && !tables.empty() && tables.size() <= kLanes);
  const std::size_t cells = std::size_t{1} << lists;
  const Lists all = static_cast<Lists>(cells - 1);
  Information known;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (lane >= tables.size()) {
      for (Lanes& floor : floors_) floor[lane] = floor[lane - 1];
      continue;
    }
    for (std::size_t i = 0; i < lists; ++i) {
      const Lists itself = Lists{1} << i;
      // Those on list i alone stand across from the unknown cell: they fit by themselves.
      known.find(tables[lane], itself, logs);
      for (Lists strangers = 1; strangers < cells; ++strangers) {
        if ((strangers & itself) != 0) continue;
        const Lists rest = all & ~strangers & ~itself;
        const double ratio =
            known[all] - known[rest | itself] - known[rest | strangers] + known[rest];
        // A rounding error must not make the bound pass what it bounds.
        floors_[i << lists | strangers][lane] = std::max(0.0, 2 * ratio * (1 - 1e-10) - 1e-7);
      }
    }
  }
}

Lanes DevianceFloor::floor_of(const Strangers& strangers) const {
  Lanes floor = floors_[strangers[0]];
  for (std::size_t i = 1; i < lists_; ++i) {
    const Lanes& other = floors_[i << lists_ | strangers[i]];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      floor[lane] = std::max(floor[lane], other[lane]);
    }
  }
  return floor;
}

}  // namespace depone::estimate
