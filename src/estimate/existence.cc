#include "estimate/existence.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "math/linear_program.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kMaxCells = std::size_t{1} << kMaxListsSearched;
using Row = std::array<std::int16_t, kMaxCells>;

// Without the heap, which would cost as much as all the rest.
class CellList {
 public:
  void add(std::size_t cell) { cells_[size_++] = static_cast<std::uint16_t>(cell); }
  std::size_t size() const { return size_; }
  std::uint16_t operator[](std::size_t i) const { return cells_[i]; }

 private:
  std::array<std::uint16_t, kMaxCells> cells_;
  std::size_t size_ = 0;
};

void subset_sums(Row& row, std::size_t cells) {
  for (std::size_t bit = 1; bit < cells; bit *= 2) {
    for (std::size_t start = 0; start < cells; start += 2 * bit) {
      for (std::size_t s = start; s < start + bit; ++s) {
        row[s + bit] = static_cast<std::int16_t>(row[s + bit] + row[s]);
      }
    }
  }
}

void superset_sums(Row& row, std::size_t cells) {
  for (std::size_t bit = 1; bit < cells; bit *= 2) {
    for (std::size_t start = 0; start < cells; start += 2 * bit) {
      for (std::size_t s = start; s < start + bit; ++s) {
        row[s] = static_cast<std::int16_t>(row[s] + row[s + bit]);
      }
    }
  }
}

// How the linear predictor of every cell depends on that of the live term t, those of the other
// live terms kept: Moebius inversion over the live terms that contain t.
void coefficients_of(Lists t, std::span<const std::uint16_t> live, std::size_t cells, Row& row) {
  std::fill_n(row.begin(), cells, std::int16_t{0});
  for (const std::uint16_t u : live) {
    if ((u & t) == t) row[u] = __builtin_parity(u ^ t) == 0 ? 1 : -1;
  }
  subset_sums(row, cells);
}

}  // namespace

const char* why_none(Existence existence) {
  switch (existence) {
    case Existence::Exists:
      return "";
    case Existence::Infinite:
      return "its maximum likelihood estimate does not exist: too many combinations are empty";
    case Existence::NotIdentified:
      return "it is not identified: the data fit any number of people on no list equally well";
    case Existence::Neither:
      return "its maximum likelihood estimate neither exists nor is identified";
    case Existence::Undecided:
      return "whether its maximum likelihood estimate exists could not be decided";
  }
  return "";
}

std::vector<std::uint8_t> occupied_cells(std::span<const std::int64_t> counts) {
  std::vector<std::uint8_t> occupied(counts.size());
  for (std::size_t s = 1; s < counts.size(); ++s) occupied[s] = counts[s] > 0;
  return occupied;
}

Existence existence_of(const Terms& terms, std::size_t lists,
                       std::span<const std::uint8_t> occupied) {
  const std::size_t cells = std::size_t{1} << lists;
  assert(lists <= kMaxListsSearched && occupied.size() == cells);
  Row margin;
  for (std::size_t s = 0; s < cells; ++s) margin[s] = s != 0 && occupied[s] != 0;
  superset_sums(margin, cells);

  Row removed;  // > 0 for cells that contain a term of empty margin
  std::fill_n(removed.begin(), cells, std::int16_t{0});
  std::array<std::uint16_t, kMaxTerms> live_terms;
  std::size_t live_count = 0;
  Row is_live;
  std::fill_n(is_live.begin(), cells, std::int16_t{0});
  bool any_removed = false;
  for (const std::uint16_t term : terms.span()) {
    if (margin[term] > 0) {
      live_terms[live_count++] = term;
      is_live[term] = 1;
    } else {
      removed[term] = 1;
      any_removed = true;
    }
  }
  const std::span<const std::uint16_t> live(live_terms.data(), live_count);
  if (any_removed) subset_sums(removed, cells);

  Row constant;
  coefficients_of(0, live, cells, constant);
  bool identified = false;
  bool any_empty = false;
  bool fixed = false;  // an occupied cell outside the terms that moves with the constant
  CellList unknown;    // empty cells of live terms
  CellList equal;      // occupied cells outside the live terms
  CellList not_below;  // empty ones
  for (std::size_t s = 1; s < cells; ++s) {
    if (removed[s] > 0) continue;
    const bool empty = occupied[s] == 0;
    any_empty = any_empty || empty;
    if (is_live[s] != 0) {
      if (empty) unknown.add(s);
      continue;
    }
    if (constant[s] != 0) identified = true;
    if (constant[s] != 0 && !empty) fixed = true;
    (empty ? not_below : equal).add(s);
  }
  const auto answer = [&](bool exists) {
    if (exists) return identified ? Existence::Exists : Existence::NotIdentified;
    return identified ? Existence::Infinite : Existence::Neither;
  };
  if (!any_empty || (unknown.size() == 0 && fixed)) return answer(true);

  // A direction of the parameters is given by the linear predictors of the live terms' own cells:
  // those occupied stay at 0, those empty are unknowns >= 0, the constant is an unknown of any
  // sign, and every other cell is a combination of them. Columns: the constant, then the others.
  const std::size_t columns = 1 + unknown.size();
  math::IntegerMatrix equalities{equal.size(), columns, {}};
  math::IntegerMatrix inequalities{not_below.size() + unknown.size(), columns, {}};
  equalities.entries.resize(equalities.rows * columns, 0);
  inequalities.entries.resize(inequalities.rows * columns, 0);
  for (std::size_t j = 0; j < columns; ++j) {
    if (j > 0) coefficients_of(unknown[j - 1], live, cells, constant);
    for (std::size_t i = 0; i < equal.size(); ++i) equalities.at(i, j) = constant[equal[i]];
    for (std::size_t i = 0; i < not_below.size(); ++i) {
      inequalities.at(i, j) = constant[not_below[i]];
    }
    if (j > 0) inequalities.at(not_below.size() + j - 1, j) = 1;
  }
  const auto kernel = math::integer_kernel(equalities);
  if (!kernel) return Existence::Undecided;
  if (kernel->rows == 0) return answer(true);
  // moved = inequalities * kernel', transposed: one row a direction, one column an empty cell.
  math::IntegerMatrix moved{kernel->rows, inequalities.rows, {}};
  moved.entries.resize(moved.rows * moved.columns, 0);
  for (std::size_t d = 0; d < kernel->rows; ++d) {
    for (std::size_t i = 0; i < inequalities.rows; ++i) {
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < columns; ++j) {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(inequalities.at(i, j), kernel->at(d, j), &product) ||
            __builtin_add_overflow(sum, product, &sum)) {
          return Existence::Undecided;
        }
      }
      moved.at(d, i) = sum;
    }
  }
  const auto exists = math::has_positive_kernel(moved);
  if (!exists) return Existence::Undecided;
  return answer(*exists);
}

}  // namespace depone::estimate
