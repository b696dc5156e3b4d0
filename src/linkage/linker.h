// A whole linkage, from a table and a spec to clusters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/cluster.h"
#include "linkage/pairs.h"
#include "linkage/score.h"
#include "linkage/spec.h"
#include "linkage/table.h"
#include "linkage/weights.h"

namespace depone::linkage {

struct LinkOptions {
  bool across_files = false;  // compare records of different files only (`depone link A B`)
  std::uint64_t seed = 1;
  std::size_t threads = 0;
};

struct Linkage {
  Scorer scorer;
  TrainingReport training;
  std::vector<RuleReport> rules;
  Scores scores;                      // edges: pairs from the lower review bound on
  std::vector<RecordIndex> clusters;  // by record: the smallest record of its cluster
  std::vector<RecordIndex> order;     // the rows in the order of their content (order.h)
  // The steps with the CPU seconds of the whole process they took: for benchmarks.
  std::vector<std::pair<std::string, double>> seconds;
};

// Runs all steps. `table` must outlive the result (its scorer). Deterministic for a seed, whatever
// the threads. Errors: those of the steps; Cancelled.
Result<Linkage> link(const Table& table, const Spec& spec, const NameTables& name_tables,
                     const std::vector<Decision>& decisions, const LinkOptions& options,
                     Progress& progress, const Cancellation& cancellation);

}  // namespace depone::linkage
