// What the parties of an overlap agree on before any of them sends anything.
//
// Overlap without names: k organisations, each with a list of people, learn only how many people
// are on exactly which lists (the 2^k - 1 cells that src/estimate starts from), never whom.
// docs/methods-overlap.md has the protocol, what it rests on and what it still gives away.
// Everything here is pure: files are carried by people, in whatever way they trust.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

namespace depone::overlap {

inline constexpr std::size_t kMaxParties = 10;
// Which way of making keys from records (keys.h) this program has.
inline constexpr std::string_view kNormaliser = "depone-overlap-keys-1";

struct Party {
  std::string name;               // letters, digits and -_ only: it is part of file names
  crypto::PublicKey signing_key;  // Ed25519
  crypto::PublicKey box_key;      // X25519
  friend bool operator==(const Party&, const Party&) = default;
};

// How a column of a list becomes part of a key.
enum class KeyKind { Text, Name, Date, Year };
struct KeyField {
  std::string column;
  KeyKind kind = KeyKind::Text;
  friend bool operator==(const KeyField&, const KeyField&) = default;
};
// One key a record: two records are the same person, for this rule, when all fields agree.
struct KeyRule {
  std::string name;
  std::vector<KeyField> fields;
  friend bool operator==(const KeyRule&, const KeyRule&) = default;
};

struct Protocol {
  std::string purpose;
  std::string counter;         // the party that counts; it alone sees small cells
  std::vector<Party> parties;  // the ring: each sends to the next, the last to the first
  std::vector<KeyRule> rules;  // each is counted on its own, with secrets of its own
  std::int64_t minimum_cell = 10;
  std::int64_t maximum_records = 1'000'000;

  std::size_t index_of(std::string_view party) const;  // parties.size() when it is none
  // SHA-256 of the canonical JSON: what every signature of a run is bound to.
  crypto::Digest id() const;
};

// "surname:name,birth:year" -> the fields; InvalidInput names what is not understood.
Result<KeyRule> parse_rule(std::string_view name, std::string_view fields);

Json to_json(const Party& party);
Result<Party> party_from_json(const Json& json);
Json to_json(const Protocol& protocol);
// InvalidInput when it is not of the form, names a party twice, has fewer than two parties or more
// than kMaxParties, or was made for another normaliser.
Result<Protocol> protocol_from_json(const Json& json);

}  // namespace depone::overlap
