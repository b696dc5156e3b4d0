#include "math/linear_optimum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace depone::math {
namespace {

constexpr double kZero = 1e-9;

// One tableau: a row a constraint, then the row of reduced costs; the last column is the right
// side.
class Tableau {
 public:
  Tableau(const Matrix& a, std::span<const double> b)
      : constraints_(a.rows),
        variables_(a.columns),
        cells_(a.rows + 1, a.columns + a.rows + 1),
        basic_(a.rows) {
    for (std::size_t i = 0; i < constraints_; ++i) {
      const double sign = b[i] < 0 ? -1 : 1;
      for (std::size_t j = 0; j < variables_; ++j) cells_.at(i, j) = sign * a.at(i, j);
      cells_.at(i, variables_ + i) = 1;
      cells_.at(i, right()) = sign * b[i];
      basic_[i] = variables_ + i;
    }
  }

  // Minimises the sum of the artificial variables; false when it stays above 0.
  bool make_feasible() {
    for (std::size_t j = 0; j <= right(); ++j) {
      if (j >= variables_ && j < right()) continue;
      double sum = 0;
      for (std::size_t i = 0; i < constraints_; ++i) sum -= cells_.at(i, j);
      cells_.at(constraints_, j) = sum;
    }
    double scale = 1;
    for (std::size_t i = 0; i < constraints_; ++i) {
      scale = std::max(scale, cells_.at(i, right()));
    }
    optimise();
    if (cells_.at(constraints_, right()) < -1e-7 * scale) return false;
    // Artificial variables that stayed basic at 0 leave where any real one can take their place;
    // where none can, the constraint says nothing.
    for (std::size_t i = 0; i < constraints_; ++i) {
      if (basic_[i] < variables_) continue;
      for (std::size_t j = 0; j < variables_; ++j) {
        if (std::abs(cells_.at(i, j)) <= kZero) continue;
        pivot(i, j);
        break;
      }
    }
    return true;
  }

  // False when the cost has no lower bound.
  bool minimise(std::span<const double> cost) {
    for (std::size_t j = 0; j <= right(); ++j) {
      double reduced = j < variables_ ? cost[j] : 0.0;
      for (std::size_t i = 0; i < constraints_; ++i) {
        if (basic_[i] < variables_) reduced -= cost[basic_[i]] * cells_.at(i, j);
      }
      cells_.at(constraints_, j) = reduced;
    }
    return optimise();
  }

  std::vector<double> solution() const {
    std::vector<double> x(variables_, 0.0);
    for (std::size_t i = 0; i < constraints_; ++i) {
      if (basic_[i] < variables_) x[basic_[i]] = std::max(0.0, cells_.at(i, right()));
    }
    return x;
  }

 private:
  std::size_t right() const { return variables_ + constraints_; }

  bool optimise() {
    while (true) {
      std::size_t entering = 0;
      while (entering < variables_ && cells_.at(constraints_, entering) >= -kZero) ++entering;
      if (entering == variables_) return true;
      std::size_t leaving = constraints_;
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t i = 0; i < constraints_; ++i) {
        if (cells_.at(i, entering) <= kZero) continue;
        const double ratio = cells_.at(i, right()) / cells_.at(i, entering);
        const bool tie = std::abs(ratio - least) <= kZero;
        if (tie ? basic_[i] < basic_[leaving] : ratio < least) {
          least = ratio;
          leaving = i;
        }
      }
      if (leaving == constraints_) return false;
      pivot(leaving, entering);
    }
  }

  void pivot(std::size_t row, std::size_t column) {
    const double by = cells_.at(row, column);
    for (std::size_t j = 0; j <= right(); ++j) cells_.at(row, j) /= by;
    for (std::size_t i = 0; i <= constraints_; ++i) {
      const double times = cells_.at(i, column);
      if (i == row || times == 0) continue;
      for (std::size_t j = 0; j <= right(); ++j) cells_.at(i, j) -= times * cells_.at(row, j);
    }
    basic_[row] = column;
  }

  std::size_t constraints_;
  std::size_t variables_;
  Matrix cells_;
  std::vector<std::size_t> basic_;
};

}  // namespace

LinearOptimum minimum(const Matrix& a, std::span<const double> b, std::span<const double> cost) {
  assert(b.size() == a.rows && cost.size() == a.columns);
  LinearOptimum result;
  Tableau tableau(a, b);
  result.feasible = tableau.make_feasible();
  if (!result.feasible) return result;
  result.bounded = tableau.minimise(cost);
  result.at = tableau.solution();
  if (!result.bounded) return result;
  for (std::size_t j = 0; j < cost.size(); ++j) result.value += cost[j] * result.at[j];
  return result;
}

std::optional<Bounds> bounds_of(const Matrix& a, std::span<const double> b, std::size_t variable) {
  std::vector<double> cost(a.columns, 0.0);
  cost[variable] = 1;
  const LinearOptimum least = minimum(a, b, cost);
  if (!least.feasible) return std::nullopt;
  cost[variable] = -1;
  const LinearOptimum most = minimum(a, b, cost);
  return Bounds{least.value, most.bounded ? -most.value : std::numeric_limits<double>::infinity()};
}

}  // namespace depone::math
