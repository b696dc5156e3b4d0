// What parties send one another: a signed statement, with or without a list of blinded entries.
//
// As bytes: the canonical JSON of the header, a line end, the signature in base64, a line end, then
// the entries, 32 bytes each. The header names their number and their SHA-256, so the signature
// covers them. Messages with entries travel sealed to their receiver (crypto/box.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "crypto/box.h"
#include "crypto/group.h"
#include "overlap/protocol.h"

namespace depone::overlap {

// A party's secrets, all derived from one 32-byte seed; movable only.
struct PartySecret {
  std::string name;
  crypto::SecretBytes seed;
  crypto::SigningKey signing;
  crypto::BoxKey box;

  Party party() const { return {name, signing.public_key, box.public_key}; }
};
PartySecret secret_from_seed(std::string name, crypto::SecretBytes seed);

struct Message {
  Json header;  // "kind", "protocol", "from", "to", and what the kind needs
  std::vector<crypto::Element> entries;
};

// Adds number and digest of the entries to the header, and signs.
Bytes write_message(const PartySecret& from, Message message);

// The message, once its signature is that of the party it names as "from", its protocol is this
// one, its entries are distinct and as many as it says. Tampered or Corrupt otherwise; InvalidInput
// when it belongs to another protocol.
Result<Message> read_message(const Protocol& protocol, ByteView bytes, std::string_view name);

// SHA-256 over a message's bytes: how transcripts name it.
std::string digest_of(ByteView bytes);

}  // namespace depone::overlap
