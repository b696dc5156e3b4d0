#include "estimate/model_search.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/distributions.h"

namespace depone::estimate {

double penalty_of(Criterion criterion, std::int64_t people) {
  return criterion == Criterion::Aic ? 2 : std::log(static_cast<double>(people));
}

std::int64_t people_of(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin() + 1, counts.end(), std::int64_t{0});
}

double constant_of(const std::vector<std::int64_t>& counts) {
  double sum = 0;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    sum += math::log_factorial(static_cast<double>(counts[s]));
  }
  return 2 * sum;
}

double saturated_of(const std::vector<std::int64_t>& counts) {
  double sum = 0;
  for (std::size_t s = 1; s < counts.size(); ++s) {
    const auto y = static_cast<double>(counts[s]);
    if (y > 0) sum += y * std::log(y) - y;
  }
  return -2 * sum;
}

OneFit fit_one(std::size_t lists, const std::vector<std::int64_t>& counts, const Terms& terms,
               double penalty, LaneFitter& fitter) {
  OneFit one;
  one.existence = existence_of(terms, lists, occupied_cells(counts));
  if (one.existence != Existence::Exists) return one;
  LaneFits fits;
  fitter.fit(terms, lane_tables(lists, std::span(&counts, 1)), fits);
  one.converged = (fits.converged & 1) != 0;
  if (!one.converged) return one;
  one.fit = FittedModel{terms,
                        static_cast<double>(terms.size()) * penalty - 2 * fits.log_likelihood[0] +
                            constant_of(counts),
                        fits.unlisted[0], fits.variance[0]};
  return one;
}

std::optional<FittedModel> search_stepwise(std::size_t lists,
                                           const std::vector<std::int64_t>& counts,
                                           double threshold, double penalty, LaneFitter& fitter) {
  const std::vector<std::uint8_t> occupied = occupied_cells(counts);
  const LaneTables tables = lane_tables(lists, std::span(&counts, 1));
  std::vector<std::int64_t> margins = counts;
  margins[0] = 0;
  for (std::size_t bit = 1; bit < margins.size(); bit *= 2) {
    for (std::size_t s = 0; s < margins.size(); ++s) {
      if ((s & bit) == 0) margins[s] += margins[s | bit];
    }
  }
  Terms terms = main_effects(lists);
  if (existence_of(terms, lists, occupied) != Existence::Exists) return std::nullopt;
  // Pairs in the order of the lists: {0,1}, {0,2}, ..., {1,2}, ...
  std::vector<Lists> pairs;
  for (std::size_t i = 0; i < lists; ++i) {
    for (std::size_t j = i + 1; j < lists; ++j) pairs.push_back(Lists{1} << i | Lists{1} << j);
  }
  LaneFits fits;
  while (true) {
    fitter.fit(terms, tables, fits, true);
    if ((fits.converged & 1) == 0) return std::nullopt;
    double least = threshold;
    Lists chosen = 0;
    for (const Lists pair : pairs) {
      if (pair + 1 == counts.size() || terms.contains(pair) || terms.size() == kMaxTerms) continue;
      const double expected = std::max(0.0, fits.margins[pair][0]);
      const double tail = std::min(math::poisson_at_most(margins[pair], expected),
                                   math::poisson_at_least(margins[pair], expected));
      if (tail >= least) continue;
      Terms larger = terms;
      larger.add(pair);
      if (existence_of(larger, lists, occupied) != Existence::Exists) continue;
      least = tail;
      chosen = pair;
    }
    if (chosen == 0) break;
    terms.add(chosen);
  }
  return FittedModel{terms,
                     static_cast<double>(terms.size()) * penalty - 2 * fits.log_likelihood[0] +
                         constant_of(counts),
                     fits.unlisted[0], fits.variance[0]};
}

std::optional<FittedModel> search_downhill(std::size_t lists,
                                           const std::vector<std::int64_t>& counts,
                                           std::size_t order, double penalty, LaneFitter& fitter) {
  const std::vector<std::uint8_t> occupied = occupied_cells(counts);
  const LaneTables tables = lane_tables(lists, std::span(&counts, 1));
  const double constant = constant_of(counts);
  const OneFit start = fit_one(lists, counts, main_effects(lists), penalty, fitter);
  if (!start.fit) return std::nullopt;
  FittedModel best = *start.fit;
  while (true) {
    std::vector<Terms> neighbours;
    for (const Lists term : removable(best.terms)) {
      neighbours.push_back(best.terms);
      neighbours.back().remove(term);
    }
    for (const Lists term : addable(best.terms, lists, order)) {
      if (best.terms.size() == kMaxTerms) break;
      neighbours.push_back(best.terms);
      neighbours.back().add(term);
    }
    std::erase_if(neighbours, [&](const Terms& terms) {
      return existence_of(terms, lists, occupied) != Existence::Exists;
    });
    FittedModel found = best;
    LaneFits fits;
    for (std::size_t i = 0; i < neighbours.size(); i += kLanes) {
      const std::size_t count = std::min(kLanes, neighbours.size() - i);
      fitter.fit(std::span<const Terms>(neighbours).subspan(i, count), tables, fits);
      for (std::size_t lane = 0; lane < count; ++lane) {
        const Terms& terms = neighbours[i + lane];
        const double criterion =
            static_cast<double>(terms.size()) * penalty - 2 * fits.log_likelihood[lane] + constant;
        if ((fits.converged >> lane & 1) == 0 || criterion >= found.criterion) continue;
        found = {terms, criterion, fits.unlisted[lane], fits.variance[lane]};
      }
    }
    // Rounding must not send the search round in circles.
    if (found.criterion >= best.criterion - 1e-9) return best;
    best = found;
  }
}

}  // namespace depone::estimate
