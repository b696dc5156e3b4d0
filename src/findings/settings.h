// The tables findings are made with: which claims form propositions, and how they are worded.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "model/decimal.h"
#include "rules/credibility.h"

namespace depone::findings {

// How claims of one kind (and, for head counts, one measure) become propositions.
struct KindRule {
  ClaimKind kind = ClaimKind::Headcount;
  std::optional<Measure> measure;  // set: for this measure only
  std::string statement;           // "Workers work {value} {unit} a day{place}"
  std::string unit_one;            // "hour"
  std::string unit_many;           // "hours"
  // Two figures agree when their intervals, each widened by this share, meet.
  int tolerance_percent = 0;
  // Figures further apart than this factor speak of different things, not of a contradiction;
  // 0: never.
  int other_thing_factor = 0;
  bool split_by_place = false;    // figures of different countries are different propositions
  bool split_by_time = false;     // and of different years
  bool split_by_subject = false;  // and about different subjects
};

struct Settings {
  std::vector<KindRule> kinds;
  std::map<Indicator, std::string> indicators;  // statement of each
  std::map<std::string, std::string> places;    // name, Latin letters in lower case -> country code
  std::map<std::string, std::string> place_titles;  // code -> "Russia"
  int about_percent = 10;                           // "about 18" allows this much either way
  rules::Ladder ladder;

  // The rule for a claim's kind and measure; nullptr: such claims form no proposition of their own
  // (indicators have statements instead of rules).
  const KindRule* rule_for(const Claim& claim) const;

  // The place as compared: a country code, or the name itself in lower case; empty for empty.
  std::string settled_place(std::string_view as_written) const;
};

// Reads data/propositions/*.toml; InvalidInput names the file, the entry, the member and the fix.
// The result is immutable and may be shared between threads.
Result<std::shared_ptr<const Settings>> load_settings(const DataFiles& data);

}  // namespace depone::findings
