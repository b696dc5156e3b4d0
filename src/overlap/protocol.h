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
inline constexpr std::int64_t kMostRecords = 10'000'000;
// Which way of making keys from records (normaliser.h) this program has.
inline constexpr std::string_view kNormaliser = "depone-overlap-keys-2";

struct Party {
  std::string name;               // letters, digits and -_ only: it is part of folder names
  crypto::PublicKey signing_key;  // Ed25519
  crypto::PublicKey box_key;      // X25519
  friend bool operator==(const Party&, const Party&) = default;
};

// How a column of a list becomes part of a key.
enum class KeyKind { Text, Name, Sound, Date, Year };
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

// Who may see the whole table, small cells too. Published tables hide them in either case.
enum class CountsFor {
  Parties,  // all of them: each can estimate, and check the table against the lengths
  Counter,  // the counter alone; the others get the table as it may be published
};

struct Protocol {
  std::string number;          // 32 random hexadecimal digits: no two protocols are alike
  std::string normaliser;      // Normaliser::id(): what turns values into keys, to the last table
  std::string purpose;         // one line
  std::string counter;         // the party that counts
  std::vector<Party> parties;  // the ring: each sends to the next, the last to the first
  std::vector<KeyRule> rules;  // each is counted on its own, with secrets of its own
  CountsFor counts_for = CountsFor::Parties;
  std::int64_t minimum_cell = 10;  // the smallest count that is published
  std::int64_t maximum_records = 1'000'000;
  std::int64_t maximum_questions = 0;  // that one party answers another (question.h)

  std::size_t index_of(std::string_view party) const;  // parties.size() when it is none
  // SHA-256 of the canonical JSON: what every signature of a run is bound to.
  crypto::Digest id() const;
  std::string id_text() const;  // in hexadecimal, as messages carry it
};

// "surname:name,birth:year" -> the fields; InvalidInput names what is not understood.
Result<KeyRule> parse_rule(std::string_view name, std::string_view fields);

// "surname:name,birth:year": what parse_rule() reads.
std::string fields_text(const KeyRule& rule);

Json to_json(const Party& party);
Result<Party> party_from_json(const Json& json);
Json to_json(const Protocol& protocol);
// InvalidInput when it is not of the form, names a party twice (in any case of letters), has fewer
// than two parties or more than kMaxParties; Unsupported when it is of another version.
Result<Protocol> protocol_from_json(const Json& json);

// One line that may be shown on a terminal: UTF-8 of at most 400 bytes without control characters
// or marks that turn the direction of writing. `what` names it in the error (InvalidInput).
Result<> check_line(std::string_view text, std::string_view what);

// A digest to be read out over the telephone in any language: ten groups of five decimal digits
// (160 bits or so; two that agree by chance or by search are out of reach).
std::string spoken(const crypto::Digest& digest);

}  // namespace depone::overlap
