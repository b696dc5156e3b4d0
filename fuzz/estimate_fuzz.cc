// Tables of lists from anywhere: no input may crash, and what is estimated is no fewer people than
// were seen.
#include <cstdlib>
#include <string_view>

#include "estimate/capture_models.h"
#include "estimate/chao.h"
#include "estimate/coverage.h"
#include "estimate/decomposable.h"
#include "estimate/loglinear.h"
#include "estimate/read_table.h"

namespace {

// What every method owes: an answer, no smaller than what was seen, or the reason for none.
void check(const depone::Result<depone::Estimate>& result,
           const depone::estimate::OverlapTable& table) {
  if (!result.ok()) std::abort();
  const depone::Estimate& estimate = result.value();
  if (estimate.assumptions.empty()) std::abort();
  if (estimate.estimate.has_value() == !estimate.refusal.empty()) std::abort();
  if (estimate.estimate && !(*estimate.estimate >= static_cast<double>(table.observed())))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depone;
  using namespace depone::estimate;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  ignore(read_table(input, "fuzz", {.lists = {"A", "B"}, .strata = "C"}), "only that it returns");
  ignore(read_table(input, "fuzz", {.lists = {"A", "B"}, .covariates = {"C"}}), "likewise");
  const auto read = read_table(input, "fuzz");
  if (!read.ok()) return 0;
  const OverlapTable& table = read.value().table;
  if (!check_table(table, "fuzz").ok() || table.counts[0] != 0) std::abort();
  if (table.list_count() > 4) return 0;  // five lists take too long under a fuzzer
  NoProgress progress;
  const Cancellation cancellation;
  LoglinearOptions options;
  options.threads = 1;
  for (const Select select : {Select::Bic, Select::Stepwise, Select::Downhill}) {
    options.select = select;
    options.bootstrap = select == Select::Bic ? 10 : 0;
    check(estimate_loglinear(table, options, progress, cancellation), table);
  }
  check(estimate_chao(table, {}, progress, cancellation), table);
  check(estimate_capture_models(table, {}, progress, cancellation), table);
  CoverageOptions coverage;
  coverage.replicates = 2;
  coverage.threads = 1;
  check(estimate_coverage(table, coverage, progress, cancellation), table);
  DecomposableOptions graphs;
  graphs.prior_sensitivity = false;
  graphs.models_shown = 1;
  graphs.threads = 1;
  check(estimate_decomposable(table, graphs, progress, cancellation), table);
  return 0;
}
