// Findings: what stands, on how many origins, and what the law says of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/claim.h"
#include "model/document.h"
#include "model/lineage.h"

namespace depone {

// A claim of a case: claims[claim] of documents[document].
struct ClaimRef {
  std::size_t document = 0;
  std::size_t claim = 0;
  friend auto operator<=>(const ClaimRef&, const ClaimRef&) = default;
};

// A statement to be proved. Claims of the same topic support or contradict it.
struct Proposition {
  std::string id;         // "P03"
  std::string statement;  // "Workers work over 16 hours a day"
  ClaimKind kind = ClaimKind::Headcount;
  std::optional<Indicator> indicator;  // set for Indicator
  Measure measure = Measure::None;     // head counts of other measures are another proposition
  Per per = Per::None;
  std::string currency;
  std::string place;  // normalised; empty: anywhere
  std::string time;   // year or empty
};

enum class Stance { Supports, Contradicts, Unclear };
std::string_view name_of(Stance stance);

// What one origin says of a proposition: its claims, whichever of its documents made them.
struct OriginVoice {
  std::string origin;  // LineageNode::origin
  Stance stance = Stance::Supports;
  std::vector<ClaimRef> claims;  // the nearest to the origin first
  // The values the nearest claim allows; unset ends are open.
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  bool first_hand = false;
};

// A retelling whose figure differs from its parent's.
struct Drift {
  std::string origin;
  ClaimRef from;     // as the nearest ancestor that states it has it
  ClaimRef to;       // as the retelling has it
  std::string what;  // "bound turned from over to up to", "18 became 80"
};

struct Finding {
  Proposition proposition;
  std::vector<OriginVoice> voices;
  std::vector<Drift> drifts;
  // Admiralty 1 (confirmed by independent origins) to 6 (cannot be judged); computed, never typed.
  int credibility = 6;
  std::size_t supporting_origins = 0;
  std::size_t contradicting_origins = 0;
  std::size_t documents = 0;             // that speak of it
  std::vector<std::string> explanation;  // full sentences, most important first
};

// "probably true": what a credibility of 1 to 6 means.
std::string_view credibility_words(int credibility);

// A norm test's answer. NotShown: the evidence does not reach. NotApplicable: the norm does not
// govern the case; `because` says why.
enum class Answer { Met, NotMet, NotShown, NotApplicable };
std::string_view name_of(Answer answer);  // "met", "not met", "not shown", "not applicable"

struct NormAnswer {
  std::string norm;  // id in data/norms: "unscr-2397-8"
  std::string title;
  std::string citation;  // instrument, article or paragraph
  std::string in_force;  // "since 2017-12-22", "2017-12-22 to ..."
  Answer answer = Answer::NotShown;
  std::string because;                   // one sentence
  std::vector<std::string> explanation;  // the steps, each with what it rests on
  std::vector<ClaimRef> claims;          // quoted spans it rests on
  std::size_t origins = 0;               // independent origins among them
  std::string met_means;                 // what "met" would say of this norm, and what not
  std::string standard;                  // the standard of proof asked for: "reasonable grounds"
  std::string certainty;  // of our statement of the norm: "seen", "partly seen", "from memory"
};

struct CaseDocument {
  std::string id;  // "D07"; shown to people
  Document document;
  Source source;
  std::vector<Claim> claims;
};

// What flows from stage to stage. `lineage.nodes[i]` belongs to `documents[i]`.
struct Case {
  std::string title;
  std::vector<CaseDocument> documents;
  Lineage lineage;
  std::vector<Finding> findings;
  std::vector<NormAnswer> answers;

  const Claim& claim(ClaimRef ref) const { return documents.at(ref.document).claims.at(ref.claim); }
};

}  // namespace depone
