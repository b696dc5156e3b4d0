// Standard: what a standard of proof asks of the evidence.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "rules/credibility.h"
#include "rules/norms.h"

namespace depone::rules {

// One sufficient condition: a grade at least this good on at least so many origins.
struct Acceptance {
  int credibility_at_most = 1;  // 1 is best
  std::size_t first_hand_at_least = 0;
  std::size_t supporting_at_least = 1;
};

struct Standard {
  StandardOfProof id = StandardOfProof::ReasonableGrounds;
  std::string asks;                // in words, for explanations
  std::vector<Acceptance> accept;  // any one suffices; none: never reached by this program
  std::string source;
};

// Reads data/norms/standards.toml: each of the five standards exactly once.
Result<std::vector<Standard>> load_standards(const DataFiles& data);

bool reached(const Standard& standard, const Tally& tally, int credibility);

}  // namespace depone::rules
