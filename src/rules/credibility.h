// Credibility 1 to 6, computed from independent origins by a ladder kept as data.
//
// The scale is that of the Admiralty system as NATO uses it (AJP-2.1): 1 confirmed by other
// independent sources, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be
// judged. The doctrine leaves the grade to an analyst's feeling; here data/propositions/
// credibility.toml says how many origins of which quality each level takes
// (docs/methods-findings.md#credibility). Conditions only ever ask for more support or less
// contradiction, and levels are tried best first, so another agreeing origin never worsens a grade.
// The literal twin is reference/credibility_reference.h.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/finding.h"

namespace depone::rules {

// What one origin contributes to a statement. One witness account a value, however often retold.
struct Testimony {
  std::string origin;
  Stance stance = Stance::Supports;  // Unclear counts neither way
  bool first_hand = false;           // the origin speaks of what they lived through
  bool hedged = false;               // "reportedly": alleged, not asserted
  bool bare_denial = false;          // contradicts without a figure or fact of its own
  char reliability = 'F';            // Admiralty A to F of the source nearest the origin
};

// The counts the ladder looks at; all count origins.
struct Tally {
  std::size_t supporting = 0;
  std::size_t firm = 0;             // supporting, and first-hand or unhedged, and not rated E
  std::size_t first_hand = 0;       // supporting and first-hand
  std::size_t fair_first_hand = 0;  // supporting, first-hand and rated A, B or C
  std::size_t contradicting = 0;
  // Contradicting, and not a bare denial by someone who was not there while someone who was there
  // supports the statement. Such a denial is recorded and shown but explained by its distance.
  std::size_t unexplained = 0;
  std::size_t unexplained_first_hand = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};
Tally tally_of(std::span<const Testimony> testimonies);

// The least a level asks for. Leads are differences and may be negative.
struct Level {
  int credibility = 6;
  std::size_t supporting_at_least = 0;
  std::size_t firm_at_least = 0;
  std::size_t fair_first_hand_at_least = 0;
  std::size_t speaking_at_least = 0;  // supporting and contradicting together
  long unexplained_at_most = -1;      // -1: any number
  bool lead_asked = false;
  long lead_at_least = 0;  // supporting minus unexplained
  long first_hand_lead_at_least = 0;
  std::string because;  // "two or more independent origins agree and nothing contradicts them"
};

struct Grade {
  int credibility = 6;
  std::string because;  // the level's reason, a clause without a full stop
};

// Immutable after loading; may be shared between threads.
class Ladder {
 public:
  // Reads data/propositions/credibility.toml; InvalidInput names the entry and member at fault.
  static Result<Ladder> load(const DataFiles& data);

  // The first level whose conditions the tally meets; 6 when it meets none.
  Grade grade(const Tally& tally) const;

  const std::vector<Level>& levels() const { return levels_; }

 private:
  std::vector<Level> levels_;  // best first
};

}  // namespace depone::rules
