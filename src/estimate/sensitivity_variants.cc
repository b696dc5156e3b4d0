#include "estimate/sensitivity_variants.h"

namespace depone::estimate {
namespace {

Result<std::vector<Variant>> run_all(const OverlapTable& table, std::vector<Variant> variants,
                                     bool merge, const Method& method, Progress& progress,
                                     const Cancellation& cancellation) {
  for (std::size_t i = 0; i < variants.size(); ++i) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
    Variant& variant = variants[i];
    const OverlapTable changed = merge ? merge_lists(table, variant.lists)
                                       : keep_lists(table, table.all_lists() & ~variant.lists);
    variant.estimate = DP_TRY(run_or_refuse(changed, method));
    progress.step(i + 1, variants.size(), variant.change);
  }
  return variants;
}

}  // namespace

Result<Estimate> run_or_refuse(const OverlapTable& table, const Method& method) {
  Result<Estimate> result = method(table);
  if (result.ok()) return result;
  const Fault fault = result.error().fault;
  if (fault != Fault::InvalidInput && fault != Fault::Unsupported) return result;
  Estimate refused;
  refused.observed = table.observed();
  refused.refusal = to_string(result.error());
  refused.assumptions = {"No estimate was made, so none is assumed."};
  return refused;
}

Result<std::vector<Variant>> without_each_list(const OverlapTable& table, const Method& method,
                                               Progress& progress,
                                               const Cancellation& cancellation) {
  std::vector<Variant> variants;
  if (table.list_count() > 2) {
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      variants.push_back({"without " + table.lists[i], Lists{1} << i, {}});
    }
  }
  return run_all(table, std::move(variants), false, method, progress, cancellation);
}

Result<std::vector<Variant>> merging_each_pair(const OverlapTable& table, const Method& method,
                                               Progress& progress,
                                               const Cancellation& cancellation) {
  std::vector<Variant> variants;
  if (table.list_count() > 2) {
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      for (std::size_t j = i + 1; j < table.list_count(); ++j) {
        variants.push_back(
            {table.lists[i] + "+" + table.lists[j] + " as one", Lists{1} << i | Lists{1} << j, {}});
      }
    }
  }
  return run_all(table, std::move(variants), true, method, progress, cancellation);
}

OrderedJson to_json(const Variant& variant) {
  return {{"change", variant.change}, {"estimate", to_json(variant.estimate)}};
}

}  // namespace depone::estimate
