// The literal twin of src/estimate/{existence,lanes}: a design matrix with one row a combination of
// lists and one column a term, the linear program of Fienberg and Rinaldo (2012) in fractions, rank
// by elimination in fractions, and Newton's method with a line search in long double. Slow and
// obvious on purpose; small tables only; tests only.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

namespace depone::reference {

__extension__ using Wide = __int128;

struct Fraction {
  Wide top = 0;
  Wide bottom = 1;  // > 0

  Fraction() = default;
  Fraction(std::int64_t whole) : top(whole) {}  // NOLINT(google-explicit-constructor)
  Fraction(Wide t, Wide b) : top(t), bottom(b) {
    if (bottom < 0) {
      top = -top;
      bottom = -bottom;
    }
    Wide x = top < 0 ? -top : top;
    Wide y = bottom;
    while (y != 0) {
      const Wide rest = x % y;
      x = y;
      y = rest;
    }
    if (x > 1) {
      top /= x;
      bottom /= x;
    }
  }
  friend Fraction operator+(Fraction a, Fraction b) {
    return {a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom};
  }
  friend Fraction operator-(Fraction a, Fraction b) {
    return {a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom};
  }
  friend Fraction operator*(Fraction a, Fraction b) { return {a.top * b.top, a.bottom * b.bottom}; }
  friend Fraction operator/(Fraction a, Fraction b) { return {a.top * b.bottom, a.bottom * b.top}; }
  friend bool operator<(Fraction a, Fraction b) { return a.top * b.bottom < b.top * a.bottom; }
  friend bool operator==(Fraction a, Fraction b) { return a.top == b.top && a.bottom == b.bottom; }
};

using Matrix = std::vector<std::vector<Fraction>>;

inline std::size_t rank_of(Matrix m) {
  std::size_t rank = 0;
  const std::size_t columns = m.empty() ? 0 : m[0].size();
  for (std::size_t column = 0; column < columns && rank < m.size(); ++column) {
    std::size_t row = rank;
    while (row < m.size() && m[row][column] == Fraction(0)) ++row;
    if (row == m.size()) continue;
    std::swap(m[row], m[rank]);
    for (std::size_t i = rank + 1; i < m.size(); ++i) {
      const Fraction factor = m[i][column] / m[rank][column];
      for (std::size_t j = column; j < columns; ++j) m[i][j] = m[i][j] - factor * m[rank][j];
    }
    ++rank;
  }
  return rank;
}

// The largest objective of a program in standard form (rows x = right, x >= 0, right >= 0), by the
// two-phase simplex method with Bland's rule. Unset: unbounded or infeasible.
inline std::optional<Fraction> maximum(Matrix rows, std::vector<Fraction> right,
                                       const std::vector<Fraction>& objective) {
  const std::size_t m = rows.size();
  const std::size_t n = objective.size();
  std::vector<std::size_t> basis(m);
  for (std::size_t i = 0; i < m; ++i) {
    rows[i].resize(n + m);
    rows[i][n + i] = Fraction(1);
    basis[i] = n + i;
  }
  const auto improve = [&](const std::vector<Fraction>& gain, std::size_t columns) {
    while (true) {
      std::size_t entering = columns;
      for (std::size_t j = 0; j < columns && entering == columns; ++j) {
        Fraction reduced = gain[j];
        for (std::size_t i = 0; i < m; ++i) reduced = reduced - gain[basis[i]] * rows[i][j];
        if (Fraction(0) < reduced) entering = j;
      }
      if (entering == columns) return true;
      std::size_t leaving = m;
      for (std::size_t i = 0; i < m; ++i) {
        if (!(Fraction(0) < rows[i][entering])) continue;
        if (leaving == m) {
          leaving = i;
          continue;
        }
        const Fraction here = right[i] / rows[i][entering];
        const Fraction there = right[leaving] / rows[leaving][entering];
        if (here < there || (here == there && basis[i] < basis[leaving])) leaving = i;
      }
      if (leaving == m) return false;
      const Fraction pivot = rows[leaving][entering];
      for (Fraction& entry : rows[leaving]) entry = entry / pivot;
      right[leaving] = right[leaving] / pivot;
      for (std::size_t i = 0; i < m; ++i) {
        if (i == leaving || rows[i][entering] == Fraction(0)) continue;
        const Fraction factor = rows[i][entering];
        for (std::size_t j = 0; j < n + m; ++j) {
          rows[i][j] = rows[i][j] - factor * rows[leaving][j];
        }
        right[i] = right[i] - factor * right[leaving];
      }
      basis[leaving] = entering;
    }
  };
  std::vector<Fraction> feasibility(n + m);
  for (std::size_t i = 0; i < m; ++i) feasibility[n + i] = Fraction(-1);
  improve(feasibility, n + m);
  for (std::size_t i = 0; i < m; ++i) {
    if (basis[i] >= n && !(right[i] == Fraction(0))) return std::nullopt;
  }
  // Artificial variables that stay basic stay 0: a large loss keeps them there.
  std::vector<Fraction> gain = objective;
  gain.resize(n + m, Fraction(-1'000'000));
  if (!improve(gain, n)) return std::nullopt;
  Fraction value(0);
  for (std::size_t i = 0; i < m; ++i) value = value + gain[basis[i]] * right[i];
  return value;
}

// A model on a table: terms are sets of lists, the empty set among them; counts[s] people are on
// exactly the lists of s.
struct Loglinear {
  std::vector<unsigned> terms;
  std::vector<std::int64_t> counts;

  std::int64_t margin(unsigned term) const {
    std::int64_t sum = 0;
    for (unsigned s = 1; s < counts.size(); ++s) {
      if ((s & term) == term) sum += counts[s];
    }
    return sum;
  }
  // Terms that somebody is on all lists of.
  std::vector<unsigned> live() const {
    std::vector<unsigned> found;
    for (const unsigned term : terms) {
      if (margin(term) > 0) found.push_back(term);
    }
    return found;
  }
  // Cells that contain no term of empty margin.
  std::vector<unsigned> cells() const {
    std::vector<unsigned> found;
    for (unsigned s = 1; s < counts.size(); ++s) {
      const bool removed = std::any_of(terms.begin(), terms.end(), [&](unsigned term) {
        return margin(term) == 0 && (s & term) == term;
      });
      if (!removed) found.push_back(s);
    }
    return found;
  }
  Matrix design() const {  // one row a cell, one column a live term
    Matrix matrix;
    for (const unsigned cell : cells()) {
      std::vector<Fraction> row;
      for (const unsigned term : live()) row.push_back(Fraction((cell & term) == term ? 1 : 0));
      matrix.push_back(row);
    }
    return matrix;
  }

  bool is_identified() const { return rank_of(design()) == live().size(); }

  // max s with X'x = X'n, x_i >= s >= 0 for all cells i; there is a fit exactly when it is > 0.
  bool exists() const {
    const Matrix x = design();
    const std::vector<unsigned> used = cells();
    const std::vector<unsigned> columns = live();
    const std::size_t n = used.size();
    Matrix rows;
    std::vector<Fraction> right;
    for (std::size_t j = 0; j < columns.size(); ++j) {
      std::vector<Fraction> row(2 * n + 1);
      for (std::size_t i = 0; i < n; ++i) row[i] = x[i][j];
      rows.push_back(row);
      right.push_back(Fraction(margin(columns[j])));
    }
    for (std::size_t i = 0; i < n; ++i) {  // x_i - s - slack_i = 0
      std::vector<Fraction> row(2 * n + 1);
      row[i] = Fraction(1);
      row[2 * n] = Fraction(-1);
      row[n + i] = Fraction(-1);
      rows.push_back(row);
      right.push_back(Fraction(0));
    }
    std::vector<Fraction> objective(2 * n + 1);
    objective[2 * n] = Fraction(1);
    const auto value = maximum(rows, right, objective);
    return value && Fraction(0) < *value;
  }
};

struct LoglinearFit {
  double unlisted = 0;
  double log_likelihood = 0;  // sum of y log(mu) - mu
  double variance = 0;        // of log(unlisted)
};

// Solves m x = right by elimination with partial pivoting.
inline std::vector<long double> solved(std::vector<std::vector<long double>> m,
                                       std::vector<long double> right) {
  const std::size_t n = right.size();
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t row = column;
    for (std::size_t i = column + 1; i < n; ++i) {
      if (std::abs(m[i][column]) > std::abs(m[row][column])) row = i;
    }
    std::swap(m[row], m[column]);
    std::swap(right[row], right[column]);
    for (std::size_t i = column + 1; i < n; ++i) {
      const long double factor = m[i][column] / m[column][column];
      for (std::size_t j = column; j < n; ++j) m[i][j] -= factor * m[column][j];
      right[i] -= factor * right[column];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) right[i] -= m[i][j] * right[j];
    right[i] /= m[i][i];
  }
  return right;
}

// For a model whose fit exists and is identified.
inline LoglinearFit fitted(const Loglinear& model) {
  const std::vector<unsigned> cells = model.cells();
  const std::vector<unsigned> live = model.live();
  const std::size_t p = live.size();
  const auto holds = [&](std::size_t i, std::size_t j) { return (cells[i] & live[j]) == live[j]; };
  std::vector<long double> theta(p, 0);
  const auto expected = [&](const std::vector<long double>& at) {
    std::vector<long double> mu;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      long double eta = 0;
      for (std::size_t j = 0; j < p; ++j) eta += holds(i, j) ? at[j] : 0;
      mu.push_back(std::exp(eta));
    }
    return mu;
  };
  const auto likelihood = [&](const std::vector<long double>& at) {
    const auto mu = expected(at);
    long double sum = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      sum += static_cast<long double>(model.counts[cells[i]]) * std::log(mu[i]) - mu[i];
    }
    return sum;
  };
  std::vector<std::vector<long double>> information;
  for (int step = 0; step < 500; ++step) {
    const auto mu = expected(theta);
    information.assign(p, std::vector<long double>(p, 0));
    std::vector<long double> score(p, 0);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      for (std::size_t j = 0; j < p; ++j) {
        if (!holds(i, j)) continue;
        score[j] += static_cast<long double>(model.counts[cells[i]]) - mu[i];
        for (std::size_t k = 0; k < p; ++k) information[j][k] += holds(i, k) ? mu[i] : 0;
      }
    }
    const auto change = solved(information, score);
    const long double before = likelihood(theta);
    long double share = 1;
    std::vector<long double> next(p);
    while (true) {
      for (std::size_t j = 0; j < p; ++j) next[j] = theta[j] + share * change[j];
      if (likelihood(next) >= before - 1e-15L * std::abs(before) || share < 1e-12L) break;
      share /= 2;
    }
    long double longest = 0;
    for (std::size_t j = 0; j < p; ++j) longest = std::max(longest, std::abs(next[j] - theta[j]));
    theta = next;
    if (longest < 1e-12L) break;
  }
  const auto constant =
      static_cast<std::size_t>(std::find(live.begin(), live.end(), 0u) - live.begin());
  std::vector<long double> unit(p, 0);
  unit[constant] = 1;
  return {static_cast<double>(std::exp(theta[constant])), static_cast<double>(likelihood(theta)),
          static_cast<double>(solved(information, unit)[constant])};
}

}  // namespace depone::reference
