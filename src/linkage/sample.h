// Plausible linkages: what else the clusters could be, for estimates that carry the uncertainty of
// the linkage on.
//
// A Gibbs sampler moves one record at a time: it joins a neighbouring cluster, or stays alone, with
// odds q 2^w, where w is the mean weight (without the prior) between the record and the cluster's
// members (the rule by which clusters merge; the sum would count the same agreement once a member
// and be far too sure), and q are the prior odds of such a join as the clusters of the sweep before
// have them. With the prior of a pair instead, samples held a tenth too many people.
// One chain, one random stream, in the order of the records' content: the samples are the same for
// any number of threads and any order of the rows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/cluster.h"

namespace depone::linkage {

struct SampleOptions {
  std::size_t samples = 20;
  std::size_t burn_in = 10;  // sweeps before the first sample
  std::size_t thin = 3;      // sweeps a sample
  std::uint64_t seed = 1;
};

// `samples` clusterings, each by record: the smallest record of its cluster. Starts from
// `clusters`; decisions and one_to_one (with `lists`) hold in every sample. Records are numbered by
// row throughout; `order` has the rows in the order in which to work (order.h). Cancelled.
Result<std::vector<std::vector<RecordIndex>>> sample_clusters(
    const Scorer& scorer, const std::vector<RecordIndex>& order, const std::vector<Edge>& edges,
    const std::vector<RecordIndex>& clusters, const std::vector<Decision>& decisions,
    const std::vector<std::uint32_t>& lists, const ClusterOptions& clustering,
    const SampleOptions& options, Progress& progress, const Cancellation& cancellation);

}  // namespace depone::linkage
