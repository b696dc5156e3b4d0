#include "findings/corroborate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "findings/agreement.h"
#include "findings/explain.h"
#include "findings/origins.h"
#include "findings/retelling.h"
#include "findings/speech.h"
#include "findings/statement.h"
#include "rules/credibility.h"

namespace depone::findings {
namespace {

OriginVoice voice_of(const Case& the_case, const Speech& speech, Stance stance) {
  OriginVoice voice;
  voice.origin = speech.origin;
  voice.stance = stance;
  voice.claims = speech.claims;
  voice.low = speech.interval.low;
  voice.high = speech.interval.high;
  voice.first_hand = speech.first_hand;
  if (the_case.claim(speech.claims.front()).kind == ClaimKind::Indicator) {
    voice.low = voice.high = std::nullopt;
  }
  return voice;
}

rules::Testimony testimony_of(const Speech& speech, Stance stance) {
  rules::Testimony testimony;
  testimony.origin = speech.origin;
  testimony.stance = stance;
  testimony.first_hand = speech.first_hand;
  testimony.hedged = speech.hedged;
  testimony.bare_denial = speech.denial;
  testimony.reliability = speech.reliability;
  return testimony;
}

// Makes the findings of one topic.
class Builder {
 public:
  Builder(const Case& the_case, const Settings& settings,
          const std::map<ClaimRef, Retelling>& retold, const MayQuote& may_quote)
      : case_(the_case), settings_(settings), retold_(retold), may_quote_(may_quote) {}

  std::vector<Finding> build(const Topic& topic, const std::vector<Speech>& speeches) const {
    Claim example;
    example.kind = topic.kind;
    example.measure = topic.measure;
    const KindRule* rule = topic.indicator ? nullptr : settings_.rule_for(example);
    const int tolerance = rule != nullptr ? rule->tolerance_percent : 0;
    const int factor = rule != nullptr ? rule->other_thing_factor : 0;
    std::vector<Finding> findings;
    for (const Cluster& cluster : clusters(speeches, tolerance, factor)) {
      findings.push_back(finding(topic, speeches, cluster, tolerance));
    }
    return findings;
  }

 private:
  Finding finding(const Topic& topic, const std::vector<Speech>& speeches, const Cluster& cluster,
                  int tolerance) const {
    Finding finding;
    std::vector<rules::Testimony> testimonies;
    std::vector<const Claim*> nearest;
    // An origin speaks once: where several of its figures agree with the others, the nearest leads.
    std::map<std::string, std::size_t> known;
    for (const std::size_t s : ordered(cluster.agreeing, speeches)) {
      const Speech& speech = speeches[s];
      const auto [place, added] = known.emplace(speech.origin, finding.voices.size());
      if (!added) {
        std::vector<ClaimRef>& claims = finding.voices[place->second].claims;
        claims.insert(claims.end(), speech.claims.begin(), speech.claims.end());
        continue;
      }
      finding.voices.push_back(voice_of(case_, speech, Stance::Supports));
      testimonies.push_back(testimony_of(speech, Stance::Supports));
      nearest.push_back(&case_.claim(speech.claims.front()));
    }
    for (const std::size_t s : ordered(cluster.contradicting, speeches)) {
      finding.voices.push_back(voice_of(case_, speeches[s], Stance::Contradicts));
      testimonies.push_back(testimony_of(speeches[s], Stance::Contradicts));
    }
    // Only denied: the statement is of what is denied.
    if (nearest.empty() && !finding.voices.empty()) {
      nearest.push_back(&case_.claim(finding.voices.front().claims.front()));
    }
    const rules::Tally tally = rules::tally_of(testimonies);
    const rules::Grade grade = settings_.ladder.grade(tally);
    finding.proposition = proposition(topic, nearest);
    finding.credibility = grade.credibility;
    finding.supporting_origins = tally.supporting;
    finding.contradicting_origins = tally.contradicting;
    finding.documents = documents_of(finding);
    finding.drifts = drifts_of(finding);
    Grounds grounds{grade.because, tolerance, reported_denials(speeches, known)};
    finding.explanation = explain(case_, finding, grounds, may_quote_);
    return finding;
  }

  // First-hand first, then by the nearest document's name: never by the order given.
  std::vector<std::size_t> ordered(std::vector<std::size_t> indexes,
                                   const std::vector<Speech>& speeches) const {
    const auto place = [&](std::size_t s) {
      const ClaimRef nearest = speeches[s].claims.front();
      return std::tuple(!speeches[s].first_hand,
                        std::string_view(case_.documents[nearest.document].document.name),
                        case_.claim(nearest).span, nearest.claim);
    };
    std::sort(indexes.begin(), indexes.end(),
              [&](std::size_t one, std::size_t other) { return place(one) < place(other); });
    return indexes;
  }

  Proposition proposition(const Topic& topic, const std::vector<const Claim*>& nearest) const {
    Proposition proposition;
    proposition.statement = statement_of(topic, nearest, settings_);
    proposition.kind = topic.kind;
    proposition.indicator = topic.indicator;
    proposition.measure = topic.measure;
    proposition.per = topic.per;
    proposition.currency = topic.currency;
    proposition.place = topic.place;
    proposition.time = topic.time;
    return proposition;
  }

  static std::size_t documents_of(const Finding& finding) {
    std::set<std::size_t> documents;
    for (const OriginVoice& voice : finding.voices) {
      for (const ClaimRef ref : voice.claims) documents.insert(ref.document);
    }
    return documents.size();
  }

  std::vector<Drift> drifts_of(const Finding& finding) const {
    std::vector<Drift> drifts;
    for (const OriginVoice& voice : finding.voices) {
      for (const ClaimRef ref : voice.claims) {
        const auto retelling = retold_.find(ref);
        if (retelling == retold_.end() || retelling->second.what.empty()) continue;
        drifts.push_back({voice.origin, retelling->second.from, ref, retelling->second.what});
      }
    }
    return drifts;
  }

  static std::vector<ClaimRef> reported_denials(const std::vector<Speech>& speeches,
                                                const std::map<std::string, std::size_t>& known) {
    std::vector<ClaimRef> denials;
    for (const Speech& speech : speeches) {
      if (speech.denial && known.contains(speech.origin)) denials.push_back(speech.claims.front());
    }
    return denials;
  }

  const Case& case_;
  const Settings& settings_;
  const std::map<ClaimRef, Retelling>& retold_;
  const MayQuote& may_quote_;
};

}  // namespace

std::vector<Finding> corroborate(const Case& the_case, const Settings& settings,
                                 const MayQuote& may_quote) {
  const Origins origins = origins_of(the_case);
  const std::map<ClaimRef, Retelling> retold = retellings(the_case, origins, settings);
  const Builder builder(the_case, settings, retold, may_quote);
  std::vector<Finding> findings;
  for (const auto& [topic, said] : speeches(the_case, origins, retold, settings)) {
    std::vector<Finding> of_topic = builder.build(topic, said);
    std::move(of_topic.begin(), of_topic.end(), std::back_inserter(findings));
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    findings[i].proposition.id = fmt::format("P{:02}", i + 1);
  }
  return findings;
}

}  // namespace depone::findings
