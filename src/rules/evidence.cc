// What each origin says of a leaf of a test.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "rules/evaluate.h"

namespace depone::rules {
namespace {

bool is_denial(const Case& the_case, const OriginVoice& voice) {
  return the_case.claim(voice.claims.front()).polarity == Polarity::Denied;
}

// Whether a word of the lexicon stands in the subject or the quoted words: done to a co-worker.
bool is_witnessed(const Claim& claim, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return claim.subject.find(word) != std::string::npos ||
           claim.quote.find(word) != std::string::npos;
  });
}

Testimony testimony_of(const Case& the_case, const OriginVoice& voice, Stance stance) {
  const ClaimRef nearest = voice.claims.front();
  Testimony testimony;
  testimony.origin = voice.origin;
  testimony.stance = stance;
  testimony.first_hand = voice.first_hand;
  // What a retelling adds to its origin's account is nobody's first-hand word.
  const auto& nodes = the_case.lineage.nodes;
  const bool added = nearest.document < nodes.size() && nodes[nearest.document].parent.has_value();
  testimony.hedged = added || the_case.claim(nearest).polarity == Polarity::Alleged;
  testimony.bare_denial = is_denial(the_case, voice);
  testimony.reliability = the_case.documents[nearest.document].source.reliability;
  return testimony;
}

// Whether a proposition's year, where it has one, lies in the period asked about.
bool in_period(const Finding& finding, const PartialDate& period) {
  if (!period.known() || finding.proposition.time.empty()) return true;
  const Result<PartialDate> year = parse_partial_date(finding.proposition.time);
  return !year.ok() || year.value().year == period.year;
}

// One entry an origin; support by any of its voices outweighs its other voices.
class Collected {
 public:
  void add(Evidence evidence) {
    const std::string origin = evidence.testimony.origin;
    const auto [place, added] = by_origin_.try_emplace(origin, evidence);
    if (added) return;
    Evidence& known = place->second;
    const bool supports = evidence.testimony.stance == Stance::Supports;
    if (supports && known.testimony.stance != Stance::Supports) {
      known = std::move(evidence);
      return;
    }
    if (known.testimony.stance != evidence.testimony.stance) return;
    known.claims.insert(known.claims.end(), evidence.claims.begin(), evidence.claims.end());
    // Firm wherever one of its claims is; suffered wherever one of its claims is.
    known.testimony.hedged = known.testimony.hedged && evidence.testimony.hedged;
    known.testimony.bare_denial = known.testimony.bare_denial && evidence.testimony.bare_denial;
    known.testimony.first_hand = known.testimony.first_hand || evidence.testimony.first_hand;
    known.testimony.reliability =
        std::min(known.testimony.reliability, evidence.testimony.reliability);
    known.witnessed = known.witnessed && evidence.witnessed;
  }

  std::vector<Evidence> list() && {
    std::vector<Evidence> list;
    for (auto& [origin, evidence] : by_origin_) list.push_back(std::move(evidence));
    return list;
  }

 private:
  std::map<std::string, Evidence> by_origin_;
};

std::vector<Evidence> of_indicator(Indicator indicator, const Question& question) {
  Collected collected;
  for (const Finding& finding : question.the_case.findings) {
    if (finding.proposition.indicator != indicator) continue;
    for (const OriginVoice& voice : finding.voices) {
      if (voice.claims.empty() || voice.stance == Stance::Unclear) continue;
      Evidence evidence;
      evidence.testimony = testimony_of(question.the_case, voice, voice.stance);
      evidence.claims = {voice.claims.front()};
      evidence.witnessed =
          is_witnessed(question.the_case.claim(voice.claims.front()), question.witnessed_words);
      collected.add(std::move(evidence));
    }
  }
  return std::move(collected).list();
}

// Beyond the limit supports, wholly on this side of it contradicts, astride says nothing.
std::optional<Stance> stance_of(const Interval& interval, const Test& test) {
  if (test.over) {
    if (interval.low && *interval.low > test.limit) return Stance::Supports;
    if (interval.high && *interval.high <= test.limit) return Stance::Contradicts;
  } else {
    if (interval.high && *interval.high < test.limit) return Stance::Supports;
    if (interval.low && *interval.low >= test.limit) return Stance::Contradicts;
  }
  return std::nullopt;
}

// The voice that made a claim; figures and counts come from voices.
const OriginVoice* voice_with(const Case& the_case, ClaimRef ref) {
  for (const Finding& finding : the_case.findings) {
    for (const OriginVoice& voice : finding.voices) {
      if (!voice.claims.empty() && voice.claims.front() == ref) return &voice;
    }
  }
  return nullptr;
}

bool is_hours(Figure figure) {
  return figure != Figure::DaysOffPerYear && figure != Figure::WageWithheldShare;
}

// Denials of the hours (or share) themselves.
void add_denied_figures(const Test& test, const Question& question, Collected& collected) {
  for (const Finding& finding : question.the_case.findings) {
    const ClaimKind kind = finding.proposition.kind;
    const bool of_figure =
        is_hours(test.figure)
            ? kind == ClaimKind::HoursPerDay || kind == ClaimKind::HoursPerWeek
            : (test.figure == Figure::DaysOffPerYear ? kind == ClaimKind::DaysOff
                                                     : kind == ClaimKind::WageWithheldShare);
    if (!of_figure || !speaks_of(finding, question.context.host_state)) continue;
    for (const OriginVoice& voice : finding.voices) {
      if (voice.claims.empty() || !is_denial(question.the_case, voice)) continue;
      Evidence evidence;
      evidence.testimony = testimony_of(question.the_case, voice, Stance::Contradicts);
      evidence.claims = {voice.claims.front()};
      collected.add(std::move(evidence));
    }
  }
}

std::vector<Evidence> of_figure(const Test& test, const Question& question) {
  Collected collected;
  for (OriginFigure& figure :
       figures_of(question.the_case, test.figure, test.normal, question.context.host_state)) {
    const std::optional<Stance> stance = stance_of(figure.interval, test);
    if (!stance) continue;
    const OriginVoice* voice = voice_with(question.the_case, figure.claims.front());
    if (voice == nullptr) continue;
    Evidence evidence;
    evidence.testimony = testimony_of(question.the_case, *voice, *stance);
    // A computed figure is as firm as the least firm of what it is computed from.
    for (const ClaimRef ref : figure.claims) {
      if (question.the_case.claim(ref).polarity == Polarity::Alleged) {
        evidence.testimony.hedged = true;
      }
      const OriginVoice* part = voice_with(question.the_case, ref);
      if (part != nullptr && !part->first_hand) evidence.testimony.first_hand = false;
    }
    evidence.claims = std::move(figure.claims);
    evidence.steps = std::move(figure.steps);
    collected.add(std::move(evidence));
  }
  add_denied_figures(test, question, collected);
  return std::move(collected).list();
}

bool shows_work(const Proposition& proposition) {
  switch (proposition.kind) {
    case ClaimKind::HoursPerDay:
    case ClaimKind::HoursPerWeek:
    case ClaimKind::DaysOff:
    case ClaimKind::Wage:
    case ClaimKind::WageWithheldShare:
    case ClaimKind::WageWithheldAmount:
      return true;
    case ClaimKind::Headcount:
      return proposition.measure == Measure::Stock;
    default:
      return false;
  }
}

bool counts(const Proposition& proposition, const std::vector<Measure>& measures) {
  return proposition.kind == ClaimKind::Headcount &&
         std::find(measures.begin(), measures.end(), proposition.measure) != measures.end();
}

// Any figure of these kinds supports; only a denial contradicts: to differ about how many is to
// agree that there are some. A count of nought contradicts as well.
std::vector<Evidence> of_presence(const Test& test, const Question& question) {
  Collected collected;
  for (const Finding& finding : question.the_case.findings) {
    const bool of_leaf = test.kind == Test::Kind::Work ? shows_work(finding.proposition)
                                                       : counts(finding.proposition, test.measures);
    if (!of_leaf || !speaks_of(finding, question.context.host_state)) continue;
    if (!in_period(finding, question.context.period)) continue;
    for (const OriginVoice& voice : finding.voices) {
      if (voice.claims.empty() || voice.stance == Stance::Unclear) continue;
      const bool headcount = finding.proposition.kind == ClaimKind::Headcount;
      const bool none = headcount && voice.high && *voice.high <= Decimal{};
      const bool denied = is_denial(question.the_case, voice);
      // "We do not work them 18 hours" grants that they work.
      if (denied && !headcount) continue;
      Evidence evidence;
      evidence.testimony = testimony_of(question.the_case, voice,
                                        denied || none ? Stance::Contradicts : Stance::Supports);
      evidence.claims = {voice.claims.front()};
      collected.add(std::move(evidence));
    }
  }
  return std::move(collected).list();
}

// Origins whose count of a later year exceeds every count of the years up to `until`.
std::vector<Evidence> of_rise(const Test& test, const Question& question) {
  std::optional<Decimal> before;
  std::vector<ClaimRef> before_claims;
  for (const Finding& finding : question.the_case.findings) {
    const Result<PartialDate> year = parse_partial_date(finding.proposition.time);
    if (!counts(finding.proposition, test.measures) || !year.ok()) continue;
    if (!speaks_of(finding, question.context.host_state)) continue;
    if (year.value().year > test.until.year) continue;
    for (const OriginVoice& voice : finding.voices) {
      if (voice.claims.empty() || !voice.high || is_denial(question.the_case, voice)) continue;
      before = before ? std::max(*before, *voice.high) : *voice.high;
      before_claims.push_back(voice.claims.front());
    }
  }
  Collected collected;
  if (!before) return std::move(collected).list();
  for (const Finding& finding : question.the_case.findings) {
    const Result<PartialDate> year = parse_partial_date(finding.proposition.time);
    if (!counts(finding.proposition, test.measures) || !year.ok()) continue;
    if (!speaks_of(finding, question.context.host_state)) continue;
    if (year.value().year <= test.until.year) continue;
    for (const OriginVoice& voice : finding.voices) {
      if (voice.claims.empty() || !voice.low || is_denial(question.the_case, voice)) continue;
      if (*voice.low <= *before) continue;
      Evidence evidence;
      evidence.testimony = testimony_of(question.the_case, voice, Stance::Supports);
      evidence.claims = {voice.claims.front()};
      evidence.claims.insert(evidence.claims.end(), before_claims.begin(), before_claims.end());
      evidence.steps.push_back(grouped(*voice.low) + " in " + finding.proposition.time +
                               " against at most " + grouped(*before) + " by " +
                               to_string(test.until));
      collected.add(std::move(evidence));
    }
  }
  return std::move(collected).list();
}

}  // namespace

std::vector<Evidence> evidence_for(const Test& leaf, const Question& question) {
  switch (leaf.kind) {
    case Test::Kind::Indicator:
      return of_indicator(leaf.indicator, question);
    case Test::Kind::Figure:
      return of_figure(leaf, question);
    case Test::Kind::Work:
    case Test::Kind::Headcount:
      return of_presence(leaf, question);
    case Test::Kind::Rise:
      return of_rise(leaf, question);
    default:
      return {};
  }
}

}  // namespace depone::rules
