#include "overlap/protocol.h"

#include <algorithm>
#include <array>
#include <set>

#include "crypto/base64.h"

namespace depone::overlap {
namespace {

constexpr std::array<std::pair<KeyKind, std::string_view>, 4> kKinds = {{{KeyKind::Text, "text"},
                                                                         {KeyKind::Name, "name"},
                                                                         {KeyKind::Date, "date"},
                                                                         {KeyKind::Year, "year"}}};

std::string_view name_of(KeyKind kind) {
  for (const auto& [value, name] : kKinds) {
    if (value == kind) return name;
  }
  return "text";
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

Error bad(std::string what) {
  return {Fault::InvalidInput, std::move(what), "compare the file with the one the others have"};
}

Result<crypto::PublicKey> key_from(const Json& json, const char* member) {
  const std::string text = DP_TRY(json_string(json, member));
  const Bytes bytes = DP_TRY(crypto::from_base64(text));
  crypto::PublicKey key{};
  if (bytes.size() != key.size()) return bad(std::string("\"") + member + "\" is not a key");
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

Result<KeyRule> rule_from_json(const Json& json) {
  const std::string name = DP_TRY(json_string(json, "name"));
  const std::string fields = DP_TRY(json_string(json, "fields"));
  return parse_rule(name, fields);
}

std::string fields_of(const KeyRule& rule) {
  std::string text;
  for (const KeyField& field : rule.fields) {
    if (!text.empty()) text += ",";
    text += field.column + ":" + std::string(name_of(field.kind));
  }
  return text;
}

Result<> sound(const Protocol& protocol) {
  if (protocol.parties.size() < 2 || protocol.parties.size() > kMaxParties) {
    return bad("an overlap has 2 to " + std::to_string(kMaxParties) + " parties, not " +
               std::to_string(protocol.parties.size()));
  }
  if (protocol.rules.empty()) return bad("the protocol has no rule for making keys");
  std::set<std::string> seen;
  for (const Party& party : protocol.parties) {
    if (!seen.insert(party.name).second) return bad("two parties are called " + party.name);
  }
  seen.clear();
  for (const KeyRule& rule : protocol.rules) {
    if (!seen.insert(rule.name).second) return bad("two rules are called " + rule.name);
  }
  if (protocol.index_of(protocol.counter) == protocol.parties.size()) {
    return bad("the counter \"" + protocol.counter + "\" is not one of the parties");
  }
  if (protocol.minimum_cell < 1 || protocol.maximum_records < 1) {
    return bad("the minimum cell and the maximum of records are at least 1");
  }
  return done();
}

}  // namespace

std::size_t Protocol::index_of(std::string_view party) const {
  const auto found = std::find_if(parties.begin(), parties.end(),
                                  [&](const Party& each) { return each.name == party; });
  return static_cast<std::size_t>(found - parties.begin());
}

crypto::Digest Protocol::id() const { return crypto::sha256(bytes_of(canonical(to_json(*this)))); }

Result<KeyRule> parse_rule(std::string_view name, std::string_view fields) {
  if (!is_plain_name(name)) {
    return bad("\"" + std::string(name) + "\" cannot name a rule: letters, digits, - and _ only");
  }
  KeyRule rule{std::string(name), {}};
  while (!fields.empty()) {
    const std::string_view field = fields.substr(0, fields.find(','));
    fields.remove_prefix(std::min(fields.size(), field.size() + 1));
    const std::size_t colon = field.rfind(':');
    const std::string_view kind =
        colon == std::string_view::npos ? "text" : field.substr(colon + 1);
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const auto& each) { return each.second == kind; });
    const std::string column(field.substr(0, colon));
    if (column.empty() || found == kKinds.end()) {
      return Error{Fault::InvalidInput,
                   "rule " + rule.name + ": \"" + std::string(field) + "\" is no field",
                   "write column:kind with the kinds text, name, date and year"};
    }
    rule.fields.push_back({column, found->first});
  }
  if (rule.fields.empty()) return bad("rule " + rule.name + " has no fields");
  return rule;
}

Json to_json(const Party& party) {
  return {{"name", party.name},
          {"signing_key", crypto::to_base64(ByteView(party.signing_key))},
          {"box_key", crypto::to_base64(ByteView(party.box_key))}};
}

Result<Party> party_from_json(const Json& json) {
  Party party;
  party.name = DP_TRY(json_string(json, "name"));
  if (!is_plain_name(party.name)) {
    return bad("\"" + party.name + "\" cannot name a party: letters, digits, - and _ only");
  }
  party.signing_key = DP_TRY(key_from(json, "signing_key"));
  party.box_key = DP_TRY(key_from(json, "box_key"));
  return party;
}

Json to_json(const Protocol& protocol) {
  Json parties = Json::array();
  for (const Party& party : protocol.parties) parties.push_back(to_json(party));
  Json rules = Json::array();
  for (const KeyRule& rule : protocol.rules) {
    rules.push_back({{"name", rule.name}, {"fields", fields_of(rule)}});
  }
  return {{"depone_overlap", 1},
          {"normaliser", kNormaliser},
          {"purpose", protocol.purpose},
          {"counter", protocol.counter},
          {"parties", std::move(parties)},
          {"rules", std::move(rules)},
          {"minimum_cell", protocol.minimum_cell},
          {"maximum_records", protocol.maximum_records}};
}

Result<Protocol> protocol_from_json(const Json& json) {
  const std::string normaliser = DP_TRY(json_string(json, "normaliser"));
  if (normaliser != kNormaliser) {
    return Error{
        Fault::Unsupported, "the protocol makes keys by \"" + normaliser + "\"",
        "all parties need the same version of depone; this one has " + std::string(kNormaliser)};
  }
  Protocol protocol;
  protocol.purpose = DP_TRY(json_string(json, "purpose"));
  protocol.counter = DP_TRY(json_string(json, "counter"));
  protocol.minimum_cell = DP_TRY(json_integer(json, "minimum_cell"));
  protocol.maximum_records = DP_TRY(json_integer(json, "maximum_records"));
  if (!json.contains("parties") || !json["parties"].is_array() || !json.contains("rules") ||
      !json["rules"].is_array()) {
    return bad("the protocol has no list of parties or of rules");
  }
  for (const Json& each : json["parties"]) {
    protocol.parties.push_back(DP_TRY(party_from_json(each)));
  }
  for (const Json& each : json["rules"]) protocol.rules.push_back(DP_TRY(rule_from_json(each)));
  DP_TRY(sound(protocol));
  return protocol;
}

}  // namespace depone::overlap
