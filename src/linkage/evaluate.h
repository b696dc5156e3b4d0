// How good a linkage is where the truth is known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "linkage/cluster.h"
#include "linkage/table.h"

namespace depone::linkage {

struct Interval {
  double value = 0;
  double lower = 0;
  double upper = 0;
};

struct Quality {
  std::uint64_t true_pairs = 0;     // pairs that are the same in truth
  std::uint64_t linked_pairs = 0;   // pairs within one found cluster
  std::uint64_t correct_pairs = 0;  // both
  Interval precision;
  Interval recall;
  Interval f1;
};

// Pairwise precision, recall and F1 of `found` against `truth` (any numbers; equal: one person),
// with 95 % intervals from a bootstrap over the true clusters (Poisson weights of mean 1 a cluster,
// `replicates` times): pairs of one person are not independent, people are. Label noise is not
// modelled. `across_files`: only pairs of two different files count.
Quality evaluate(const Table& table, const std::vector<RecordIndex>& found,
                 const std::vector<std::uint32_t>& truth, bool across_files, std::uint64_t seed,
                 int replicates = 200);

}  // namespace depone::linkage
