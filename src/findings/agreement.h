// Agreement: which speeches of a topic can be true together.
#pragma once

#include <cstddef>
#include <vector>

#include "findings/speech.h"

namespace depone::findings {

// One statement of a topic: the speeches that agree on it and those against it, as indexes.
struct Cluster {
  std::vector<std::size_t> agreeing;
  std::vector<std::size_t> contradicting;
};

// The value most origins allow makes the first statement; every speech of another origin that
// cannot be true with it, and is not of another order of size, contradicts it. What is left over
// makes further statements in the same way. Denials contradict each statement they deny. Ties go
// to more first-hand, then firmer, then better rated speeches, then to the lower value, so the
// order of documents decides nothing. The literal twin is reference/corroborate_reference.h.
std::vector<Cluster> clusters(const std::vector<Speech>& speeches, int tolerance_percent,
                              int other_thing_factor);

}  // namespace depone::findings
