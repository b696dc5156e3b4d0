// Tables of lists from anywhere: no input may crash, and what is estimated is no fewer people than
// were seen.
#include <cstdlib>
#include <string_view>

#include "estimate/loglinear.h"
#include "estimate/read_table.h"

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
    const auto estimate = estimate_loglinear(table, options, progress, cancellation);
    if (!estimate.ok()) std::abort();
    if (estimate.value().assumptions.empty()) std::abort();
    if (estimate.value().estimate.has_value() == !estimate.value().refusal.empty()) std::abort();
    if (!estimate.value().estimate) continue;
    if (!(*estimate.value().estimate >= static_cast<double>(table.observed()))) std::abort();
  }
  return 0;
}
