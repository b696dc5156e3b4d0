// How often the intervals hold the truth: populations of known size, listed by chance, estimated by
// every method as the program runs it.
//
//   estimate_coverage_bench [quick|full] [REPLICATES [CHAIN_REPLICATES [SEED [METHOD]]]]
//
// quick (the default) takes seconds and shows that all still work; full takes minutes and is what
// docs/methods-estimate-coverage.md reports. REPLICATES are populations a setting: 400 in full, 16
// in quick. The methods that run Markov chains get CHAIN_REPLICATES of them: 100 and 2; in quick
// their chains are shorter, too; 0 leaves them out. METHOD: only this column; `others`: only the
// settings of their own. The same seed gives the same tables on any number of cores.
//
// Prints Markdown tables, settings by methods: the share of intervals that hold N (nominal is 95 %)
// with the Wilson interval of that share, the share of intervals wholly above N, the middle
// estimate and the middle width as shares of N, and how often a method refused.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string_view>

#include "base/parallel.h"
#include "estimate/capture_models.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/decomposable.h"
#include "estimate/doubly_robust.h"
#include "estimate/latent_class.h"
#include "estimate/loglinear.h"
#include "estimate/strata.h"
#include "estimate/threshold.h"
#include "math/logistic.h"
#include "math/random.h"

namespace {

using namespace depone;
using namespace depone::estimate;

struct Run {
  bool full = false;
  std::size_t replicates = 16;
  std::size_t chain_replicates = 2;
  std::uint64_t seed = 2026;
};

NoProgress quiet;
const Cancellation never;

// ---- Populations. ----

bool happens(math::Random& random, double p) { return random.uniform() < p; }

// Which lists one person is on; bits as in Lists.
std::size_t independent(math::Random& random, std::initializer_list<double> chances) {
  std::size_t cell = 0;
  std::size_t bit = 1;
  for (const double p : chances) {
    if (happens(random, p)) cell |= bit;
    bit <<= 1;
  }
  return cell;
}

struct Setting {
  const char* name;
  std::size_t lists;
  std::int64_t people;
  std::function<std::size_t(math::Random&)> listing;
};

std::size_t four_independent(math::Random& r) { return independent(r, {0.3, 0.25, 0.2, 0.15}); }

// The chance of list C hangs on being on list A.
std::size_t c_hangs_on_a(math::Random& r, double when_on_a, double otherwise) {
  std::size_t cell = independent(r, {0.3, 0.25, 0.0, 0.2});
  if (happens(r, (cell & 1) != 0 ? when_on_a : otherwise)) cell |= 4;
  return cell;
}

std::vector<Setting> settings() {
  return {
      {"independent, 3 lists", 3, 1000,
       [](math::Random& r) {
         return independent(r, {0.3, 0.25, 0.2});
       }},
      {"independent, 4 lists", 4, 1000, four_independent},
      {"the same, N = 150", 4, 150, four_independent},
      {"the same, N = 20,000", 4, 20'000, four_independent},
      {"C refers to A (odds x4)", 4, 1000,
       [](math::Random& r) { return c_hangs_on_a(r, 0.5, 0.2); }},
      {"the same, N = 20,000", 4, 20'000,
       [](math::Random& r) { return c_hangs_on_a(r, 0.5, 0.2); }},
      {"C avoids A (odds /4)", 4, 1000, [](math::Random& r) { return c_hangs_on_a(r, 0.1, 0.3); }},
      {"people differ (sd 1 of log odds)", 4, 1000,
       [](math::Random& r) {
         const double easy = r.normal();
         return independent(r, {math::logistic(easy - 1.0), math::logistic(easy - 1.2),
                                math::logistic(easy - 1.4), math::logistic(easy - 1.6)});
       }},
      {"two classes of people", 4, 1000,
       [](math::Random& r) {
         return happens(r, 0.3) ? independent(r, {0.6, 0.5, 0.5, 0.4})
                                : independent(r, {0.1, 0.08, 0.12, 0.06});
       }},
      {"sparse, 5 lists", 5, 1000,
       [](math::Random& r) {
         return independent(r, {0.06, 0.05, 0.04, 0.03, 0.02});
       }},
      {"all of A, B, C together (odds x4)", 3, 1000,
       [](math::Random& r) {
         // The cell of all three weighs four times what independent lists give it.
         for (;;) {
           const std::size_t cell = independent(r, {0.3, 0.25, 0.2});
           if (cell == 7 || happens(r, 0.25)) return cell;
         }
       }},
      {"a third is never listed", 4, 1000,
       [](math::Random& r) {
         return happens(r, 1.0 / 3) ? std::size_t{0} : independent(r, {0.35, 0.3, 0.25, 0.2});
       }},
  };
}

OverlapTable drawn(const Setting& setting, std::int64_t people, math::Random random) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < setting.lists; ++i) names.emplace_back(1, static_cast<char>('A' + i));
  OverlapTable table = empty_table(std::move(names));
  for (std::int64_t i = 0; i < people; ++i) ++table.counts[setting.listing(random)];
  table.counts[0] = 0;
  return table;
}

// A covariate drives two lists; the doubly robust estimate knows it, Chapman's does not.
PeopleWithCovariates drawn_with_covariate(std::int64_t people, math::Random random) {
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

// ---- Methods, each on one thread: the populations share the cores. ----

struct Contestant {
  const char* name;
  bool slow;
  std::function<Result<Estimate>(const OverlapTable&, std::uint64_t seed)> run;
};

Result<Estimate> loglinear(const OverlapTable& table, std::uint64_t seed, const Run& run,
                           Select select, Interval interval) {
  LoglinearOptions options;
  options.select = select;
  options.interval = interval;
  options.bootstrap = interval == Interval::Bca ? (run.full ? 1000 : 200) : 0;
  options.shown = 1;
  options.seed = seed;
  options.threads = 1;
  return estimate_loglinear(table, options, quiet, never);
}

std::vector<Contestant> contestants(const Run& run) {
  return {
      {"loglinear, BCa", false,
       [&run](const OverlapTable& t, std::uint64_t seed) {
         return loglinear(t, seed, run, Select::Bic, Interval::Bca);
       }},
      {"loglinear, profile", false,
       [&run](const OverlapTable& t, std::uint64_t seed) {
         return loglinear(t, seed, run, Select::Bic, Interval::Profile);
       }},
      {"stepwise, BCa", false,
       [&run](const OverlapTable& t, std::uint64_t seed) {
         return loglinear(t, seed, run, Select::Stepwise, Interval::Bca);
       }},
      {"decomposable", false,
       [](const OverlapTable& t, std::uint64_t) {
         DecomposableOptions options;
         options.prior_sensitivity = false;
         options.models_shown = 1;
         options.threads = 1;
         return estimate_decomposable(t, options, quiet, never);
       }},
      {"latent-class", true,
       [&run](const OverlapTable& t, std::uint64_t seed) {
         LatentClassOptions options;
         options.seed = seed;
         if (!run.full) options.chains.wanted_size = kLeastEffectiveSize;
         options.chains.threads = 1;
         return estimate_latent_class(t, options, quiet, never);
       }},
      {"bayes-threshold", true,
       [&run](const OverlapTable& t, std::uint64_t seed) {
         ThresholdOptions options;
         options.seed = seed;
         if (!run.full) options.chains.wanted_size = kLeastEffectiveSize;
         options.chains.threads = 1;
         return estimate_bayes_threshold(t, options, quiet, never);
       }},
      {"chao", false,
       [](const OverlapTable& t, std::uint64_t) { return estimate_chao(t, {}, quiet, never); }},
      {"coverage", false,
       [&run](const OverlapTable& t, std::uint64_t seed) {
         CoverageOptions options;
         options.replicates = run.full ? 1000 : 200;
         options.seed = seed;
         options.threads = 1;
         return estimate_coverage(t, options, quiet, never);
       }},
      {"capture-models", false,
       [](const OverlapTable& t, std::uint64_t) {
         return estimate_capture_models(t, {}, quiet, never);
       }},
  };
}

// ---- What came out. ----

struct Outcome {
  bool answered = false;
  bool covered = false;
  bool above = false;  // the whole interval lies above the truth
  double estimate = 0;
  double width = 0;
};

Outcome outcome_of(const Result<Estimate>& result, double truth) {
  Outcome outcome;
  if (!result.ok() || !result.value().estimate || !result.value().interval) return outcome;
  const EstimateInterval& interval = *result.value().interval;
  outcome.answered = true;
  outcome.covered = interval.lower <= truth && truth <= interval.upper;
  outcome.above = interval.lower > truth;
  outcome.estimate = *result.value().estimate / truth;
  outcome.width = (interval.upper - interval.lower) / truth;
  return outcome;
}

double middle(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return *half;
}

// Wilson's 95 % interval of a share.
std::pair<double, double> wilson(double hits, double all) {
  constexpr double kZ = 1.959963984540054;
  const double share = hits / all;
  const double centre = (share + kZ * kZ / (2 * all)) / (1 + kZ * kZ / all);
  const double half =
      kZ / (1 + kZ * kZ / all) * std::sqrt(share * (1 - share) / all + kZ * kZ / (4 * all * all));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

// One setting and method, in words for each table.
struct Cell {
  std::string covered, above, estimate, width, refused;
};

Cell cell_of(const std::vector<Outcome>& outcomes) {
  double answered = 0;
  double covered = 0;
  double above = 0;
  std::vector<double> estimates;
  std::vector<double> widths;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.answered) continue;
    ++answered;
    covered += outcome.covered ? 1 : 0;
    above += outcome.above ? 1 : 0;
    estimates.push_back(outcome.estimate);
    widths.push_back(outcome.width);
  }
  const auto all = static_cast<double>(outcomes.size());
  Cell cell;
  cell.refused = fmt::format("{:.0f}", 100 * (all - answered) / all);
  if (answered == 0) {
    cell.covered = cell.above = cell.estimate = cell.width = "-";
    return cell;
  }
  const auto [low, high] = wilson(covered, answered);
  cell.covered =
      fmt::format("{:.0f} ({:.0f}-{:.0f})", 100 * covered / answered, 100 * low, 100 * high);
  cell.above = fmt::format("{:.0f}", 100 * above / answered);
  cell.estimate = fmt::format("{:.2f}", middle(estimates));
  cell.width = fmt::format("{:.2f}", middle(widths));
  return cell;
}

Cell tried(std::size_t replicates, std::int64_t people,
           const std::function<Result<Estimate>(std::size_t)>& one) {
  std::vector<Outcome> outcomes(replicates);
  const auto truth = static_cast<double>(people);
  ignore(parallel_for(
             replicates, 0, [&](std::size_t i) { outcomes[i] = outcome_of(one(i), truth); }, quiet,
             never),
         "nobody cancels");
  return cell_of(outcomes);
}

void print_row(std::string_view name, const std::vector<std::string>& cells) {
  fmt::print("| {} |", name);
  for (const std::string& cell : cells) fmt::print(" {} |", cell);
  fmt::print("\n");
}

void print_table(const char* title, const std::vector<Contestant>& methods,
                 const std::vector<std::vector<Cell>>& cells, std::string Cell::*part) {
  fmt::print("\n**{}**\n\n", title);
  std::vector<std::string> names;
  for (const Contestant& method : methods) names.emplace_back(method.name);
  print_row("setting", names);
  print_row("---", std::vector<std::string>(methods.size(), "---"));
  const std::vector<Setting> all = settings();
  for (std::size_t s = 0; s < cells.size(); ++s) {
    std::vector<std::string> row;
    for (const Cell& cell : cells[s]) row.push_back(cell.*part);
    print_row(all[s].name, row);
  }
}

// Streams of random numbers: no two populations share one.
math::Random stream(const Run& run, std::size_t setting, std::size_t replicate,
                    std::size_t part = 0) {
  return math::Random(run.seed, (setting * 1'000'000 + replicate) * 16 + part);
}

// Methods that need more than a table of lists, and settings only they are made for.
void print_others(const Run& run) {
  fmt::print(
      "\n| setting | method | % cover N | % wholly above | estimate/N | width/N | % refused |\n");
  fmt::print("|---|---|---|---|---|---|---|\n");
  const auto print = [](const char* setting, const char* method, const Cell& cell) {
    fmt::print("| {} | {} | {} | {} | {} | {} | {} |\n", setting, method, cell.covered, cell.above,
               cell.estimate, cell.width, cell.refused);
  };
  constexpr std::int64_t kPeople = 1000;
  const char* const covariate = "a covariate drives both of two lists";
  print(covariate, "doubly-robust", tried(run.replicates, kPeople, [&](std::size_t i) {
          return estimate_doubly_robust(drawn_with_covariate(kPeople, stream(run, 100, i)), {},
                                        quiet, never);
        }));
  print(covariate, "coverage (Chapman)", tried(run.replicates, kPeople, [&](std::size_t i) {
          OverlapTable table = empty_table({"A", "B"});
          for (const Lists on : drawn_with_covariate(kPeople, stream(run, 100, i)).on) {
            ++table.counts[on];
          }
          return estimate_coverage(table, {}, quiet, never);
        }));
  // Once listed, people keep away from later lists.
  const Setting wary{"once listed, half as easy to list", 5, kPeople, [](math::Random& r) {
                       std::size_t cell = 0;
                       for (std::size_t list = 0; list < 5; ++list) {
                         if (happens(r, cell == 0 ? 0.25 : 0.125)) cell |= std::size_t{1} << list;
                       }
                       return cell;
                     }};
  for (const bool in_order : {true, false}) {
    print(wary.name, in_order ? "capture-models, in order of time" : "capture-models",
          tried(run.replicates, kPeople, [&](std::size_t i) {
            CaptureOptions options;
            options.lists_in_order_of_time = in_order;
            return estimate_capture_models(drawn(wary, kPeople, stream(run, 101, i)), options,
                                           quiet, never);
          }));
  }
  const Setting reach = settings()[0];
  print("ten strata, five of them small", "strata of chao",
        tried(run.replicates, kPeople, [&](std::size_t i) -> Result<Estimate> {
          std::vector<Stratum> strata;
          for (std::size_t s = 0; s < 10; ++s) {
            const std::int64_t size = s < 5 ? kPeople * 17 / 100 : kPeople * 3 / 100;
            strata.push_back({std::to_string(s), drawn(reach, size, stream(run, 102, i, s))});
          }
          const Method bound = [](const OverlapTable& t) {
            return estimate_chao(t, {}, quiet, never);
          };
          auto pooled = estimate_strata(strata, bound, {}, quiet, never);
          if (!pooled.ok()) return std::move(pooled).take_error();
          return std::move(pooled).take().total;
        }));
}

}  // namespace

int main(int argc, char** argv) {
  Run run;
  run.full = argc > 1 && std::string_view(argv[1]) == "full";
  const auto number = [&](int argument, int otherwise) {
    const int given = argc > argument ? std::atoi(argv[argument]) : otherwise;
    return static_cast<std::size_t>(std::max(0, given));
  };
  run.replicates = number(2, run.full ? 400 : 16);
  run.chain_replicates = number(3, run.full ? 100 : 2);
  run.seed = number(4, 2026);
  fmt::print(
      "{} populations a setting ({} for latent-class and bayes-threshold), seed {}; N = 1,000 "
      "unless said; nominal 95 %\n",
      run.replicates, run.chain_replicates, run.seed);
  const std::vector<Setting> all = settings();
  std::vector<Contestant> methods = contestants(run);
  std::erase_if(methods, [&](const Contestant& method) {
    return (argc > 5 && argv[5] != std::string_view(method.name)) ||
           (method.slow ? run.chain_replicates : run.replicates) == 0;
  });
  std::vector<std::vector<Cell>> cells(all.size());
  std::vector<double> seconds(methods.size(), 0);
  for (std::size_t s = 0; s < all.size(); ++s) {
    for (std::size_t m = 0; m < methods.size(); ++m) {
      const auto before = std::chrono::steady_clock::now();
      cells[s].push_back(tried(methods[m].slow ? run.chain_replicates : run.replicates,
                               all[s].people, [&](std::size_t i) {
                                 return methods[m].run(
                                     drawn(all[s], all[s].people, stream(run, s, i)), i + 1);
                               }));
      seconds[m] +=
          std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    }
    fmt::print(stderr, "{} of {} settings\n", s + 1, all.size());
  }
  print_table("Intervals that cover N, in % of those given (and the 95 % interval of that share)",
              methods, cells, &Cell::covered);
  print_table("Intervals wholly above N, in % of those given", methods, cells, &Cell::above);
  print_table("Middle estimate over N", methods, cells, &Cell::estimate);
  print_table("Middle width of the interval over N", methods, cells, &Cell::width);
  print_table("Refused, in %", methods, cells, &Cell::refused);
  if (argc <= 5 || argv[5] == std::string_view("others")) print_others(run);
  for (std::size_t m = 0; m < methods.size(); ++m) {
    fmt::print(stderr, "{}: {:.1f} s\n", methods[m].name, seconds[m]);
  }
  return 0;
}
