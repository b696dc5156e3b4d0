// Log-linear estimates against the figures of the R packages for the same tables
// (../shared/data/mse/reference_results.csv; R 4.2.2, one core): CPU seconds, wall seconds on all
// cores, and the ratio of R's CPU seconds to ours. Prints a table; takes about a minute.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>

#include "estimate/loglinear.h"
#include "estimate/model_search.h"
#include "estimate/reselect.h"
#include "tests/estimate/shared_table.h"

namespace {

using namespace depone;
using namespace depone::estimate;

NoProgress progress;
const Cancellation cancellation;
std::string_view wanted;

double cpu_now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// The best of several runs, as others use the machine, too.
void time_it(const std::string& what, double r_seconds, int runs,
             const std::function<std::string()>& work) {
  if (what.find(wanted) == std::string::npos) return;
  double cpu = 1e9;
  double wall = 1e9;
  std::string outcome;
  for (int i = 0; i < runs; ++i) {
    const double cpu_before = cpu_now();
    const auto before = std::chrono::steady_clock::now();
    outcome = work();
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - before;
    wall = std::min(wall, passed.count());
    cpu = std::min(cpu, cpu_now() - cpu_before);
  }
  fmt::print("{:<44} {:>10.4f} {:>10.4f} {:>10} {:>8}  {}\n", what, cpu, wall,
             r_seconds > 0 ? fmt::format("{:.2f}", r_seconds) : "",
             r_seconds > 0 ? fmt::format("{:.0f}x", r_seconds / cpu) : "", outcome);
}

OverlapTable table_named(const std::string& name) {
  const std::optional<OverlapTable> table = shared_table(name);
  if (table) return *table;
  fmt::print(stderr, "no ../shared/data/mse/{}.csv\n", name);
  std::exit(1);
}

std::string in_words(const Estimate& estimate) {
  std::string text = fmt::format("{:.1f}", estimate.estimate.value_or(0));
  if (estimate.interval) {
    text += fmt::format(" [{:.0f}, {:.0f}]", estimate.interval->lower, estimate.interval->upper);
  }
  return text;
}

void time_estimate(const std::string& what, double r_seconds, int runs, const OverlapTable& table,
                   const LoglinearOptions& options) {
  time_it(what, r_seconds, runs, [&] {
    return in_words(estimate_loglinear(table, options, progress, cancellation).take());
  });
}

// Microseconds a fit, every model of five lists on eight resamples.
void time_fits(const OverlapTable& table) {
  std::vector<Terms> models;
  for_each_model(5, 5, [&](TermBits model) {
    models.push_back(terms_of(model));
    return true;
  });
  const std::vector<Counts> tables(kLanes, table.counts);
  const LaneTables lanes = lane_tables(5, tables);
  const std::string best = lane_kernel();
  for (const char* kernel : {"plain", "avx2", "avx512"}) {
    if (!set_lane_kernel(kernel)) continue;
    LaneFitter fitter;
    LaneFits fits;
    // R: 0.85 to 1.3 ms a fit without the check of existence.
    time_it(fmt::format("55,144 fits, {}", kernel), 55144 * 0.00085, 5, [&] {
      for (const Terms& model : models) fitter.fit(model, lanes, fits);
      return std::string("R at 0.85 ms a fit");
    });
  }
  set_lane_kernel(best);
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1) wanted = arguments[1];
  const OverlapTable korea = table_named("Korea");
  const OverlapTable kosovo = table_named("Kosovo");
  const OverlapTable uk = table_named("UKdat_5");
  const OverlapTable orleans = table_named("NewOrl_5");
  const OverlapTable orleans_185 = table_named("NewOrl_5_SparseMSE201");
  const OverlapTable hare = table_named("hare");  // six lists
  fmt::print("{:<44} {:>10} {:>10} {:>10} {:>8}  estimate\n", "", "CPU s", "wall s", "R CPU s",
             "ratio");
  LoglinearOptions options;
  time_estimate("Korea, BIC, 8 models, 1000 replicates", 7.252, 20, korea, options);
  time_estimate("Kosovo, BIC, 113 models, 1000 replicates", 96.046, 20, kosovo, options);
  options.order = 2;
  options.top = 60;
  time_estimate("UK, BIC of pairs, best 60, 1000 replicates", 76.973, 5, uk, options);
  time_estimate("New Orleans, pairs, best 60, 1000 replicates", 71.071, 5, orleans, options);
  options.top = 0;
  options.order = 0;
  time_estimate("UK, all 6,893 models, 1000 replicates", 0, 5, uk, options);
  time_estimate("New Orleans, all models, 1000 replicates", 0, 5, orleans, options);
  options.select = Select::Stepwise;
  time_estimate("UK, stepwise, 1000 replicates", 105.845, 5, uk, options);
  time_estimate("New Orleans (185), stepwise, 1000 replicates", 36.355, 5, orleans_185, options);
  options.select = Select::Bic;
  options.bootstrap = 0;
  options.interval = Interval::Wald;
  options.order = 3;
  time_estimate("UK, BIC to order 3, 6,212 models", 15.654, 5, uk, options);
  options.order = 2;
  time_estimate("six lists (hare), 32,768 models of pairs", 0, 20, hare, options);
  options.bootstrap = 1000;
  options.interval = Interval::Bca;
  time_estimate("six lists (hare), pairs, 1000 replicates", 0, 3, hare, options);
  options.bootstrap = 0;
  options.interval = Interval::Wald;
  options.order = 6;
  time_estimate("six lists (hare), all 7,785,061 models", 0, 1, hare, options);
  time_fits(uk);
  fmt::print("peak memory {:.0f} MB, {} cores, kernel {}\n", peak_megabytes(),
             sysconf(_SC_NPROCESSORS_ONLN), lane_kernel());
}
