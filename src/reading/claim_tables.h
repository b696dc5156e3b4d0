// The tables behind ClaimRules. Internal to reading.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <bitset>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reading/claim_rules.h"
#include "reading/number_tables.h"

namespace depone::reading {

// Cues present in a text, by number; measures are cues too.
inline constexpr std::size_t kMostCues = 96;
using CueMask = std::bitset<kMostCues>;

struct ClaimRule {
  ClaimKind kind = ClaimKind::Headcount;
  Unit of = Unit::Bare;
  std::vector<Per> per;              // allowed rates; empty: any
  std::unique_ptr<re2::RE2> before;  // null: nothing asked
  std::unique_ptr<re2::RE2> after;
  CueMask clause;  // one of these; none: nothing asked
  CueMask sentence;
  CueMask sentence_also;
  CueMask unless;
  CueMask unless_sentence;
  std::int64_t min = 0;
  std::int64_t max = 0;  // whole numbers; 0: no limit
  std::optional<Per> set_per;
  std::optional<Bound> bound;
  std::string unit;  // empty: the quantity's
  bool compound_only = false;
  bool days_worked = false;  // the value counts days worked a week, not days off
};

struct PhraseRule {
  ClaimKind kind = ClaimKind::Headcount;
  std::unique_ptr<re2::RE2> pattern;  // the claim's words are group 1, or the whole match
  Decimal value;
  std::string unit;
  Per per = Per::None;
};

struct LanguageRules {
  // Cue alternatives in one automaton: set entry -> cue number.
  std::unique_ptr<re2::RE2::Set> cues;
  std::vector<std::size_t> cue_of_pattern;
  std::map<std::string, std::size_t, std::less<>> cue_numbers;
  std::vector<std::pair<Measure, std::size_t>> measures;  // in order of precedence
  std::map<Unit, std::vector<ClaimRule>> rules;
  std::optional<std::size_t> inherit_cue;
  std::unique_ptr<re2::RE2> inherit_after;
  std::unique_ptr<re2::RE2> inherit_before;
  std::unique_ptr<re2::RE2> any_phrase;
  std::vector<PhraseRule> phrases;
  std::vector<std::string> conjunctions;
};

struct ClaimRules::Tables {
  LanguageRules english;
  LanguageRules russian;
  LanguageRules korean;

  const LanguageRules& of(Language language) const {
    if (language == Language::Korean) return korean;
    return language == Language::Russian ? russian : english;
  }
};

Result<LanguageRules> load_claim_rules(const DataFiles& data, std::string_view code);

}  // namespace depone::reading
