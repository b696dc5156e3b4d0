// Sample coverage: how much of the population's "listing" the lists have seen, and what the rest
// must be (Chao and Tsay 1998; Chao, Tsay, Lin, Shau and Chao 2001, Stat. Med. 20:3123-3157).
//
// With z_i people on list i alone, n_i on list i, n_ij on both i and j, M on any, k lists:
//   C  = 1 - (1/k) sum z_i / n_i                           sample coverage (eq. 8)
//   D  = M - (1/k) sum z_i
//   Independent       D / C                                lists and people alike (eq. 9)
//   High coverage     (k D - sum a_ij) / (k C - sum a_ij n_ij / (n_i n_j))            (eq. 12)
//   Low coverage      D / C + sum a_ij g_ij / (k C), one step from the independent    (eq. 13)
// with a_ij = z_i + 2 z_ij + z_j over people on exactly those lists, and g_ij = N n_ij / (n_i n_j)
// - 1 the dependence of two lists, whether it comes from the lists or from people who differ.
// The rule of the authors: the first of the two for C >= 55 %, the second below.
#pragma once

#include <cstdint>

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

enum class CoverageForm { Independent, HighCoverage, LowCoverage };

// The share of C from which Chao et al. 2001 trust the high-coverage form.
inline constexpr double kEnoughCoverage = 0.55;

// C, in (0, 1]; the table has two lists or more, each with people.
double sample_coverage(const OverlapTable& table);

// The estimate of one form; may lie below the people seen, or not be finite when no list overlaps.
// As published and as CARE1 gives it, the high-coverage form is the number of people seen when its
// denominator vanishes or it would fall below that number.
double coverage_estimate(const OverlapTable& table, CoverageForm form);

// Two lists, those of the table (exactly two).
struct TwoLists {
  double petersen = 0;       // n1 n2 / m; infinite when m = 0
  double chapman = 0;        // (n1 + 1)(n2 + 1) / (m + 1) - 1 (Chapman 1951)
  double chapman_error = 0;  // its standard error (Seber 1970)
};
TwoLists two_lists(const OverlapTable& table);

struct CoverageOptions {
  std::optional<CoverageForm> form;  // unset: by the rule
  int replicates = 1000;             // bootstrap, at least 2
  std::uint64_t seed = 1;
  std::size_t threads = 0;  // 0: all cores
  double level = 0.95;
};

// Two lists: Chapman's estimate. Three or more: the form chosen, with a bootstrap standard error
// (multinomial over all cells and the estimated missing one) and an interval on a logarithmic
// scale. `figures` has all three forms, C, and Chapman's estimate for every pair of lists.
// Refused when why_no_estimate() has a reason, or the form has no finite estimate above the people
// seen. InvalidInput for fewer than 2 replicates; Cancelled.
Result<Estimate> estimate_coverage(const OverlapTable& table, const CoverageOptions& options,
                                   Progress& progress, const Cancellation& cancellation);

}  // namespace depone::estimate
