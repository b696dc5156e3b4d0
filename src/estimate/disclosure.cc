#include "estimate/disclosure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "math/linear_optimum.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kMostCounts = 1024;
constexpr int kMostBranches = 64;

// Items are numbered through: cells first, then sums.
class Suppressor {
 public:
  Suppressor(const CountTable& table, std::int64_t threshold)
      : table_(table), threshold_(threshold), items_(table.cells.size() + table.sums.size()) {
    published_.assign(items_, true);
    for (std::size_t item = 0; item < items_; ++item) {
      if (value(item) < threshold_) small_.push_back(item);
    }
    for (const std::size_t item : small_) published_[item] = false;
  }

  void run() {
    while (true) {
      const auto exposed = std::find_if(small_.begin(), small_.end(),
                                        [&](std::size_t item) { return !is_safe(item); });
      if (exposed == small_.end()) break;
      published_[what_to_hide(*exposed)] = false;
    }
    thin_out();
  }

  SafeTable result() const {
    SafeTable safe;
    for (std::size_t item = 0; item < items_; ++item) {
      auto& place = item < table_.cells.size() ? safe.cells : safe.sums;
      place.push_back(published_[item] ? std::optional(value(item)) : std::nullopt);
    }
    return safe;
  }

 private:
  bool is_cell(std::size_t item) const { return item < table_.cells.size(); }
  const std::vector<std::size_t>& sum(std::size_t item) const {
    return table_.sums[item - table_.cells.size()];
  }
  std::int64_t value(std::size_t item) const {
    if (is_cell(item)) return table_.cells[item];
    std::int64_t total = 0;
    for (const std::size_t cell : sum(item)) total += table_.cells[cell];
    return total;
  }

  // What the published figures say of the hidden cells: a x = b, x >= 0.
  struct System {
    std::vector<std::size_t> hidden;  // cells
    std::vector<std::size_t> place;   // of a cell among them
    math::Matrix a;
    std::vector<double> b;
  };

  System system() const {
    System result;
    result.place.assign(table_.cells.size(), 0);
    for (std::size_t cell = 0; cell < table_.cells.size(); ++cell) {
      if (published_[cell]) continue;
      result.place[cell] = result.hidden.size();
      result.hidden.push_back(cell);
    }
    std::vector<std::size_t> known;
    for (std::size_t item = table_.cells.size(); item < items_; ++item) {
      if (published_[item]) known.push_back(item);
    }
    result.a = math::Matrix(known.size(), result.hidden.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
      std::int64_t left = value(known[i]);
      for (const std::size_t cell : sum(known[i])) {
        if (published_[cell]) {
          left -= table_.cells[cell];
        } else {
          result.a.at(i, result.place[cell]) = 1;
        }
      }
      result.b.push_back(static_cast<double>(left));
    }
    return result;
  }

  // Whether whole numbers x >= 0 with a x = b exist; false also when that is not settled within
  // `branches`.
  static bool has_whole(const math::Matrix& a, const std::vector<double>& b, int& branches) {
    if (--branches < 0) return false;
    const math::LinearOptimum some = math::minimum(a, b, std::vector<double>(a.columns, 0.0));
    if (!some.feasible) return false;
    const auto fraction = std::find_if(some.at.begin(), some.at.end(),
                                       [](double x) { return std::abs(x - std::round(x)) > 1e-6; });
    if (fraction == some.at.end()) return true;
    const auto split = static_cast<std::size_t>(fraction - some.at.begin());
    for (const bool up : {false, true}) {
      math::Matrix wider = with_row(a, 1);
      wider.at(a.rows, split) = 1;
      wider.at(a.rows, a.columns) = up ? -1 : 1;
      std::vector<double> right = b;
      right.push_back(std::floor(*fraction) + (up ? 1 : 0));
      if (has_whole(wider, right, branches)) return true;
    }
    return false;
  }

  // A further row of zeros, and as many further columns.
  static math::Matrix with_row(const math::Matrix& a, std::size_t columns) {
    math::Matrix wider(a.rows + 1, a.columns + columns);
    for (std::size_t i = 0; i < a.rows; ++i) {
      for (std::size_t j = 0; j < a.columns; ++j) wider.at(i, j) = a.at(i, j);
    }
    return wider;
  }

  // Whether the item could be any whole number below the threshold, for all the figures tell.
  bool is_safe(std::size_t item) const {
    const System known = system();
    math::Matrix a = with_row(known.a, 0);
    std::int64_t fixed = 0;
    const auto add = [&](std::size_t cell) {
      if (published_[cell]) {
        fixed += table_.cells[cell];
      } else {
        a.at(known.a.rows, known.place[cell]) = 1;
      }
    };
    if (is_cell(item)) {
      add(item);
    } else {
      for (const std::size_t cell : sum(item)) add(cell);
    }
    std::vector<double> b = known.b;
    b.push_back(0);
    // The ends first: they fail first.
    for (std::int64_t step = 0; step < threshold_; ++step) {
      const std::int64_t wanted = step % 2 == 0 ? step / 2 : threshold_ - 1 - step / 2;
      if (wanted < fixed) return false;
      b.back() = static_cast<double>(wanted - fixed);
      int branches = kMostBranches;
      if (!has_whole(a, b, branches)) return false;
    }
    return true;
  }

  // The cheapest figure that makes the exposed item safe by itself, or the cheapest that has to do
  // with it. Cells before sums, small before large: totals are what readers look for.
  std::size_t what_to_hide(std::size_t exposed) {
    std::vector<std::size_t> order;
    for (std::size_t item = 0; item < items_; ++item) {
      if (published_[item]) order.push_back(item);
    }
    assert(!order.empty());  // with all figures hidden nothing is exposed
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      if (is_cell(a) != is_cell(b)) return is_cell(a);
      return value(a) < value(b);
    });
    for (const std::size_t item : order) {
      published_[item] = false;
      const bool enough = is_safe(exposed);
      published_[item] = true;
      if (enough) return item;
    }
    for (const std::size_t item : order) {
      if (is_cell(item) && share_a_sum(item, exposed)) return item;
    }
    return order.front();
  }

  bool share_a_sum(std::size_t cell, std::size_t other) const {
    for (const auto& members : table_.sums) {
      if (!std::binary_search(members.begin(), members.end(), cell)) continue;
      if (!is_cell(other) || std::binary_search(members.begin(), members.end(), other)) return true;
    }
    return false;
  }

  // Publishes again what need not be hidden, the largest first.
  void thin_out() {
    std::vector<std::size_t> order;
    for (std::size_t item = 0; item < items_; ++item) {
      if (!published_[item] && value(item) >= threshold_) order.push_back(item);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return value(a) > value(b); });
    for (const std::size_t item : order) {
      published_[item] = true;
      published_[item] = std::all_of(small_.begin(), small_.end(),
                                     [&](std::size_t hidden) { return is_safe(hidden); });
    }
  }

  const CountTable& table_;
  std::int64_t threshold_;
  std::size_t items_;
  std::vector<bool> published_;
  std::vector<std::size_t> small_;
};

Result<> check(const CountTable& table) {
  if (table.cells.size() + table.sums.size() > kMostCounts) {
    return Error{Fault::Unsupported,
                 fmt::format("the table has {} counts, and {} are checked at most",
                             table.cells.size() + table.sums.size(), kMostCounts),
                 "publish fewer lists together"};
  }
  for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
    if (table.cells[cell] >= 0) continue;
    return Error{Fault::InvalidInput, fmt::format("count {} is negative", cell + 1)};
  }
  for (const auto& members : table.sums) {
    if (std::is_sorted(members.begin(), members.end()) &&
        (members.empty() || members.back() < table.cells.size())) {
      continue;
    }
    return Error{Fault::InvalidInput, "a sum names counts out of order or that are not there"};
  }
  return done();
}

}  // namespace

Result<SafeTable> suppress(const CountTable& table, std::int64_t threshold) {
  DP_TRY(check(table));
  if (threshold < 2) {
    return Error{Fault::InvalidInput, fmt::format("a threshold of {} hides nothing", threshold),
                 "10 is usual"};
  }
  Suppressor suppressor(table, threshold);
  suppressor.run();
  return suppressor.result();
}

Result<SafeTable> round_to(const CountTable& table, std::int64_t base) {
  DP_TRY(check(table));
  if (base < 2) {
    return Error{Fault::InvalidInput, fmt::format("rounding to {} changes nothing", base),
                 "10 is usual"};
  }
  SafeTable safe;
  for (const std::int64_t count : table.cells) {
    safe.cells.emplace_back((count + base / 2) / base * base);
  }
  for (const auto& members : table.sums) {
    std::int64_t total = 0;
    for (const std::size_t cell : members) total += *safe.cells[cell];
    safe.sums.emplace_back(total);
  }
  return safe;
}

CountTable count_table(const OverlapTable& table) {
  CountTable result;
  result.cells.assign(table.counts.begin() + 1, table.counts.end());
  result.sums.resize(table.list_count() + 1);
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      if (s >> i & 1) result.sums[i].push_back(s - 1);
    }
    result.sums.back().push_back(s - 1);
  }
  return result;
}

OrderedJson to_json(const OverlapTable& table, const SafeTable& safe) {
  const auto number = [](const std::optional<std::int64_t>& count) {
    return count ? OrderedJson(*count) : OrderedJson(nullptr);
  };
  OrderedJson rows = OrderedJson::array();
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    rows.push_back(
        {{"lists", names_of(table, static_cast<Lists>(s))}, {"count", number(safe.cells[s - 1])}});
  }
  OrderedJson totals = OrderedJson::object();
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    totals[table.lists[i]] = number(safe.sums[i]);
  }
  return {{"rows", std::move(rows)},
          {"totals", std::move(totals)},
          {"observed", number(safe.sums.back())}};
}

}  // namespace depone::estimate
