// Literal twin of the log-linear model with lists missing in some strata: the likelihood of the
// counts as seen, climbed one coordinate at a time. For two or three lists.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace depone::reference {

struct PartialTable {
  unsigned kept = 0;           // lists kept in the stratum, as bits
  std::vector<double> counts;  // by combination of kept lists
};

// Parameters: a stratum each, then a list each, then one interaction of the lists of `term`.
inline double cell_mean(const std::vector<double>& b, std::size_t strata, std::size_t lists,
                        unsigned term, std::size_t stratum, unsigned cell) {
  double sum = b[stratum];
  for (std::size_t i = 0; i < lists; ++i) {
    if ((cell >> i & 1U) != 0) sum += b[strata + i];
  }
  if (term != 0 && (cell & term) == term) sum += b[strata + lists];
  return std::exp(sum);
}

inline double partial_log_likelihood(const std::vector<PartialTable>& tables, std::size_t lists,
                                     unsigned term, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t g = 0; g < tables.size(); ++g) {
    for (unsigned seen = 1; seen < (1U << lists); ++seen) {
      if ((seen & ~tables[g].kept) != 0) continue;
      double mean = 0;
      for (unsigned cell = 0; cell < (1U << lists); ++cell) {
        if ((cell & tables[g].kept) == seen) {
          mean += cell_mean(b, tables.size(), lists, term, g, cell);
        }
      }
      sum += tables[g].counts[seen] * std::log(mean) - mean;
    }
  }
  return sum;
}

// Those missing, a stratum each, at the maximum.
inline std::vector<double> partial_missing(const std::vector<PartialTable>& tables,
                                           std::size_t lists, unsigned term) {
  std::vector<double> b(tables.size() + lists + (term != 0 ? 1 : 0), 0.0);
  const auto value = [&](const std::vector<double>& at) {
    return partial_log_likelihood(tables, lists, term, at);
  };
  for (int round = 0; round < 20000; ++round) {
    double moved = 0;
    for (double& coordinate : b) {
      const double from = coordinate;
      const double h = 1e-4;
      const double here = value(b);
      coordinate = from + h;
      const double up = value(b);
      coordinate = from - h;
      const double down = value(b);
      const double slope = (up - down) / (2 * h);
      const double bend = (up - 2 * here + down) / (h * h);
      double step = bend < 0 ? -slope / bend : (slope > 0 ? 0.5 : -0.5);
      if (step > 1) step = 1;
      if (step < -1) step = -1;
      coordinate = from + step;
      while (value(b) < here - 1e-12 && std::abs(step) > 1e-12) {
        step /= 2;
        coordinate = from + step;
      }
      moved += std::abs(step);
    }
    if (moved < 1e-9) break;
  }
  std::vector<double> missing(tables.size(), 0.0);
  for (std::size_t g = 0; g < tables.size(); ++g) {
    for (unsigned cell = 0; cell < (1U << lists); ++cell) {
      if ((cell & tables[g].kept) == 0) {
        missing[g] += cell_mean(b, tables.size(), lists, term, g, cell);
      }
    }
  }
  return missing;
}

}  // namespace depone::reference
