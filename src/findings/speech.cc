#include "findings/speech.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace depone::findings {
namespace {

std::string year_of(const std::string& time) {
  const bool digits = time.size() >= 4 && time.find_first_not_of("0123456789") >= 4;
  return digits ? time.substr(0, 4) : std::string();
}

// The topic as the claim alone states it; place and year may be open.
Topic stated_topic(const Claim& claim, const Settings& settings) {
  Topic topic;
  topic.kind = claim.kind;
  if (claim.kind == ClaimKind::Indicator) {
    topic.indicator = indicator_of(claim);
    return topic;
  }
  const KindRule& rule = *settings.rule_for(claim);
  topic.measure = claim.measure;
  topic.per = claim.per;
  topic.currency = claim.currency;
  if (rule.split_by_place) topic.place = settings.settled_place(claim.place);
  if (rule.split_by_time) topic.time = year_of(claim.time);
  if (rule.split_by_subject) topic.subject = claim.subject;
  return topic;
}

Topic with_open(Topic topic, std::string Topic::*member) {
  topic.*member = {};
  return topic;
}

struct Root {
  ClaimRef claim;
  Topic topic;
};

// Fills the open member of each root from the only value its origin states for the same topic.
void settle(std::vector<Root>& roots, std::string Topic::*member, const Origins& origins) {
  std::map<std::pair<std::string, Topic>, std::set<std::string>> stated;
  for (const Root& root : roots) {
    if ((root.topic.*member).empty()) continue;
    stated[{origins.of[root.claim.document], with_open(root.topic, member)}].insert(root.topic.*
                                                                                    member);
  }
  for (Root& root : roots) {
    if (!(root.topic.*member).empty()) continue;
    const auto found = stated.find({origins.of[root.claim.document], root.topic});
    if (found != stated.end() && found->second.size() == 1) {
      root.topic.*member = *found->second.begin();
    }
  }
}

// An open place joins the only place the whole case names for the topic.
void settle_by_case(std::vector<Root>& roots) {
  std::map<Topic, std::set<std::string>> stated;
  for (const Root& root : roots) {
    if (root.topic.place.empty()) continue;
    stated[with_open(root.topic, &Topic::place)].insert(root.topic.place);
  }
  for (Root& root : roots) {
    if (!root.topic.place.empty()) continue;
    const auto found = stated.find(root.topic);
    if (found != stated.end() && found->second.size() == 1)
      root.topic.place = *found->second.begin();
  }
}

class Collector {
 public:
  Collector(const Case& the_case, const Origins& origins, const Settings& settings)
      : case_(the_case), origins_(origins), settings_(settings) {}

  // Documents of an origin by nearness, then by place in the text.
  bool nearer(ClaimRef one, ClaimRef other) const {
    const auto place = [&](ClaimRef ref) {
      return std::tuple(origins_.rank[ref.document], case_.claim(ref).span, ref.claim);
    };
    return place(one) < place(other);
  }

  // Adds a root to the speech of its origin it agrees with, or starts one. Roots must come nearest
  // first, so that the first of each speech is the nearest.
  std::size_t add(std::vector<Speech>& speeches, ClaimRef ref) const {
    const Claim& claim = case_.claim(ref);
    const rules::Interval interval =
        rules::interval_of(claim, settings_.about_percent).value_or(rules::Interval{});
    const KindRule* rule = settings_.rule_for(claim);
    const int tolerance = rule != nullptr ? rule->tolerance_percent : 0;
    const bool denial = claim.polarity == Polarity::Denied;
    const std::string& origin = origins_.of[ref.document];
    for (std::size_t s = 0; s < speeches.size(); ++s) {
      Speech& speech = speeches[s];
      if (speech.origin != origin || speech.denial != denial) continue;
      if (!rules::meet(rules::widened(speech.interval, tolerance),
                       rules::widened(interval, tolerance))) {
        continue;
      }
      speech.claims.push_back(ref);
      return s;
    }
    const Source& source = case_.documents[ref.document].source;
    Speech speech;
    speech.origin = origin;
    speech.claims.push_back(ref);
    speech.interval = interval;
    speech.denial = denial;
    speech.first_hand = source.first_hand;
    speech.hedged =
        claim.polarity == Polarity::Alleged || origins_.parent[ref.document].has_value();
    speech.reliability = source.reliability;
    speeches.push_back(std::move(speech));
    return speeches.size() - 1;
  }

 private:
  const Case& case_;
  const Origins& origins_;
  const Settings& settings_;
};

}  // namespace

std::map<Topic, std::vector<Speech>> speeches(const Case& the_case, const Origins& origins,
                                              const std::map<ClaimRef, Retelling>& retold,
                                              const Settings& settings) {
  std::vector<Root> roots;
  std::map<ClaimRef, std::vector<ClaimRef>> repeats;  // of each root
  for (std::size_t d = 0; d < the_case.documents.size(); ++d) {
    for (std::size_t c = 0; c < the_case.documents[d].claims.size(); ++c) {
      const ClaimRef ref{d, c};
      if (!takes_part(the_case.claim(ref), settings)) continue;
      const ClaimRef first = first_told(retold, ref);
      if (first == ref) {
        roots.push_back({ref, stated_topic(the_case.claim(ref), settings)});
      } else {
        repeats[first].push_back(ref);
      }
    }
  }
  settle(roots, &Topic::place, origins);
  settle_by_case(roots);
  settle(roots, &Topic::time, origins);
  for (Root& root : roots) {
    const Claim& claim = the_case.claim(root.claim);
    if (!root.topic.time.empty() || claim.kind == ClaimKind::Indicator) continue;
    if (!settings.rule_for(claim)->split_by_time) continue;
    const std::size_t nearest = origins.documents.at(origins.of[root.claim.document]).front();
    const PartialDate& date = the_case.documents[nearest].document.date;
    if (date.known()) root.topic.time = to_string(PartialDate{date.year, 0, 0});
  }

  const Collector collector(the_case, origins, settings);
  std::sort(roots.begin(), roots.end(), [&](const Root& one, const Root& other) {
    const std::string& first = origins.of[one.claim.document];
    const std::string& second = origins.of[other.claim.document];
    return first != second ? first < second : collector.nearer(one.claim, other.claim);
  });
  std::map<Topic, std::vector<Speech>> by_topic;
  for (const Root& root : roots) {
    std::vector<Speech>& of_topic = by_topic[root.topic];
    const std::size_t place = collector.add(of_topic, root.claim);
    std::vector<ClaimRef>& claims = of_topic[place].claims;
    const auto repeated = repeats.find(root.claim);
    if (repeated == repeats.end()) continue;
    claims.insert(claims.end(), repeated->second.begin(), repeated->second.end());
    // The first stays the nearest: roots come nearest first, repeats are farther than their root.
    std::sort(claims.begin() + 1, claims.end(),
              [&](ClaimRef one, ClaimRef other) { return collector.nearer(one, other); });
  }
  return by_topic;
}

}  // namespace depone::findings
