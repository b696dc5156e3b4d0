// From evidence to a decision: additive log-odds of "one origin", and how one text became another.
#pragma once

#include <cstddef>

#include "lineage/evidence.h"
#include "lineage/weights.h"
#include "model/lineage.h"

namespace depone::lineage {

// Log-odds (nats) that the two documents go back to one origin; 0 is even odds. Documents in one
// language are weighed by wording first, others by the facts that survive translation.
// Dates only ever add a little: they are often missing.
double log_odds(const Evidence& evidence, const Weights& weights);

// Log-odds as a probability in [0, 1].
double probability(double odds);

// How `child` came from `parent`, both places in the corpus; `evidence` is of these two.
Relation relation_between(const Corpus& corpus, const Evidence& evidence, std::size_t child,
                          std::size_t parent);

}  // namespace depone::lineage
