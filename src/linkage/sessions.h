// Where m is learnt: by expectation maximisation inside the blocks of single rules, u held, leaving
// out what the rule fixes (Linacre et al. 2022; docs/methods-linkage.md says why not over all
// pairs).
#pragma once

#include <cstddef>
#include <vector>

#include "linkage/patterns.h"
#include "linkage/shares.h"
#include "linkage/spec.h"
#include "linkage/table.h"
#include "linkage/weights.h"

namespace depone::linkage {

// The pairs of one rule's blocks, or of records that have the same values in some comparisons.
struct Session {
  std::size_t rule = 0;
  std::vector<bool> learns;  // by comparison: not fixed by the rule
  std::vector<PatternCount> patterns;
  double scale = 1;               // pairs of the rule each one stands for
  bool single = false;            // it leaves one comparison, which does not know by itself
  std::vector<bool> teaches;      // of what it learns, what others may take; empty: all
  std::vector<std::size_t> same;  // comparisons in which both have the same value; else by blocks
};

struct SessionResult {
  Shares counts;  // expected pairs by level among the same
  double matches = 0;
  double share = 0;    // of the session's pairs
  double purity = 0;   // of them, by how far those taken for the same stand off from different ones
  double settled = 0;  // expected same pairs that have not moved, and that have; else unknown
  double moves = 0;
};

// The rules in whose blocks there may be something to learn, without their patterns yet: those that
// leave two comparisons, or one that may know by itself; or else those that leave one.
std::vector<Session> plan_sessions(const Spec& spec, const Scorer& scorer);

// Which comparisons tell the same from the different by themselves: they know what their levels
// are worth, and hardly any two records agree well by chance.
std::vector<bool> find_knowing(const Scorer& scorer, const Shares& u);

// The sessions to learn from, of the planned ones with their patterns: all pairs parted into
// blocks, and pairs drawn that agree on other things than a name in any script.
std::vector<Session> make_sessions(const Table& table, const Spec& spec, std::vector<Session> rules,
                                   const TrainingOptions& options, const Scorer& scorer,
                                   const std::vector<bool>& knowing);

// Expected same pairs, from `start` on.
SessionResult run_session(const Session& session, const Shares& start, const Shares& u,
                          const Moving& moving, const Scorer& scorer);

}  // namespace depone::linkage
