#include "overlap/ring.h"

#include <algorithm>
#include <cassert>

#include "base/parallel.h"
#include "crypto/derive.h"

namespace depone::overlap {
namespace {

std::string protocol_id(const Protocol& protocol) { return to_hex(crypto::view(protocol.id())); }

Error tampered(std::string_view name, const std::string& why) {
  return {Fault::Tampered, std::string(name) + ": " + why,
          "do not go on; ask whoever sent it by a way you trust"};
}

// The commitment to a list: salted, so that nobody can test guesses against it.
std::string commitment_to(const Protocol& protocol, const PartySecret& self, const KeyRule& rule,
                          const ListKeys& keys) {
  const crypto::SecretBytes derived = crypto::derive_key(
      self.seed.view(), "overlap/salt/" + protocol_id(protocol) + "/" + rule.name);
  crypto::Salt salt{};
  const ByteView bytes = derived.view();
  std::copy(bytes.begin(), bytes.end(), salt.begin());
  Bytes all;
  for (const crypto::Element& element : keys.elements) {
    all.insert(all.end(), element.begin(), element.end());
  }
  return to_hex(crypto::view(crypto::commit(salt, all)));
}

Json lists_of(const Protocol& protocol, const PartySecret& self, std::span<const ListKeys> keys) {
  Json lists = Json::array();
  for (std::size_t i = 0; i < protocol.rules.size(); ++i) {
    lists.push_back({{"rule", protocol.rules[i].name},
                     {"length", keys[i].elements.size()},
                     {"commitment", commitment_to(protocol, self, protocol.rules[i], keys[i])}});
  }
  return lists;
}

// How long `owner` said its list is under `rule`.
std::size_t committed_length(const Commitments& commitments, std::size_t owner, std::size_t rule) {
  return commitments.messages[owner].header["lists"][rule]["length"].get<std::size_t>();
}

// Every entry times this party's secret for this run and rule, in the order of the bytes: the
// products are as good as random, so that order says nothing of the order before.
Result<std::vector<crypto::Element>> blind(const PartySecret& self, const Commitments& commitments,
                                           std::string_view rule,
                                           const std::vector<crypto::Element>& entries,
                                           std::size_t threads, Progress& progress,
                                           const Cancellation& cancellation) {
  const crypto::SecretBytes scalar = crypto::derive_scalar(
      self.seed.view(), "overlap/run/" + commitments.digest + "/" + std::string(rule));
  constexpr std::size_t kBlock = 256;
  std::vector<crypto::Element> blinded(entries.size());
  const std::size_t blocks = (entries.size() + kBlock - 1) / kBlock;
  std::vector<char> sound(blocks, 1);
  DP_TRY(parallel_for(
      blocks, threads,
      [&](std::size_t block) {
        const std::size_t end = std::min(entries.size(), (block + 1) * kBlock);
        for (std::size_t i = block * kBlock; i < end; ++i) {
          auto product = crypto::multiply(scalar, entries[i]);
          if (product.ok()) {
            blinded[i] = product.value();
          } else {
            sound[block] = 0;
          }
        }
      },
      progress, cancellation, "blinding"));
  if (std::find(sound.begin(), sound.end(), 0) != sound.end()) {
    return Error{Fault::Tampered, "a blinded entry is not a valid one",
                 "ask whoever sent the message by a way you trust"};
  }
  std::sort(blinded.begin(), blinded.end());
  return blinded;
}

Outgoing send(const Protocol& protocol, const PartySecret& self, const Commitments& commitments,
              std::size_t owner, const std::string& rule, std::size_t hop,
              std::vector<crypto::Element> entries) {
  const std::size_t parties = protocol.parties.size();
  const std::size_t to =
      hop == parties ? protocol.index_of(protocol.counter) : (owner + hop) % parties;
  Message message{{{"kind", "list"},
                   {"protocol", protocol_id(protocol)},
                   {"commitments", commitments.digest},
                   {"to", protocol.parties[to].name},
                   {"owner", protocol.parties[owner].name},
                   {"rule", rule},
                   {"hop", hop}},
                  std::move(entries)};
  const Bytes plain = write_message(self, std::move(message));
  return {protocol.parties[to].name, rule, protocol.parties[owner].name, static_cast<int>(hop),
          crypto::seal_to(protocol.parties[to].box_key, plain)};
}

struct Received {
  Message message;
  std::size_t owner = 0;
  std::size_t rule = 0;
  std::size_t hop = 0;
  std::string digest;
};

// Opens a message with a list and holds it against the protocol and the commitments.
Result<Received> receive(const Protocol& protocol, const PartySecret& self,
                         const Commitments& commitments, ByteView sealed, std::string_view name) {
  auto opened = crypto::open_sealed(self.box, sealed);
  if (!opened.ok()) {
    Error error = std::move(opened).take_error();
    error.what = std::string(name) + ": " + error.what;
    return error;
  }
  Received received;
  received.digest = digest_of(opened.value());
  received.message = DP_TRY(read_message(protocol, opened.value(), name));
  const Json& header = received.message.header;
  const std::string kind = DP_TRY(json_string(header, "kind"));
  const std::string run = DP_TRY(json_string(header, "commitments"));
  const std::string to = DP_TRY(json_string(header, "to"));
  const std::string owner = DP_TRY(json_string(header, "owner"));
  const std::string rule = DP_TRY(json_string(header, "rule"));
  const std::int64_t hop = DP_TRY(json_integer(header, "hop"));
  const std::string from = header["from"].get<std::string>();
  if (kind != "list") return tampered(name, "it is a message of kind \"" + kind + "\", not a list");
  if (run != commitments.digest) return tampered(name, "it was made for other commitments");
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
  if (from != protocol.parties[(received.owner + received.hop - 1) % parties].name ||
      to != self.name) {
    return tampered(name, "it did not come the way of the ring");
  }
  const std::size_t length = committed_length(commitments, received.owner, received.rule);
  if (received.message.entries.size() != length) {
    return tampered(name, owner + "'s list has " + std::to_string(received.message.entries.size()) +
                              " entries, but " + std::to_string(length) + " were committed to");
  }
  return received;
}

}  // namespace

Message commitment(const Protocol& protocol, const PartySecret& self,
                   std::span<const ListKeys> keys) {
  assert(keys.size() == protocol.rules.size());
  return {{{"kind", "commitment"},
           {"protocol", protocol_id(protocol)},
           {"to", "all"},
           {"lists", lists_of(protocol, self, keys)}},
          {}};
}

Result<Commitments> gather_commitments(const Protocol& protocol, std::vector<Message> messages) {
  Commitments commitments;
  std::string all;
  for (const Party& party : protocol.parties) {
    std::size_t found = 0;
    for (const Message& message : messages) {
      if (message.header.value("kind", "") != "commitment" ||
          message.header.value("from", "") != party.name) {
        continue;
      }
      ++found;
      const Json& lists = message.header["lists"];
      bool sound = lists.is_array() && lists.size() == protocol.rules.size();
      for (std::size_t i = 0; sound && i < lists.size(); ++i) {
        sound = lists[i].is_object() && lists[i].contains("length") &&
                lists[i]["length"].is_number_unsigned() &&
                lists[i].value("rule", "") == protocol.rules[i].name &&
                lists[i]["length"].get<std::int64_t>() <= protocol.maximum_records;
      }
      if (!sound) {
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

Result<std::vector<Outgoing>> start(const Protocol& protocol, const PartySecret& self,
                                    const Commitments& commitments, std::span<const ListKeys> keys,
                                    std::size_t threads, Progress& progress,
                                    const Cancellation& cancellation) {
  const std::size_t owner = protocol.index_of(self.name);
  assert(owner < protocol.parties.size() && keys.size() == protocol.rules.size());
  if (commitments.messages[owner].header["lists"] != lists_of(protocol, self, keys)) {
    return Error{Fault::Conflict, "the list is not the one that was committed to",
                 "give the same file, or make a new protocol with the others"};
  }
  std::vector<Outgoing> outgoing;
  for (std::size_t i = 0; i < protocol.rules.size(); ++i) {
    auto blinded = DP_TRY(blind(self, commitments, protocol.rules[i].name, keys[i].elements,
                                threads, progress, cancellation));
    outgoing.push_back(
        send(protocol, self, commitments, owner, protocol.rules[i].name, 1, std::move(blinded)));
  }
  return outgoing;
}

Result<Outgoing> pass(const Protocol& protocol, const PartySecret& self,
                      const Commitments& commitments, ByteView sealed, std::string_view name,
                      std::size_t threads, Progress& progress, const Cancellation& cancellation) {
  const Received received = DP_TRY(receive(protocol, self, commitments, sealed, name));
  if (received.hop == protocol.parties.size()) {
    return Error{Fault::InvalidInput, std::string(name) + " has passed all parties",
                 "count it: depone overlap count"};
  }
  const std::string& rule = protocol.rules[received.rule].name;
  auto blinded = DP_TRY(
      blind(self, commitments, rule, received.message.entries, threads, progress, cancellation));
  return send(protocol, self, commitments, received.owner, rule, received.hop + 1,
              std::move(blinded));
}

Result<std::vector<RuleCounts>> count(const Protocol& protocol, const PartySecret& self,
                                      const Commitments& commitments,
                                      std::span<const Bytes> sealed) {
  const std::size_t parties = protocol.parties.size();
  std::vector<std::vector<std::pair<crypto::Element, std::size_t>>> entries(protocol.rules.size());
  std::vector<std::vector<std::string>> digests(protocol.rules.size(),
                                                std::vector<std::string>(parties));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    const std::string name = "message " + std::to_string(i + 1);
    Received received = DP_TRY(receive(protocol, self, commitments, sealed[i], name));
    if (received.hop != parties) continue;
    std::string& digest = digests[received.rule][received.owner];
    if (!digest.empty()) continue;  // the same list given twice
    digest = std::move(received.digest);
    for (const crypto::Element& entry : received.message.entries) {
      entries[received.rule].emplace_back(entry, received.owner);
    }
  }
  std::vector<RuleCounts> all;
  for (std::size_t rule = 0; rule < protocol.rules.size(); ++rule) {
    for (std::size_t owner = 0; owner < parties; ++owner) {
      if (!digests[rule][owner].empty()) continue;
      return Error{Fault::InvalidInput,
                   protocol.parties[owner].name + "'s list under rule " +
                       protocol.rules[rule].name + " has not come back yet",
                   "it comes from " + protocol.parties[(owner + parties - 1) % parties].name};
    }
    RuleCounts counts{protocol.rules[rule].name,
                      std::vector<std::int64_t>(std::size_t{1} << parties, 0), digests[rule]};
    auto& sorted = entries[rule];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size();) {
      std::size_t lists = 0;
      std::size_t j = i;
      for (; j < sorted.size() && sorted[j].first == sorted[i].first; ++j) {
        lists |= std::size_t{1} << sorted[j].second;
      }
      ++counts.counts[lists];
      i = j;
    }
    all.push_back(std::move(counts));
  }
  return all;
}

}  // namespace depone::overlap
