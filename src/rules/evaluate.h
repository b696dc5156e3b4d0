// Evaluate: a norm's test against the facts of a case, four-valued before applicability is asked.
//
// A fact is shown when the origins that support it reach the standard of proof; it is refuted when
// the same holds for the opposite, with at least one first-hand source; otherwise it is not shown.
// Branches follow Kleene's strong three-valued logic. The literal twin is
// reference/norms_reference.h.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/finding.h"
#include "rules/credibility.h"
#include "rules/norm.h"
#include "rules/norms.h"
#include "rules/standard.h"

namespace depone::rules {

// What one origin says of one fact.
struct Evidence {
  Testimony testimony;
  std::vector<ClaimRef> claims;    // the nearest first
  std::vector<std::string> steps;  // arithmetic, where a figure was computed
  bool witnessed = false;          // seen done to others, not suffered
};

// The state of one node of a test.
struct Outcome {
  Answer answer = Answer::NotShown;  // Met, NotMet or NotShown
  std::string because;               // one clause: what is shown on what, or what is missing
  std::vector<std::string> steps;    // explanation, one sentence each
  std::set<ClaimRef> claims;
  // The origins that support it; for branches the weakest of the parts (all) or the strongest
  // (any).
  std::map<std::string, Testimony> supporters;
};

struct Question {
  const Case& the_case;
  const NormContext& context;
  const Standard& standard;
  const Ladder& ladder;
  const std::vector<Norm>& norms;  // for same_as
  const std::vector<std::string>& witnessed_words;
  const MayQuote& may_quote;
};

Outcome evaluate(const Test& test, const Question& question);

// The evidence for and against a leaf, one entry an origin, ordered by origin name.
std::vector<Evidence> evidence_for(const Test& leaf, const Question& question);

}  // namespace depone::rules
