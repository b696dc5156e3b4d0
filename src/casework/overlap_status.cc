// How a run stands: what to give to whom, and what is awaited.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "casework/overlap_question.h"
#include "casework/overlap_steps.h"

namespace depone::casework {
namespace {

using overlap::Protocol;

// Files in out/ that were not evidently received; what each is.
class Handovers {
 public:
  explicit Handovers(const OverlapFolder& folder) : folder_(folder) {}

  Result<> add(const std::string& to, const std::string& label, std::string what) {
    if (!DP_TRY(folder_.has_out(to, label))) return done();
    auto found = std::find_if(give_.begin(), give_.end(),
                              [&](const OverlapHandover& each) { return each.to == to; });
    if (found == give_.end()) {
      const std::string out = join_path(folder_.path(), "out");
      found = give_.insert(found, OverlapHandover{to, join_path(out, to), {}});
    }
    found->what.push_back(std::move(what));
    return done();
  }
  std::vector<OverlapHandover> take() && { return std::move(give_); }

 private:
  const OverlapFolder& folder_;
  std::vector<OverlapHandover> give_;
};

std::string under_rule(const Protocol& protocol, const std::string& rule) {
  return protocol.rules.size() == 1 ? "" : " under rule " + rule;
}

// The lists that have still to come this way.
Result<std::vector<std::string>> awaited_lists(const OverlapFolder& folder,
                                               const Protocol& protocol) {
  const std::size_t parties = protocol.parties.size();
  const std::string& self = folder.self().name;
  const std::size_t place = protocol.index_of(self);
  const std::string& neighbour = protocol.parties[(place + parties - 1) % parties].name;
  std::map<std::string, std::string> from;
  const auto await = [&](const std::string& party, const std::string& what) {
    std::string& all = from[party];
    all += (all.empty() ? "" : ", ") + what;
  };
  for (const overlap::KeyRule& rule : protocol.rules) {
    for (std::size_t owner = 0; owner < parties; ++owner) {
      const std::string& name = protocol.parties[owner].name;
      const std::string what = name + "'s list" + under_rule(protocol, rule.name);
      const std::size_t hop = (place + parties - owner) % parties;
      if (hop != 0) {
        const std::string fact = taken_name(rule.name, name, hop);
        const bool done = DP_TRY(folder.has(fact)) && !DP_TRY(read_taken(folder, fact)).out.empty();
        if (!done) await(neighbour, what);
      }
      if (self != protocol.counter) continue;
      const std::string& last = protocol.parties[(owner + parties - 1) % parties].name;
      if (last == self) continue;  // comes of the list above
      if (!DP_TRY(folder.has(fmt::format("final.{}.{}", rule.name, name)))) {
        await(last, what + " back from all");
      }
    }
  }
  std::vector<std::string> awaited;
  for (const auto& [party, what] : from) awaited.push_back("from " + party + ": " + what);
  return awaited;
}

// What the lists that came this way tell of the others.
struct Evidence {
  std::vector<bool> begun;  // by party: it had every signature
  std::map<std::pair<std::string, std::string>, std::size_t> seen;  // (rule, owner): furthest hop
};

Result<Evidence> evidence_of(const OverlapFolder& folder, const Protocol& protocol) {
  const std::size_t parties = protocol.parties.size();
  Evidence evidence;
  evidence.begun.assign(parties, false);
  const std::vector<std::string> names = DP_TRY(folder.names("taken."));
  for (const std::string& name : names) {
    const TakenList taken = DP_TRY(read_taken(folder, name));
    std::size_t& furthest = evidence.seen[{taken.rule, taken.owner}];
    furthest = std::max(furthest, taken.hop);
    const std::size_t owner = protocol.index_of(taken.owner);
    for (std::size_t hop = 0; hop < taken.hop; ++hop) {
      evidence.begun[(owner + hop) % parties] = true;
    }
  }
  return evidence;
}

Result<std::vector<OverlapHandover>> handovers(const OverlapFolder& folder, const OverlapRun& run,
                                               bool counted) {
  const Protocol& protocol = *run.protocol;
  const std::string& self = folder.self().name;
  Evidence evidence = DP_TRY(evidence_of(folder, protocol));
  Handovers give(folder);
  for (const overlap::Party& party : protocol.parties) {
    if (party.name == self) continue;
    const bool has_signed =
        std::any_of(run.commitments.begin(), run.commitments.end(), [&](const auto& message) {
          return message.header["from"].template get<std::string>() == party.name;
        });
    if (!has_signed) DP_TRY(give.add(party.name, "protocol", "the protocol"));
    if (!counted && !evidence.begun[protocol.index_of(party.name)])
      DP_TRY(give.add(party.name, "signature", "your signature"));
    for (const overlap::KeyRule& rule : protocol.rules) {
      for (const overlap::Party& owner : protocol.parties) {
        const std::size_t seen = evidence.seen[{rule.name, owner.name}];
        for (std::size_t hop = seen + 1; hop <= protocol.parties.size() && !counted; ++hop) {
          const std::string whose = owner.name == self ? "your" : owner.name + "'s";
          DP_TRY(give.add(party.name, list_label(rule.name, owner.name, hop),
                          fmt::format("{} list{}", whose, under_rule(protocol, rule.name))));
        }
      }
    }
    DP_TRY(give.add(party.name, "counts", "the counts"));
  }
  DP_TRY(add_question_handovers(
      folder, [&](const std::string& to, const std::string& label, std::string what) {
        return give.add(to, label, std::move(what));
      }));
  return std::move(give).take();
}

}  // namespace

std::vector<std::string> describe(const Protocol& protocol) {
  std::vector<std::string> lines;
  lines.push_back("Purpose: " + protocol.purpose);
  std::string ring;
  for (const overlap::Party& party : protocol.parties) ring += party.name + " -> ";
  lines.push_back("Parties, in a ring: " + ring + protocol.parties.front().name);
  for (const overlap::KeyRule& rule : protocol.rules) {
    lines.push_back(fmt::format("Rule {}: two records are one person when these agree: {}",
                                rule.name, overlap::fields_text(rule)));
  }
  lines.push_back(protocol.counts_for == overlap::CountsFor::Parties
                      ? fmt::format("{} counts; all parties get the whole table, small counts too",
                                    protocol.counter)
                      : fmt::format("{} counts and alone sees the whole table, small counts too",
                                    protocol.counter));
  lines.push_back(fmt::format("Published: no count below {}, nor what it could be computed from",
                              protocol.minimum_cell));
  lines.push_back(fmt::format("Longest list: {} records", protocol.maximum_records));
  lines.push_back(protocol.maximum_questions == 0
                      ? std::string("Questions about single people: none")
                      : fmt::format("Questions about single people: at most {} that one party "
                                    "answers another, each when a person agrees",
                                    protocol.maximum_questions));
  return lines;
}

Result<OverlapStatus> overlap_status(const OverlapFolder& folder) {
  const OverlapRun run = DP_TRY(load_run(folder));
  OverlapStatus status;
  status.party = folder.self().name;
  if (!run.protocol) {
    status.stage = "alone";
    status.awaited.push_back("a protocol, from whoever proposes it; give them " +
                             folder.card_path());
    status.next = "or propose one, with the others' cards: depone overlap propose " +
                  folder.path() + " CARD... --rule NAME=COLUMN:KIND,... --purpose TEXT";
    return status;
  }
  const Protocol& protocol = *run.protocol;
  status.purpose = protocol.purpose;
  status.protocol = overlap::spoken(protocol.id());
  const bool counted = DP_TRY(folder.has("counts"));
  status.give = DP_TRY(handovers(folder, run, counted));
  if (!run.is_signed) {
    status.stage = "proposed";
    status.next =
        "when you agree to the protocol: depone overlap sign " + folder.path() + " YOUR-LIST.csv";
    return status;
  }
  if (!run.all) {
    status.stage = "signing";
    for (const overlap::Party& party : protocol.parties) {
      if (!DP_TRY(folder.has("commitment." + party.name))) {
        status.awaited.push_back("from " + party.name + ": the signature");
      }
    }
    return status;
  }
  status.run = spoken_hex(run.all->digest);
  if (counted) {
    status.stage = "counted";
    const bool written = DP_TRY(folder.has("tables"));
    status.next = std::string("depone overlap ") + (written ? "check " : "count ") + folder.path();
    return status;
  }
  status.awaited = DP_TRY(awaited_lists(folder, protocol));
  status.stage = "ring";
  if (!status.awaited.empty()) return status;
  if (protocol.counter == status.party) {
    status.stage = "counting";
    status.next = "depone overlap count " + folder.path();
  } else {
    status.awaited.push_back("from " + protocol.counter + ": the counts");
  }
  return status;
}

}  // namespace depone::casework
