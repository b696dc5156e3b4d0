// The EM algorithm and the information behind estimate/partial_lists.h.
#include <algorithm>
#include <cmath>

#include "estimate/partial_lists.h"
#include "math/poisson_regression.h"

namespace depone::estimate {
namespace {

using math::Matrix;

constexpr int kMostRounds = 5000;

// One cell of one stratum in the table that would be if all lists had been kept.
struct Cell {
  std::size_t stratum = 0;
  std::size_t lists = 0;
  std::size_t group = 0;  // what it is seen as; kMissing: not seen
};
constexpr std::size_t kMissing = static_cast<std::size_t>(-1);

// Cells, the counts they are seen as, and the columns of the model.
class Layout {
 public:
  Layout(std::span<const PartialStratum> strata, const PartialModel& model)
      : strata_(strata), lists_(strata[0].table.list_count()) {
    const std::size_t combinations = std::size_t{1} << lists_;
    for (std::size_t g = 0; g < strata.size(); ++g) {
      std::vector<std::size_t> group_of(combinations, kMissing);
      for (std::size_t s = 1; s < combinations; ++s) {
        if ((s & ~std::size_t{strata[g].kept}) != 0) continue;
        group_of[s] = counts_.size();
        counts_.push_back(static_cast<double>(strata[g].table.counts[s]));
      }
      for (std::size_t s = 0; s < combinations; ++s) {
        cells_.push_back({g, s, group_of[s & strata[g].kept]});
      }
    }
    for (const Lists interaction : model.interactions) {
      for (std::size_t t = interaction; t != 0; t = (t - 1) & interaction) {
        if (std::popcount(t) >= 2) terms_.push_back(t);
      }
    }
    std::sort(terms_.begin(), terms_.end());
    terms_.erase(std::unique(terms_.begin(), terms_.end()), terms_.end());
    // A varying list has its own reach in each stratum that kept it, but the first that did.
    for (std::size_t i = 0; i < lists_; ++i) {
      if ((model.varying >> i & 1) == 0) continue;
      bool first = true;
      for (std::size_t g = 0; g < strata.size(); ++g) {
        if ((strata[g].kept >> i & 1) == 0) continue;
        if (!first) varying_.push_back({g, i});
        first = false;
      }
    }
  }

  std::size_t columns() const { return strata_.size() + lists_ + terms_.size() + varying_.size(); }

  std::vector<double> row(const Cell& cell) const {
    std::vector<double> row(strata_.size(), 0.0);
    row[cell.stratum] = 1;
    for (std::size_t i = 0; i < lists_; ++i) row.push_back((cell.lists >> i & 1) != 0 ? 1 : 0);
    for (const std::size_t term : terms_) row.push_back((cell.lists & term) == term ? 1 : 0);
    for (const auto& [stratum, list] : varying_) {
      row.push_back(cell.stratum == stratum && (cell.lists >> list & 1) != 0 ? 1 : 0);
    }
    return row;
  }

  const std::vector<Cell>& cells() const { return cells_; }
  const std::vector<double>& counts() const { return counts_; }

 private:
  std::span<const PartialStratum> strata_;
  std::size_t lists_;
  std::vector<Cell> cells_;
  std::vector<double> counts_;
  std::vector<std::size_t> terms_;
  std::vector<std::pair<std::size_t, std::size_t>> varying_;
};

double log_likelihood(const std::vector<double>& counts, const std::vector<double>& means) {
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum -= means[i];
    if (counts[i] > 0) sum += counts[i] * std::log(means[i]);
  }
  return sum;
}

double mean_of(const Matrix& design, std::size_t row, const std::vector<double>& coefficients) {
  double sum = 0;
  for (std::size_t j = 0; j < coefficients.size(); ++j) sum += design.at(row, j) * coefficients[j];
  return std::exp(sum);
}

}  // namespace

PartialFit fit_partial(std::span<const PartialStratum> strata, const PartialModel& model) {
  const Layout layout(strata, model);
  PartialFit result;
  result.parameters = layout.columns();
  std::vector<std::size_t> seen;  // cells that are part of some count
  for (std::size_t c = 0; c < layout.cells().size(); ++c) {
    if (layout.cells()[c].group != kMissing) seen.push_back(c);
  }
  Matrix whole(layout.cells().size(), layout.columns());
  for (std::size_t c = 0; c < layout.cells().size(); ++c) {
    const std::vector<double> row = layout.row(layout.cells()[c]);
    std::copy(row.begin(), row.end(), &whole.values[c * whole.columns]);
  }
  Matrix design(seen.size(), layout.columns());
  for (std::size_t r = 0; r < seen.size(); ++r) {
    const std::span<const double> row = whole.row(seen[r]);
    std::copy(row.begin(), row.end(), &design.values[r * design.columns]);
  }

  // EM. The first share is an even one.
  const std::vector<double>& counts = layout.counts();
  std::vector<double> size(counts.size(), 0.0);
  for (const std::size_t c : seen) ++size[layout.cells()[c].group];
  std::vector<double> shared(seen.size());
  for (std::size_t r = 0; r < seen.size(); ++r) {
    const std::size_t group = layout.cells()[seen[r]].group;
    shared[r] = counts[group] / size[group];
  }
  math::PoissonFit fit;
  std::vector<double> group_means(counts.size());
  double before = 0;
  bool settled = false;
  for (int round = 0; round < kMostRounds && !settled; ++round) {
    fit = math::fit_poisson(design, shared);
    if (!fit.converged) break;
    std::fill(group_means.begin(), group_means.end(), 0.0);
    for (std::size_t r = 0; r < seen.size(); ++r) {
      group_means[layout.cells()[seen[r]].group] += fit.means[r];
    }
    const double after = log_likelihood(counts, group_means);
    settled = round > 0 && std::abs(after - before) <= 1e-12 * (std::abs(after) + 1);
    before = after;
    for (std::size_t r = 0; r < seen.size(); ++r) {
      const std::size_t group = layout.cells()[seen[r]].group;
      shared[r] = counts[group] * fit.means[r] / group_means[group];
    }
  }
  if (!settled) {
    result.why_none = fit.converged ? "the EM algorithm did not settle"
                                    : "a coefficient runs to infinity or is not identified";
    return result;
  }
  result.log_likelihood = before;
  double people = 0;
  for (const double count : counts) people += count;
  result.bic =
      -2 * before + static_cast<double>(result.parameters) * std::log(std::max(1.0, people));

  // Information of the counts as seen: the derivative of a count's mean is a sum over its cells.
  const std::size_t p = layout.columns();
  Matrix slope(counts.size(), p);
  for (std::size_t r = 0; r < seen.size(); ++r) {
    const std::size_t group = layout.cells()[seen[r]].group;
    for (std::size_t j = 0; j < p; ++j) slope.at(group, j) += fit.means[r] * design.at(r, j);
  }
  Matrix information(p, p);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t a = 0; a < p; ++a) {
      for (std::size_t b = 0; b < p; ++b) {
        information.at(a, b) += slope.at(i, a) * slope.at(i, b) / group_means[i];
      }
    }
  }
  const auto covariance = math::invert_positive(information);
  if (!covariance) {
    result.why_none = "the counts as seen do not settle all coefficients";
    return result;
  }
  result.missing.assign(strata.size(), 0.0);
  Matrix gradient(strata.size(), p);
  for (std::size_t c = 0; c < layout.cells().size(); ++c) {
    const Cell& cell = layout.cells()[c];
    if (cell.group != kMissing) continue;
    const double mean = mean_of(whole, c, fit.coefficients);
    result.missing[cell.stratum] += mean;
    for (std::size_t j = 0; j < p; ++j) gradient.at(cell.stratum, j) += mean * whole.at(c, j);
  }
  result.covariance.assign(strata.size() * strata.size(), 0.0);
  for (std::size_t g = 0; g < strata.size(); ++g) {
    for (std::size_t h = 0; h < strata.size(); ++h) {
      double sum = g == h ? result.missing[g] : 0;
      for (std::size_t a = 0; a < p; ++a) {
        for (std::size_t b = 0; b < p; ++b) {
          sum += gradient.at(g, a) * covariance->at(a, b) * gradient.at(h, b);
        }
      }
      result.covariance[g * strata.size() + h] = sum;
    }
  }
  for (std::size_t g = 0; g < strata.size(); ++g) {
    const double error = std::sqrt(result.covariance[g * strata.size() + g]);
    if (error <= 100 * result.missing[g] || result.missing[g] < 1e-3) continue;
    result.why_none = "the number missing has no finite estimate: its error is over 100 times it";
    return result;
  }
  return result;
}

}  // namespace depone::estimate
