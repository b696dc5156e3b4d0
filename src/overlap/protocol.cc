#include "overlap/protocol.h"

#include <algorithm>
#include <array>
#include <set>

#include "crypto/base64.h"
#include "text/unicode.h"

namespace depone::overlap {
namespace {

constexpr std::array<std::pair<KeyKind, std::string_view>, 5> kKinds = {{{KeyKind::Text, "text"},
                                                                         {KeyKind::Name, "name"},
                                                                         {KeyKind::Sound, "sound"},
                                                                         {KeyKind::Date, "date"},
                                                                         {KeyKind::Year, "year"}}};
constexpr std::int64_t kForm = 2;
constexpr std::size_t kLongestLine = 400;
constexpr std::size_t kMostRules = 8;
constexpr std::size_t kMostFields = 8;

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

std::string lower(std::string name) {
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<> sound(const Protocol& protocol) {
  if (protocol.parties.size() < 2 || protocol.parties.size() > kMaxParties) {
    return bad("an overlap has 2 to " + std::to_string(kMaxParties) + " parties, not " +
               std::to_string(protocol.parties.size()));
  }
  if (protocol.rules.empty() || protocol.rules.size() > kMostRules) {
    return bad("a protocol has 1 to " + std::to_string(kMostRules) + " rules for making keys");
  }
  if (!is_hex(protocol.number, 32) || !is_hex(protocol.normaliser, 64)) {
    return bad("the protocol's number or normaliser is not of the form");
  }
  DP_TRY(check_line(protocol.purpose, "the purpose"));
  std::set<std::string> seen;
  std::set<crypto::PublicKey> keys;
  for (const Party& party : protocol.parties) {
    // Sticks are often FAT, which does not tell Lake from lake.
    if (!seen.insert(lower(party.name)).second) return bad("two parties are called " + party.name);
    if (!keys.insert(party.signing_key).second || !keys.insert(party.box_key).second) {
      return bad(party.name + " has the key of another party");
    }
  }
  seen.clear();
  for (const KeyRule& rule : protocol.rules) {
    if (!seen.insert(lower(rule.name)).second) return bad("two rules are called " + rule.name);
  }
  if (protocol.index_of(protocol.counter) == protocol.parties.size()) {
    return bad("the counter \"" + protocol.counter + "\" is not one of the parties");
  }
  if (protocol.minimum_cell < 2 || protocol.minimum_cell > 1000) {
    return bad("the smallest count to be published is from 2 to 1000");
  }
  if (protocol.maximum_records < 1 || protocol.maximum_records > kMostRecords) {
    return bad("the longest list is from 1 to " + std::to_string(kMostRecords) + " records");
  }
  if (protocol.maximum_questions < 0 || protocol.maximum_questions > 1000) {
    return bad("the number of questions is from 0 to 1000");
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

std::string Protocol::id_text() const { return to_hex(crypto::view(id())); }

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
    DP_TRY(check_line(column, "a column"));
    if (column.empty() || found == kKinds.end()) {
      return Error{Fault::InvalidInput,
                   "rule " + rule.name + ": \"" + std::string(field) + "\" is no field",
                   "write column:kind with the kinds text, name, sound, date and year"};
    }
    rule.fields.push_back({column, found->first});
  }
  if (rule.fields.empty() || rule.fields.size() > kMostFields) {
    return bad("rule " + rule.name + " has not 1 to " + std::to_string(kMostFields) + " fields");
  }
  return rule;
}

std::string fields_text(const KeyRule& rule) {
  std::string text;
  for (const KeyField& field : rule.fields) {
    if (!text.empty()) text += ",";
    text += field.column + ":" + std::string(name_of(field.kind));
  }
  return text;
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
    rules.push_back({{"name", rule.name}, {"fields", fields_text(rule)}});
  }
  return {{"depone_overlap", kForm},
          {"number", protocol.number},
          {"normaliser", kNormaliser},
          {"normaliser_tables", protocol.normaliser},
          {"purpose", protocol.purpose},
          {"counter", protocol.counter},
          {"parties", std::move(parties)},
          {"rules", std::move(rules)},
          {"counts_for", protocol.counts_for == CountsFor::Parties ? "parties" : "counter"},
          {"minimum_cell", protocol.minimum_cell},
          {"maximum_records", protocol.maximum_records},
          {"maximum_questions", protocol.maximum_questions}};
}

Result<Protocol> protocol_from_json(const Json& json) {
  const std::int64_t form = DP_TRY(json_integer(json, "depone_overlap"));
  const std::string normaliser = DP_TRY(json_string(json, "normaliser"));
  if (form != kForm || normaliser != kNormaliser) {
    return Error{Fault::Unsupported, "the protocol is of another version of depone",
                 "all parties need the same version of depone; this one makes keys by " +
                     std::string(kNormaliser)};
  }
  Protocol protocol;
  const std::string counts_for = DP_TRY(json_string(json, "counts_for"));
  if (counts_for != "parties" && counts_for != "counter") {
    return bad("whole counts are for the parties or for the counter");
  }
  protocol.counts_for = counts_for == "parties" ? CountsFor::Parties : CountsFor::Counter;
  protocol.number = DP_TRY(json_string(json, "number"));
  protocol.normaliser = DP_TRY(json_string(json, "normaliser_tables"));
  protocol.maximum_questions = DP_TRY(json_integer(json, "maximum_questions"));
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

Result<> check_line(std::string_view text, std::string_view what) {
  const auto fault = [&](const char* why) {
    return Error{Fault::InvalidInput, std::string(what) + " " + why,
                 "write one line of plain text"};
  };
  if (text.size() > kLongestLine) return fault("is longer than 400 bytes");
  if (!text::is_utf8(text)) return fault("is not UTF-8");
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = [&](std::size_t step) {
      return static_cast<unsigned char>(i + step < text.size() ? text[i + step] : 0);
    };
    // U+0080 to U+009F; U+200E, U+200F, U+2028 to U+202E and U+2066 to U+2069.
    const bool control = byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next(1) < 0xa0);
    const bool turning =
        byte == 0xe2 && ((next(1) == 0x80 && (next(2) == 0x8e || next(2) == 0x8f ||
                                              (next(2) >= 0xa8 && next(2) <= 0xae))) ||
                         (next(1) == 0x81 && next(2) >= 0xa6 && next(2) <= 0xa9));
    if (control || turning) return fault("holds control characters");
  }
  return done();
}

std::string spoken(const crypto::Digest& digest) {
  std::string text;
  for (std::size_t group = 0; group < 10; ++group) {
    const std::uint32_t value = static_cast<std::uint32_t>(digest[3 * group]) << 16 |
                                static_cast<std::uint32_t>(digest[3 * group + 1]) << 8 |
                                digest[3 * group + 2];
    std::string digits = std::to_string(value % 100000);
    digits.insert(0, 5 - digits.size(), '0');
    text += (group == 0 ? "" : " ") + digits;
  }
  return text;
}

}  // namespace depone::overlap
