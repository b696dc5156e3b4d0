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

// One list's part of the work: its people, those of the other list, on whom its chances are fitted,
// and what came of it.
struct Regression {
  std::span<const char> outcome;
  std::span<const char> given;
  std::vector<std::vector<double>> coefficients;  // by fold: from a fit to the others
  std::vector<double> chances;                    // for everybody, raised to `least` where smaller
  std::size_t raised = 0;
};

bool trains(const Regression& list, std::span<const int> fold, int each, std::size_t i) {
  return fold[i] != each && list.given[i] != 0;
}

double chance_of(const Matrix& design, std::size_t i, std::span<const double> coefficients) {
  double log_odds = 0;
  for (std::size_t j = 0; j < design.columns; ++j) log_odds += design.at(i, j) * coefficients[j];
  return math::logistic(log_odds);
}

void fit_chances(Regression& list, const Matrix& design, std::span<const int> fold,
                 const DoublyRobustOptions& options) {
  list.chances.assign(design.rows, 1.0);
  for (int each = 0; each < options.folds; ++each) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < design.rows; ++i) {
      if (trains(list, fold, each, i)) rows.push_back(i);
    }
    Matrix train(rows.size(), design.columns);
    std::vector<char> outcomes(rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (std::size_t j = 0; j < design.columns; ++j) train.at(r, j) = design.at(rows[r], j);
      outcomes[r] = list.outcome[rows[r]];
    }
    list.coefficients.push_back(math::fit_logistic(train, outcomes, options.ridge).coefficients);
    for (std::size_t i = 0; i < design.rows; ++i) {
      if (fold[i] != each) continue;
      list.chances[i] = chance_of(design, i, list.coefficients.back());
      if (list.chances[i] >= options.least) continue;
      list.chances[i] = options.least;
      ++list.raised;
    }
  }
}

// Adds to each person's part in the total what it moves through the fits it takes part in: the
// derivative of the total by the coefficients, times the inverse information, times its score.
void add_sway(const Regression& list, const Regression& other, const Matrix& design,
              std::span<const int> fold, const DoublyRobustOptions& options,
              std::vector<double>& parts) {
  const std::size_t p = design.columns;
  for (int each = 0; each < options.folds; ++each) {
    const std::vector<double>& coefficients = list.coefficients[static_cast<std::size_t>(each)];
    std::vector<double> slope(p, 0.0);
    Matrix information(p, p);
    for (std::size_t j = 1; j < p; ++j) information.at(j, j) = options.ridge;
    for (std::size_t i = 0; i < design.rows; ++i) {
      const double chance = chance_of(design, i, coefficients);
      const double spread = chance * (1 - chance);
      if (trains(list, fold, each, i)) {
        for (std::size_t a = 0; a < p; ++a) {
          for (std::size_t b = 0; b < p; ++b) {
            information.at(a, b) += spread * design.at(i, a) * design.at(i, b);
          }
        }
      }
      if (fold[i] != each || list.outcome[i] == 0 || chance < options.least) continue;
      const double by_other = other.outcome[i] != 0 ? 1 / other.chances[i] : 0;
      const double by_chance = -(1 - by_other) / (chance * chance);
      for (std::size_t a = 0; a < p; ++a) slope[a] += by_chance * spread * design.at(i, a);
    }
    const auto direction = math::solve_positive(information, slope);
    if (!direction) continue;  // a column of zeros without a ridge: nothing is moved
    for (std::size_t i = 0; i < design.rows; ++i) {
      if (!trains(list, fold, each, i)) continue;
      double along = 0;
      for (std::size_t a = 0; a < p; ++a) along += (*direction)[a] * design.at(i, a);
      parts[i] += ((list.outcome[i] != 0 ? 1 : 0) - chance_of(design, i, coefficients)) * along;
    }
  }
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
  DoublyRobustTotal result;
  result.parts.resize(on_first.size());
  for (std::size_t i = 0; i < result.parts.size(); ++i) {
    const double by_first = on_first[i] != 0 ? 1 / chance_first[i] : 0;
    const double by_second = on_second[i] != 0 ? 1 / chance_second[i] : 0;
    result.parts[i] = by_first + by_second - by_first * by_second;
  }
  result.total = std::accumulate(result.parts.begin(), result.parts.end(), 0.0);
  result.standard_error = doubly_robust_error(result.total, result.parts);
  return result;
}

double doubly_robust_error(double total, std::span<const double> parts) {
  const auto seen = static_cast<double>(parts.size());
  const double mean = std::accumulate(parts.begin(), parts.end(), 0.0) / seen;
  double squares = 0;
  for (const double part : parts) squares += (part - mean) * (part - mean);
  return std::sqrt(squares + std::max(0.0, total * (total / seen - 1)));
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
  Regression first{pair.first, pair.second, {}, {}, 0};
  Regression second{pair.second, pair.first, {}, {}, 0};
  fit_chances(first, pair.design, fold, options);
  progress.step(1, 2, "chances");
  if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
  fit_chances(second, pair.design, fold, options);
  progress.step(2, 2, "chances");
  DoublyRobustTotal total =
      doubly_robust_total(pair.first, pair.second, first.chances, second.chances);
  add_sway(first, second, pair.design, fold, options, total.parts);
  add_sway(second, first, pair.design, fold, options, total.parts);
  total.standard_error = doubly_robust_error(total.total, total.parts);
  const std::size_t raised = first.raised + second.raised;
  double plug_in = 0;
  for (std::size_t i = 0; i < pair.first.size(); ++i) {
    const double one = first.chances[i];
    const double two = second.chances[i];
    plug_in += 1 / (one + two - one * two);
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
