// Which pairs are worth comparing: those that share something rare.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "lineage/signature.h"

namespace depone::lineage {

// Pairs (a, b) with a < b, sorted, each once. All pairs for small corpora; otherwise pairs that
// share enough weight of runs, content words and facts, at most a fixed number for each document,
// so the work grows about linearly. A thing held by very many documents is boilerplate: it links
// only neighbours in the order given, so that one text copied a thousand times still hangs
// together.
Result<std::vector<std::pair<std::size_t, std::size_t>>> candidate_pairs(
    const Corpus& corpus, const Cancellation& cancellation);

// The same from the index alone, whatever the size; for tests and benches.
Result<std::vector<std::pair<std::size_t, std::size_t>>> indexed_pairs(
    const Corpus& corpus, const Cancellation& cancellation);

}  // namespace depone::lineage
