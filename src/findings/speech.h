// Speech: what each origin says of each topic, one figure a speech.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "findings/origins.h"
#include "findings/retelling.h"
#include "findings/settings.h"
#include "model/finding.h"
#include "rules/interval.h"

namespace depone::findings {

// What a claim is about: claims of different topics never compare. Ordered as findings are.
struct Topic {
  ClaimKind kind = ClaimKind::Headcount;
  std::optional<Indicator> indicator;
  Measure measure = Measure::None;
  Per per = Per::None;
  std::string currency;
  std::string place;    // settled; empty: anywhere
  std::string time;     // year or empty
  std::string subject;  // only where the kind splits by subject
  friend auto operator<=>(const Topic&, const Topic&) = default;
};

// One figure (or assertion, or denial) of one origin, and who repeats it.
struct Speech {
  std::string origin;
  std::vector<ClaimRef> claims;  // the nearest to the origin first
  rules::Interval interval;      // what the nearest claim's words allow; open for indicators
  bool denial = false;
  bool first_hand = false;
  bool hedged = false;  // the nearest claim is an allegation, or a retelling added it
  char reliability = 'F';
};

// All speeches by topic. A claim that repeats another belongs to the other's speech, whatever it
// turned the figure into. A claim that leaves place or year open joins the only place or year its
// origin names for that topic; otherwise the place stays open and the year is that of the origin's
// nearest document.
std::map<Topic, std::vector<Speech>> speeches(const Case& the_case, const Origins& origins,
                                              const std::map<ClaimRef, Retelling>& retold,
                                              const Settings& settings);

}  // namespace depone::findings
