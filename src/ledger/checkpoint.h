// Checkpoint: the signed head of a log, in the public C2SP forms tlog-checkpoint and signed-note,
// so that existing witnesses and tools can read and cosign it. The note itself: signed_note.h.
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

namespace depone::ledger {

struct Checkpoint {
  std::string origin;  // names the log: "depone.invalid/<vault id>/<device id>"
  std::uint64_t size = 0;
  crypto::Digest root{};
};

// The signed note: three lines, an empty line, "— <origin> <base64(key hash || signature)>".
std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key);

// The text that is signed: origin, size and base64 of the root, a line each.
std::string checkpoint_text(const Checkpoint& checkpoint);

// Reads such a text; further lines (extensions) are allowed and ignored. Corrupt otherwise; also
// when the origin is not a key name (signed_note.h), a narrower rule than the specification's.
Result<Checkpoint> parse_checkpoint_text(std::string_view text);

// Reads and checks a note. Corrupt when it is not a checkpoint, Tampered when no line carries a
// valid signature of `key` under the checkpoint's origin.
Result<Checkpoint> open_checkpoint(std::string_view note, const crypto::PublicKey& key);

// "<name>+<key hash>+<base64(0x01 || public key)>" as signed-note defines verifier keys.
std::string verifier_key(std::string_view name, const crypto::PublicKey& key);

}  // namespace depone::ledger
