#include "estimate/doubly_robust.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <set>

#include "estimate/coverage.h"
#include "math/logistic.h"
#include "math/random.h"

namespace depone::estimate {
namespace {

using math::Matrix;

std::optional<double> number_of(const std::string& field) {
  double value = 0;
  const auto [end, fault] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (fault != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return value;
}

// The people on either of the two lists.
struct Pair {
  std::vector<char> first;
  std::vector<char> second;
  Matrix design;  // a constant, then scaled covariates
};

// Mean 0 and variance 1; a constant column becomes 0, which the ridge then keeps out.
void scale_columns(Matrix& design) {
  for (std::size_t j = 1; j < design.columns; ++j) {
    double mean = 0;
    for (std::size_t i = 0; i < design.rows; ++i) mean += design.at(i, j);
    mean /= static_cast<double>(design.rows);
    double squares = 0;
    for (std::size_t i = 0; i < design.rows; ++i) {
      design.at(i, j) -= mean;
      squares += design.at(i, j) * design.at(i, j);
    }
    const double deviation = std::sqrt(squares / static_cast<double>(design.rows));
    for (std::size_t i = 0; i < design.rows; ++i) {
      design.at(i, j) = deviation > 1e-12 ? design.at(i, j) / deviation : 0;
    }
  }
}

Matrix with_products(const Matrix& linear) {
  const std::size_t p = linear.columns - 1;
  Matrix result(linear.rows, 1 + p + p * (p + 1) / 2);
  for (std::size_t i = 0; i < linear.rows; ++i) {
    std::size_t column = linear.columns;
    for (std::size_t a = 0; a <= p; ++a) result.at(i, a) = linear.at(i, a);
    for (std::size_t a = 1; a <= p; ++a) {
      for (std::size_t b = a; b <= p; ++b) {
        result.at(i, column++) = linear.at(i, a) * linear.at(i, b);
      }
    }
  }
  scale_columns(result);
  return result;
}

Pair pair_of(const PeopleWithCovariates& people, const DoublyRobustOptions& options) {
  Pair pair;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < people.on.size(); ++i) {
    const bool first = (people.on[i] >> options.first & 1) != 0;
    const bool second = (people.on[i] >> options.second & 1) != 0;
    if (!first && !second) continue;
    kept.push_back(i);
    pair.first.push_back(first ? 1 : 0);
    pair.second.push_back(second ? 1 : 0);
  }
  Matrix linear(kept.size(), people.values.columns + 1);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    linear.at(i, 0) = 1;
    for (std::size_t j = 0; j < people.values.columns; ++j) {
      linear.at(i, j + 1) = people.values.at(kept[i], j);
    }
  }
  scale_columns(linear);
  pair.design = options.surface == Surface::Quadratic ? with_products(linear) : std::move(linear);
  return pair;
}

// fold[i] in [0, folds), as even as can be, from a seeded shuffle.
std::vector<int> folds_of(std::size_t people, int folds, std::uint64_t seed) {
  std::vector<int> fold(people);
  for (std::size_t i = 0; i < people; ++i) {
    fold[i] = static_cast<int>(i % static_cast<std::size_t>(folds));
  }
  math::Random random(seed);
  for (std::size_t i = people; i > 1; --i) std::swap(fold[i - 1], fold[random.below(i)]);
  return fold;
}

// The chance to be on the list of `outcome` among the people of `given`, for everybody: each fold
// from a fit to the others. Raised to `least` where it is smaller; `raised` counts those.
std::vector<double> chances(const Matrix& design, std::span<const char> outcome,
                            std::span<const char> given, std::span<const int> fold,
                            const DoublyRobustOptions& options, std::size_t& raised) {
  std::vector<double> result(design.rows, 1.0);
  for (int each = 0; each < options.folds; ++each) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < design.rows; ++i) {
      if (fold[i] != each && given[i] != 0) rows.push_back(i);
    }
    Matrix train(rows.size(), design.columns);
    std::vector<char> outcomes(rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (std::size_t j = 0; j < design.columns; ++j) train.at(r, j) = design.at(rows[r], j);
      outcomes[r] = outcome[rows[r]];
    }
    const math::LogisticFit fit = math::fit_logistic(train, outcomes, options.ridge);
    for (std::size_t i = 0; i < design.rows; ++i) {
      if (fold[i] != each) continue;
      double log_odds = 0;
      for (std::size_t j = 0; j < design.columns; ++j) {
        log_odds += design.at(i, j) * fit.coefficients[j];
      }
      result[i] = math::logistic(log_odds);
      if (result[i] >= options.least) continue;
      result[i] = options.least;
      ++raised;
    }
  }
  return result;
}

Result<> check(const PeopleWithCovariates& people, const DoublyRobustOptions& options) {
  if (people.on.size() != people.values.rows || people.covariates.size() != people.values.columns) {
    return Error{Fault::InvalidInput, "people and covariates differ in number"};
  }
  if (options.first == options.second || options.first >= people.lists.size() ||
      options.second >= people.lists.size()) {
    return Error{Fault::InvalidInput, "the doubly robust estimate needs two different lists",
                 "name two lists of the input"};
  }
  if (options.folds < 2 || options.ridge < 0 || !(options.least > 0 && options.least < 0.5)) {
    return Error{Fault::InvalidInput,
                 "folds must be 2 or more, the ridge not negative, the least chance in (0, 0.5)"};
  }
  return done();
}

OverlapTable pair_table(const PeopleWithCovariates& people, const DoublyRobustOptions& options,
                        const Pair& pair) {
  OverlapTable table = empty_table({people.lists[options.first], people.lists[options.second]});
  for (std::size_t i = 0; i < pair.first.size(); ++i) {
    ++table.counts[static_cast<std::size_t>(pair.first[i]) +
                   2 * static_cast<std::size_t>(pair.second[i])];
  }
  return table;
}

}  // namespace

Result<PeopleWithCovariates> with_covariates(std::vector<std::string> lists, std::vector<Lists> on,
                                             const std::vector<std::string>& names,
                                             const std::vector<std::vector<std::string>>& columns) {
  if (names.size() != columns.size()) {
    return Error{Fault::InvalidInput, "covariates differ in number from their names"};
  }
  PeopleWithCovariates people{std::move(lists), std::move(on), {}, {}};
  std::vector<std::vector<double>> numbers;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const std::vector<std::string>& column = columns[j];
    if (column.size() != people.on.size()) {
      return Error{Fault::InvalidInput, fmt::format("covariate {} has {} fields for {} people",
                                                    names[j], column.size(), people.on.size())};
    }
    std::vector<double> values;
    for (const std::string& field : column) {
      const std::optional<double> value = number_of(field);
      if (!value) break;
      if (!std::isfinite(*value)) {
        return Error{
            Fault::InvalidInput,
            fmt::format("covariate {} holds {}, which is no finite number", names[j], field)};
      }
      values.push_back(*value);
    }
    if (values.size() == column.size()) {
      people.covariates.push_back(names[j]);
      numbers.push_back(std::move(values));
      continue;
    }
    const std::set<std::string> words(column.begin(), column.end());
    if (words.size() > 50) {
      return Error{Fault::InvalidInput,
                   fmt::format("covariate {} has {} different values; 50 are taken at most",
                               names[j], words.size()),
                   "group its values, or check that numbers have no stray characters"};
    }
    for (auto word = std::next(words.begin()); word != words.end(); ++word) {
      people.covariates.push_back(names[j] + "=" + *word);
      numbers.emplace_back();
      for (const std::string& field : column) numbers.back().push_back(field == *word ? 1 : 0);
    }
  }
  people.values = Matrix(people.on.size(), numbers.size());
  for (std::size_t j = 0; j < numbers.size(); ++j) {
    for (std::size_t i = 0; i < people.on.size(); ++i) people.values.at(i, j) = numbers[j][i];
  }
  return people;
}

DoublyRobustTotal doubly_robust_total(std::span<const char> on_first,
                                      std::span<const char> on_second,
                                      std::span<const double> chance_first,
                                      std::span<const double> chance_second) {
  const auto seen = static_cast<double>(on_first.size());
  std::vector<double> terms(on_first.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double by_first = on_first[i] != 0 ? 1 / chance_first[i] : 0;
    const double by_second = on_second[i] != 0 ? 1 / chance_second[i] : 0;
    terms[i] = by_first + by_second - by_first * by_second;
  }
  DoublyRobustTotal result;
  result.total = std::accumulate(terms.begin(), terms.end(), 0.0);
  const double mean = result.total / seen;
  double squares = 0;
  for (const double term : terms) squares += (term - mean) * (term - mean);
  result.standard_error =
      std::sqrt(squares + std::max(0.0, result.total * (result.total / seen - 1)));
  return result;
}

Result<Estimate> estimate_doubly_robust(const PeopleWithCovariates& people,
                                        const DoublyRobustOptions& options, Progress& progress,
                                        const Cancellation& cancellation) {
  DP_TRY(check(people, options));
  const Pair pair = pair_of(people, options);
  const OverlapTable table = pair_table(people, options, pair);
  Estimate estimate = blank_estimate(
      "doubly-robust",
      fmt::format("Doubly robust from lists {} and {} with covariates (Das, Kennedy and Jewell "
                  "2023)",
                  table.lists[0], table.lists[1]),
      table);
  estimate.assumptions = {
      "Among people with the same covariates the two lists are independent: being on one makes "
      "being on the other neither more nor less likely. What is not among the covariates must not "
      "matter for both lists.",
      "Everybody had some chance to be on each list, whatever the covariates.",
      "At least one of the two chances, of one list given the covariates or of the other, has the "
      "form the regression gives it.",
      "Nobody joined or left while the lists were made, and every record was linked to the right "
      "person."};
  estimate.seed = options.seed;
  if (!estimate.refusal.empty()) return estimate;
  const std::int64_t both = table.counts[3];
  if (both < 5 * options.folds) {
    estimate.refusal = fmt::format(
        "{} people are on both lists, and {} folds need 5 each to fit the chances. Use fewer "
        "folds, "
        "or Chapman's estimate without covariates.",
        both, options.folds);
    return estimate;
  }
  const std::vector<int> fold = folds_of(pair.first.size(), options.folds, options.seed);
  std::size_t raised = 0;
  const std::vector<double> first =
      chances(pair.design, pair.first, pair.second, fold, options, raised);
  progress.step(1, 2, "chances");
  if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
  const std::vector<double> second =
      chances(pair.design, pair.second, pair.first, fold, options, raised);
  progress.step(2, 2, "chances");
  const DoublyRobustTotal total = doubly_robust_total(pair.first, pair.second, first, second);
  double plug_in = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    plug_in += 1 / (first[i] + second[i] - first[i] * second[i]);
  }
  const TwoLists without = two_lists(table);
  estimate.figures = {{"standard error", total.standard_error},
                      {"plug-in", plug_in},
                      {"without covariates", without.chapman},
                      {"on both lists", static_cast<double>(both)}};
  const auto seen = static_cast<double>(estimate.observed);
  if (!(total.total > seen)) {
    estimate.refusal =
        "The estimate is not above the number of people seen: the fitted chances do not agree with "
        "the overlap. Use fewer covariates or a larger ridge.";
    return estimate;
  }
  estimate.estimate = total.total;
  estimate.interval = log_interval(seen, total.total, total.standard_error, options.level,
                                   "influence function, logarithmic scale");
  if (people.lists.size() > 2) {
    estimate.warnings.push_back(fmt::format(
        "Only lists {} and {} are used; people on neither of them are left out of the count.",
        table.lists[0], table.lists[1]));
  }
  if (raised > 0) {
    estimate.warnings.push_back(fmt::format(
        "{} fitted chances were below {:g} and were raised to it: some kinds of people are hardly "
        "ever listed, and the estimate of their number hangs on the regression.",
        raised, options.least));
  }
  return estimate;
}

}  // namespace depone::estimate
