#include "overlap/ring.h"

#include <algorithm>
#include <cassert>

#include "crypto/derive.h"

namespace depone::overlap {
namespace {

// The commitment to a list: salted, so that nobody can test guesses against it.
std::string commitment_to(const Protocol& protocol, const PartySecret& self, const KeyRule& rule,
                          const ListKeys& keys) {
  const crypto::SecretBytes derived =
      crypto::derive_key(self.seed.view(), "overlap/salt/" + protocol.id_text() + "/" + rule.name);
  crypto::Salt salt{};
  const ByteView bytes = derived.view();
  std::copy(bytes.begin(), bytes.end(), salt.begin());
  Bytes all;
  for (const crypto::Element& element : keys.elements) {
    all.insert(all.end(), element.begin(), element.end());
  }
  return to_hex(crypto::view(crypto::commit(salt, all)));
}

Json list_of(const Protocol& protocol, const PartySecret& self, const KeyRule& rule,
             const ListKeys& keys) {
  return {{"rule", rule.name},
          {"length", keys.elements.size()},
          {"commitment", commitment_to(protocol, self, rule, keys)}};
}

// How long `owner` said its list is under `rule`.
std::size_t committed_length(const Commitments& commitments, std::size_t owner, std::size_t rule) {
  return commitments.messages[owner].header["lists"][rule]["length"].get<std::size_t>();
}

// A list under this party's secret for this run and rule, in the order of the bytes: the products
// are as good as random, so that order says nothing of the order before.
Result<std::vector<crypto::Element>> blind_list(const PartySecret& self,
                                                const Commitments& commitments,
                                                std::string_view rule,
                                                std::span<const crypto::Element> entries,
                                                std::size_t threads, Progress& progress,
                                                const Cancellation& cancellation) {
  const crypto::SecretBytes scalar = crypto::derive_scalar(
      self.seed.view(), "overlap/run/" + commitments.digest + "/" + std::string(rule));
  auto blinded = DP_TRY(blind(scalar, entries, threads, progress, cancellation));
  std::sort(blinded.begin(), blinded.end());
  return blinded;
}

Outgoing seal_message(const Protocol& protocol, const PartySecret& self, const Party& to,
                      Message message) {
  message.header["protocol"] = protocol.id_text();
  message.header["to"] = to.name;
  const Bytes plain = write_message(self, std::move(message));
  return {to.name, "", "", 0, digest_of(plain), crypto::seal_to(to.box_key, plain)};
}

// `before`: the digests of the messages this list has come in so far.
Outgoing send(const Protocol& protocol, const PartySecret& self, const Commitments& commitments,
              std::size_t owner, const std::string& rule, const std::vector<std::string>& before,
              std::vector<crypto::Element> entries) {
  const std::size_t parties = protocol.parties.size();
  const std::size_t hop = before.size() + 1;
  const std::size_t to =
      hop == parties ? protocol.index_of(protocol.counter) : (owner + hop) % parties;
  Outgoing outgoing = seal_message(protocol, self, protocol.parties[to],
                                   {{{"kind", "list"},
                                     {"commitments", commitments.digest},
                                     {"owner", protocol.parties[owner].name},
                                     {"rule", rule},
                                     {"hop", hop},
                                     {"before", before}},
                                    std::move(entries)});
  outgoing.rule = rule;
  outgoing.owner = protocol.parties[owner].name;
  outgoing.hop = static_cast<int>(hop);
  return outgoing;
}

bool is_digest(const Json& json) {
  return json.is_string() && json.get_ref<const std::string&>().size() == 64 &&
         from_hex(json.get_ref<const std::string&>()).ok();
}

// A JSON list of `count` digests.
std::optional<std::vector<std::string>> digests_of(const Json& object, const char* key,
                                                   std::size_t count) {
  const auto list = object.find(key);
  if (list == object.end() || !list->is_array() || list->size() != count) return std::nullopt;
  std::vector<std::string> digests;
  for (const Json& each : *list) {
    if (!is_digest(each)) return std::nullopt;
    digests.push_back(each.get<std::string>());
  }
  return digests;
}

// Whether a commitment has a length for every rule, none of them above the maximum.
bool fits(const Protocol& protocol, const Message& commitment) {
  const auto lists = commitment.header.find("lists");
  if (lists == commitment.header.end() || !lists->is_array() ||
      lists->size() != protocol.rules.size()) {
    return false;
  }
  for (std::size_t i = 0; i < lists->size(); ++i) {
    const auto rule = json_string((*lists)[i], "rule");
    const auto length = json_integer((*lists)[i], "length");
    if (!rule.ok() || rule.value() != protocol.rules[i].name || !length.ok() ||
        length.value() < 0 || length.value() > protocol.maximum_records) {
      return false;
    }
  }
  return true;
}

struct Received {
  Message message;
  std::size_t owner = 0;
  std::size_t rule = 0;
  std::size_t hop = 0;
  std::string digest;
  std::vector<std::string> before;
};

struct Opened {
  Message message;
  std::string from;
  std::string digest;
};

// Opens a message of this run of the kind wanted.
Result<Opened> open_message(const Protocol& protocol, const PartySecret& self,
                            const Commitments& commitments, ByteView sealed, std::string_view name,
                            std::string_view wanted) {
  auto bytes = crypto::open_sealed(self.box, sealed);
  if (!bytes.ok()) {
    Error error = std::move(bytes).take_error();
    error.what = std::string(name) + ": " + error.what;
    return error;
  }
  Opened opened;
  opened.digest = digest_of(bytes.value());
  opened.message = DP_TRY(read_message(protocol, bytes.value(), name));
  const Json& header = opened.message.header;
  opened.from = DP_TRY(json_string(header, "from"));
  const std::string kind = DP_TRY(json_string(header, "kind"));
  const std::string run = DP_TRY(json_string(header, "commitments"));
  const std::string to = DP_TRY(json_string(header, "to"));
  if (kind != wanted)
    return tampered(name, "it is of kind \"" + kind + "\", not " + std::string(wanted));
  if (run != commitments.digest) return tampered(name, "it was made for other commitments");
  if (to != self.name) return tampered(name, "it is addressed to " + to);
  return opened;
}

// Opens a message with a list and holds it against the protocol and the commitments.
Result<Received> receive(const Protocol& protocol, const PartySecret& self,
                         const Commitments& commitments, ByteView sealed, std::string_view name) {
  Opened opened = DP_TRY(open_message(protocol, self, commitments, sealed, name, "list"));
  Received received;
  received.digest = std::move(opened.digest);
  received.message = std::move(opened.message);
  const Json& header = received.message.header;
  const std::string owner = DP_TRY(json_string(header, "owner"));
  const std::string rule = DP_TRY(json_string(header, "rule"));
  const std::int64_t hop = DP_TRY(json_integer(header, "hop"));
  const std::size_t parties = protocol.parties.size();
  received.owner = protocol.index_of(owner);
  const auto found = std::find_if(protocol.rules.begin(), protocol.rules.end(),
                                  [&](const KeyRule& each) { return each.name == rule; });
  received.rule = static_cast<std::size_t>(found - protocol.rules.begin());
  if (received.owner == parties || found == protocol.rules.end() || hop < 1 ||
      static_cast<std::size_t>(hop) > parties) {
    return tampered(name, "it is no step of the protocol");
  }
  received.hop = static_cast<std::size_t>(hop);
  const std::size_t to = received.hop == parties ? protocol.index_of(protocol.counter)
                                                 : (received.owner + received.hop) % parties;
  if (opened.from != protocol.parties[(received.owner + received.hop - 1) % parties].name ||
      protocol.parties[to].name != self.name) {
    return tampered(name, "it did not come the way of the ring");
  }
  auto before = digests_of(header, "before", received.hop - 1);
  if (!before) return tampered(name, "it does not say which way it came");
  received.before = *std::move(before);
  const std::size_t length = committed_length(commitments, received.owner, received.rule);
  if (received.message.entries.size() != length) {
    return tampered(name, owner + "'s list has " + std::to_string(received.message.entries.size()) +
                              " entries, but " + std::to_string(length) + " were committed to");
  }
  return received;
}

Result<RuleCounts> counts_from(const Protocol& protocol, const Commitments& commitments,
                               std::size_t rule, const Json& json, std::string_view name) {
  const std::size_t parties = protocol.parties.size();
  const std::size_t cells = std::size_t{1} << parties;
  const Error wrong =
      tampered(name, "it does not hold the counts of rule " + protocol.rules[rule].name);
  if (!json.is_object()) return wrong;
  RuleCounts counts;
  counts.rule = DP_TRY(json_string(json, "rule"));
  const auto numbers = json.find("counts");
  const auto ways = json.find("transcript");
  if (counts.rule != protocol.rules[rule].name || numbers == json.end() || !numbers->is_array() ||
      numbers->size() != cells || ways == json.end() || !ways->is_array() ||
      ways->size() != parties) {
    return wrong;
  }
  bool whole = true;
  for (const Json& number : *numbers) {
    if (number.is_null()) {
      whole = false;
      counts.counts.emplace_back();
    } else if (number.is_number_integer() && number.get<std::int64_t>() >= 0 &&
               number.get<std::int64_t>() <= protocol.maximum_records) {
      counts.counts.emplace_back(number.get<std::int64_t>());
    } else {
      return wrong;
    }
  }
  for (std::size_t owner = 0; owner < parties; ++owner) {
    const Json way = {{"way", (*ways)[owner]}};
    auto digests = digests_of(way, "way", parties);
    if (!digests) return wrong;
    counts.transcript.push_back(*std::move(digests));
    std::int64_t shown = 0;
    for (std::size_t s = 0; s < cells; ++s) {
      if (s >> owner & 1) shown += counts.counts[s].value_or(0);
    }
    const auto length = static_cast<std::int64_t>(committed_length(commitments, owner, rule));
    if (shown > length || (whole && shown != length)) {
      return tampered(name, "its counts for " + protocol.parties[owner].name +
                                " do not add up to the " + std::to_string(length) +
                                " entries that were committed to");
    }
  }
  return counts;
}

}  // namespace

Message commitment(const Protocol& protocol, const PartySecret& self,
                   std::span<const ListKeys> keys) {
  assert(keys.size() == protocol.rules.size());
  Json lists = Json::array();
  for (std::size_t i = 0; i < protocol.rules.size(); ++i) {
    lists.push_back(list_of(protocol, self, protocol.rules[i], keys[i]));
  }
  return {{{"kind", "commitment"},
           {"protocol", protocol.id_text()},
           {"to", "all"},
           {"lists", std::move(lists)}},
          {}};
}

Result<> check_commitment(const Protocol& protocol, const Message& commitment) {
  if (fits(protocol, commitment)) return done();
  return Error{Fault::InvalidInput, "a commitment does not fit the protocol",
               "it must list every rule, with no more records than were agreed"};
}

Result<Commitments> gather_commitments(const Protocol& protocol, std::vector<Message> messages) {
  Commitments commitments;
  std::string all;
  for (const Party& party : protocol.parties) {
    std::size_t found = 0;
    for (const Message& message : messages) {
      const auto kind = json_string(message.header, "kind");
      const auto from = json_string(message.header, "from");
      if (!kind.ok() || kind.value() != "commitment" || !from.ok() || from.value() != party.name) {
        continue;
      }
      ++found;
      if (!fits(protocol, message)) {
        return Error{Fault::InvalidInput, party.name + "'s commitment does not fit the protocol",
                     "it must list every rule, with no more records than were agreed"};
      }
      all += canonical(message.header) + "\n";
      commitments.messages.push_back(message);
    }
    if (found != 1) {
      return Error{Fault::InvalidInput,
                   found == 0 ? party.name + "'s commitment is missing"
                              : party.name + " has more than one commitment",
                   "every party gives one before anything else is sent"};
    }
  }
  commitments.digest = digest_of(bytes_of(all));
  return commitments;
}

Result<Outgoing> start(const Protocol& protocol, const PartySecret& self,
                       const Commitments& commitments, std::size_t rule, const ListKeys& keys,
                       std::size_t threads, Progress& progress, const Cancellation& cancellation) {
  const std::size_t owner = protocol.index_of(self.name);
  assert(owner < protocol.parties.size() && rule < protocol.rules.size());
  if (commitments.messages[owner].header["lists"][rule] !=
      list_of(protocol, self, protocol.rules[rule], keys)) {
    return Error{Fault::Conflict, "the list is not the one that was committed to",
                 "give the same file, or make a new protocol with the others"};
  }
  auto blinded = DP_TRY(blind_list(self, commitments, protocol.rules[rule].name, keys.elements,
                                   threads, progress, cancellation));
  return send(protocol, self, commitments, owner, protocol.rules[rule].name, {},
              std::move(blinded));
}

Result<Arrived> look_at(const Protocol& protocol, const PartySecret& self,
                        const Commitments& commitments, ByteView sealed, std::string_view name) {
  const Received received = DP_TRY(receive(protocol, self, commitments, sealed, name));
  const std::size_t parties = protocol.parties.size();
  return Arrived{protocol.parties[(received.owner + received.hop - 1) % parties].name,
                 protocol.rules[received.rule].name, protocol.parties[received.owner].name,
                 static_cast<int>(received.hop), received.digest};
}

Result<Outgoing> pass(const Protocol& protocol, const PartySecret& self,
                      const Commitments& commitments, ByteView sealed, std::string_view name,
                      std::size_t threads, Progress& progress, const Cancellation& cancellation) {
  Received received = DP_TRY(receive(protocol, self, commitments, sealed, name));
  if (received.hop == protocol.parties.size()) {
    return Error{Fault::InvalidInput, std::string(name) + " has passed all parties",
                 "count it: depone overlap count"};
  }
  const std::string& rule = protocol.rules[received.rule].name;
  auto blinded = DP_TRY(blind_list(self, commitments, rule, received.message.entries, threads,
                                   progress, cancellation));
  received.before.push_back(std::move(received.digest));
  return send(protocol, self, commitments, received.owner, rule, received.before,
              std::move(blinded));
}

Result<std::vector<RuleCounts>> count(const Protocol& protocol, const PartySecret& self,
                                      const Commitments& commitments,
                                      std::span<const Bytes> sealed) {
  const std::size_t parties = protocol.parties.size();
  std::vector<std::vector<std::pair<crypto::Element, std::size_t>>> entries(protocol.rules.size());
  std::vector<std::vector<std::vector<std::string>>> ways(
      protocol.rules.size(), std::vector<std::vector<std::string>>(parties));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    const std::string name = "message " + std::to_string(i + 1);
    Received received = DP_TRY(receive(protocol, self, commitments, sealed[i], name));
    if (received.hop != parties) continue;
    std::vector<std::string>& way = ways[received.rule][received.owner];
    if (!way.empty()) continue;  // the same list given twice
    way = std::move(received.before);
    way.push_back(std::move(received.digest));
    for (const crypto::Element& entry : received.message.entries) {
      entries[received.rule].emplace_back(entry, received.owner);
    }
  }
  std::vector<RuleCounts> all;
  for (std::size_t rule = 0; rule < protocol.rules.size(); ++rule) {
    for (std::size_t owner = 0; owner < parties; ++owner) {
      if (!ways[rule][owner].empty()) continue;
      return Error{Fault::InvalidInput,
                   protocol.parties[owner].name + "'s list under rule " +
                       protocol.rules[rule].name + " has not come back yet",
                   "it comes from " + protocol.parties[(owner + parties - 1) % parties].name};
    }
    RuleCounts counts{protocol.rules[rule].name,
                      std::vector<std::optional<std::int64_t>>(std::size_t{1} << parties, 0),
                      std::move(ways[rule])};
    auto& sorted = entries[rule];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size();) {
      std::size_t lists = 0;
      std::size_t j = i;
      for (; j < sorted.size() && sorted[j].first == sorted[i].first; ++j) {
        lists |= std::size_t{1} << sorted[j].second;
      }
      ++*counts.counts[lists];
      i = j;
    }
    all.push_back(std::move(counts));
  }
  return all;
}

Outgoing share(const Protocol& protocol, const PartySecret& self, const Commitments& commitments,
               std::span<const RuleCounts> counts, std::string_view to) {
  Json rules = Json::array();
  for (const RuleCounts& each : counts) {
    Json numbers = Json::array();
    for (const auto& number : each.counts) {
      numbers.push_back(number ? Json(*number) : Json(nullptr));
    }
    rules.push_back(
        {{"rule", each.rule}, {"counts", std::move(numbers)}, {"transcript", each.transcript}});
  }
  const std::size_t receiver = protocol.index_of(to);
  assert(receiver < protocol.parties.size());
  return seal_message(
      protocol, self, protocol.parties[receiver],
      {{{"kind", "counts"}, {"commitments", commitments.digest}, {"rules", std::move(rules)}}, {}});
}

Result<std::vector<RuleCounts>> read_counts(const Protocol& protocol, const PartySecret& self,
                                            const Commitments& commitments, ByteView sealed,
                                            std::string_view name) {
  const Opened opened = DP_TRY(open_message(protocol, self, commitments, sealed, name, "counts"));
  if (opened.from != protocol.counter) {
    return tampered(name, "it is from " + opened.from + ", who is not the counter");
  }
  const auto rules = opened.message.header.find("rules");
  if (rules == opened.message.header.end() || !rules->is_array() ||
      rules->size() != protocol.rules.size()) {
    return tampered(name, "it does not hold the counts of every rule");
  }
  std::vector<RuleCounts> all;
  for (std::size_t rule = 0; rule < protocol.rules.size(); ++rule) {
    all.push_back(DP_TRY(counts_from(protocol, commitments, rule, (*rules)[rule], name)));
  }
  return all;
}

}  // namespace depone::overlap
