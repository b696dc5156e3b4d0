// Cases for norm tests, made of facts: each fact is one claim of one document of one origin.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/finding.h"
#include "rules/interval.h"

namespace depone::rules {

struct Fact {
  std::string origin;
  bool first_hand = true;
  char rating = 'B';
  Claim claim;
  std::string place;  // country code
  std::string time;   // year
};

inline Interval interval_of_fact(const Claim& claim) {
  return interval_of(claim, 10).value_or(Interval{});
}

// Corroboration in its simplest form: claims of one topic are one finding, each origin one voice,
// denials contradict. Agreement of figures is not judged here; norms look at each voice's interval.
inline Case case_of(const std::vector<Fact>& facts) {
  Case the_case;
  for (const Fact& fact : facts) {
    const std::size_t number = the_case.documents.size();
    CaseDocument document;
    document.id = "D" + std::to_string(number + 1);
    document.document.name = document.id + ".txt";
    document.source.first_hand = fact.first_hand;
    document.source.reliability = fact.rating;
    document.claims = {fact.claim};
    the_case.documents.push_back(std::move(document));
    LineageNode node;
    node.document = the_case.documents.back().document.name;
    node.origin = fact.origin;
    the_case.lineage.nodes.push_back(std::move(node));

    Proposition topic;
    topic.kind = fact.claim.kind;
    topic.indicator = indicator_of(fact.claim);
    topic.measure = fact.claim.measure;
    topic.per = fact.claim.per;
    topic.place = fact.place;
    topic.time = fact.time;
    auto finding =
        std::find_if(the_case.findings.begin(), the_case.findings.end(), [&](const Finding& known) {
          const Proposition& other = known.proposition;
          return other.kind == topic.kind && other.indicator == topic.indicator &&
                 other.measure == topic.measure && other.per == topic.per &&
                 other.place == topic.place && other.time == topic.time;
        });
    if (finding == the_case.findings.end()) {
      Finding created;
      created.proposition = topic;
      the_case.findings.push_back(std::move(created));
      finding = the_case.findings.end() - 1;
    }
    OriginVoice voice;
    voice.origin = fact.origin;
    voice.first_hand = fact.first_hand;
    voice.stance = fact.claim.polarity == Polarity::Denied ? Stance::Contradicts : Stance::Supports;
    voice.claims = {ClaimRef{number, 0}};
    const Interval interval = interval_of_fact(fact.claim);
    voice.low = interval.low;
    voice.high = interval.high;
    finding->voices.push_back(std::move(voice));
  }
  return the_case;
}

}  // namespace depone::rules
