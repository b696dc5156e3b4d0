// How often the intervals hold the truth: populations of known size, listed by chance, estimated by
// every method.
//
//   estimate_coverage_bench [REPLICATES=400] [PEOPLE=1000]
//
// One line a setting and method: how often the method answered, how often its interval held the
// truth where it did, the middle estimate and the middle width as shares of the truth. Nominal is
// 95 %. A lower bound holds the truth when its interval does, like the others; "bound" counts how
// often its lower end is not above the truth. Other methods are added in methods().
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>

#include "base/parallel.h"
#include "estimate/capture_models.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/doubly_robust.h"
#include "estimate/strata.h"
#include "math/logistic.h"
#include "math/random.h"

namespace {

using namespace depone;
using namespace depone::estimate;

// Whether each list has one person; bits as in Lists.
using Listing = std::function<std::size_t(math::Random&)>;

struct Setting {
  const char* name;
  std::size_t lists;
  Listing listing;
};

bool happens(math::Random& random, double p) { return random.uniform() < p; }

std::size_t independent(math::Random& random, std::initializer_list<double> chances) {
  std::size_t cell = 0;
  std::size_t bit = 1;
  for (const double p : chances) {
    if (happens(random, p)) cell |= bit;
    bit <<= 1;
  }
  return cell;
}

std::vector<Setting> settings() {
  return {
      {"independent lists", 3,
       [](math::Random& r) {
         return independent(r, {0.3, 0.25, 0.2});
       }},
      {"independent, four lists", 4,
       [](math::Random& r) {
         return independent(r, {0.3, 0.25, 0.2, 0.15});
       }},
      {"C refers to A (odds x4)", 4,
       [](math::Random& r) {
         std::size_t cell = independent(r, {0.3, 0.25, 0.0, 0.2});
         if (happens(r, (cell & 1) != 0 ? 0.5 : 0.2)) cell |= 4;
         return cell;
       }},
      {"C avoids A (odds /4)", 4,
       [](math::Random& r) {
         std::size_t cell = independent(r, {0.3, 0.25, 0.0, 0.2});
         if (happens(r, (cell & 1) != 0 ? 0.1 : 0.3)) cell |= 4;
         return cell;
       }},
      {"people differ (sd 1 of log odds)", 4,
       [](math::Random& r) {
         const double easy = r.normal();
         return independent(r, {math::logistic(easy - 1.0), math::logistic(easy - 1.2),
                                math::logistic(easy - 1.4), math::logistic(easy - 1.6)});
       }},
      {"a third is never listed", 4,
       [](math::Random& r) {
         return happens(r, 1.0 / 3) ? std::size_t{0} : independent(r, {0.35, 0.3, 0.25, 0.2});
       }},
      {"sparse lists", 5,
       [](math::Random& r) {
         return independent(r, {0.06, 0.05, 0.04, 0.03, 0.02});
       }},
  };
}

std::vector<NamedMethod> methods() {
  static NoProgress quiet;
  static const Cancellation never;
  return {
      {"chao", [](const OverlapTable& t) { return estimate_chao(t, {}, quiet, never); }},
      {"coverage",
       [](const OverlapTable& t) {
         CoverageOptions options;
         options.replicates = 200;
         options.threads = 1;
         return estimate_coverage(t, options, quiet, never);
       }},
      {"capture-models",
       [](const OverlapTable& t) { return estimate_capture_models(t, {}, quiet, never); }},
  };
}

struct Outcome {
  bool answered = false;
  bool covered = false;
  bool bounded = false;
  double estimate = 0;
  double width = 0;
};

Outcome outcome_of(const Result<Estimate>& result, double truth) {
  Outcome outcome;
  if (!result.ok() || !result.value().estimate || !result.value().interval) return outcome;
  const EstimateInterval& interval = *result.value().interval;
  outcome.answered = true;
  outcome.covered = interval.lower <= truth && truth <= interval.upper;
  outcome.bounded = interval.lower <= truth;
  outcome.estimate = *result.value().estimate;
  outcome.width = interval.upper - interval.lower;
  return outcome;
}

double middle(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

void print(const char* setting, const std::string& method, const std::vector<Outcome>& outcomes,
           double truth) {
  double answered = 0;
  double covered = 0;
  double bounded = 0;
  std::vector<double> estimates;
  std::vector<double> widths;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.answered) continue;
    ++answered;
    covered += outcome.covered ? 1 : 0;
    bounded += outcome.bounded ? 1 : 0;
    estimates.push_back(outcome.estimate / truth);
    widths.push_back(outcome.width / truth);
  }
  const auto all = static_cast<double>(outcomes.size());
  fmt::print("{:34} {:16} {:7.1f} % {:7.1f} % {:7.1f} % {:8.3f} {:8.3f}\n", setting, method,
             100 * answered / all, 100 * covered / std::max(1.0, answered),
             100 * bounded / std::max(1.0, answered), middle(estimates), middle(widths));
}

void run(std::size_t replicates, std::int64_t people,
         const std::function<Result<Estimate>(std::size_t)>& one, const char* setting,
         const std::string& method) {
  std::vector<Outcome> outcomes(replicates);
  NoProgress quiet;
  const Cancellation never;
  const auto truth = static_cast<double>(people);
  ignore(parallel_for(
             replicates, 0, [&](std::size_t i) { outcomes[i] = outcome_of(one(i), truth); }, quiet,
             never),
         "nobody cancels");
  print(setting, method, outcomes, truth);
}

OverlapTable drawn(const Setting& setting, std::int64_t people, std::uint64_t stream) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < setting.lists; ++i) names.emplace_back(1, static_cast<char>('A' + i));
  OverlapTable table = empty_table(std::move(names));
  math::Random random(2026, stream);
  for (std::int64_t i = 0; i < people; ++i) ++table.counts[setting.listing(random)];
  table.counts[0] = 0;
  return table;
}

// A covariate drives two lists; the doubly robust estimate knows it, Chapman's does not.
PeopleWithCovariates drawn_with_covariate(std::int64_t people, std::uint64_t stream) {
  math::Random random(2027, stream);
  PeopleWithCovariates result;
  result.lists = {"A", "B"};
  result.covariates = {"x"};
  std::vector<double> values;
  for (std::int64_t i = 0; i < people; ++i) {
    const double x = random.normal();
    const std::size_t cell =
        independent(random, {math::logistic(x - 0.4), math::logistic(0.9 * x - 0.2)});
    if (cell == 0) continue;
    result.on.push_back(static_cast<Lists>(cell));
    values.push_back(x);
  }
  result.values = math::Matrix(values.size(), 1);
  result.values.values = values;
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const auto replicates = static_cast<std::size_t>(argc > 1 ? std::atoi(argv[1]) : 400);
  const std::int64_t people = argc > 2 ? std::atoi(argv[2]) : 1000;
  fmt::print("{} populations of {} people each\n{:34} {:16} {:>9} {:>9} {:>9} {:>8} {:>8}\n",
             replicates, people, "setting", "method", "answered", "covered", "bound", "estimate",
             "width");
  for (const Setting& setting : settings()) {
    for (const NamedMethod& method : methods()) {
      run(
          replicates, people, [&](std::size_t i) { return method.run(drawn(setting, people, i)); },
          setting.name, method.name);
    }
  }
  NoProgress quiet;
  const Cancellation never;
  run(
      replicates, people,
      [&](std::size_t i) {
        return estimate_doubly_robust(drawn_with_covariate(people, i), {}, quiet, never);
      },
      "a covariate drives both of two", "doubly-robust");
  run(
      replicates, people,
      [&](std::size_t i) -> Result<Estimate> {
        OverlapTable table = empty_table({"A", "B"});
        for (const Lists on : drawn_with_covariate(people, i).on) ++table.counts[on];
        return estimate_coverage(table, {}, quiet, never);
      },
      "a covariate drives both of two", "chapman");
  // Ten strata of which five are small; the truth is the sum.
  const Setting reach = settings()[0];
  run(
      replicates, people,
      [&](std::size_t i) -> Result<Estimate> {
        std::vector<Stratum> strata;
        for (std::int64_t s = 0; s < 10; ++s) {
          const std::int64_t size = s < 5 ? people * 17 / 100 : people * 3 / 100;
          strata.push_back({std::to_string(s), drawn(reach, size, i * 16 + std::uint64_t(s))});
        }
        const Method bound = [&](const OverlapTable& t) {
          return estimate_chao(t, {}, quiet, never);
        };
        auto pooled = estimate_strata(strata, bound, {}, quiet, never);
        if (!pooled.ok()) return std::move(pooled).take_error();
        return std::move(pooled).take().total;
      },
      "ten strata, five of them small", "strata of chao");
  return 0;
}
