// Signed note: a text and signatures under it, in the public C2SP form (c2sp.org/signed-note), so
// that other people's tools can check what we sign.
//
//   <text, ends in a newline>
//   <empty line>
//   — <key name> <base64(key ID || signature)>
//   ... further signature lines, for example of witnesses
//
// The grammar is exact and bounded: at most kMaxNoteBytes and kMaxNoteSignatures, no control
// characters but newline, no line that is not one of the above. Only Ed25519 (type 0x01) is
// checked; lines of other keys are kept and ignored, as the specification asks. Pure functions,
// safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/sign.h"

namespace depone::ledger {

inline constexpr std::size_t kMaxNoteBytes = 256 * 1024;
inline constexpr std::size_t kMaxNoteSignatures = 64;

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes signature;  // without the key ID
};

struct SignedNote {
  std::string text;  // with its final newline
  std::vector<NoteSignature> signatures;
};

// A verifier key as text: "<name>+<key ID, 8 hex digits>+<base64(0x01 || public key)>".
struct VerifierKey {
  std::string name;
  crypto::PublicKey public_key{};
};

// The first four bytes, big-endian, of SHA-256(name || 0x0A || 0x01 || public key).
std::uint32_t key_id(std::string_view name, const crypto::PublicKey& key);

// Whether `name` may name a key: not empty, printable ASCII, no space and no plus. Narrower than
// the specification, which allows any Unicode but spaces.
bool is_key_name(std::string_view name);

// Splits a note without checking any signature. Corrupt when it is not a note.
Result<SignedNote> parse_note(std::string_view note);

// `text` ends in a newline and holds no other control character; `name` is a key name. Bugs
// otherwise (asserted), since both come from our own code.
std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key);

// The text, once a signature of `key` is found valid. Corrupt when it is not a note; Tampered when
// no line is by `key`, or one claims to be and is not valid.
Result<std::string> open_note(std::string_view note, const VerifierKey& key);

// InvalidInput when `text` is not a verifier key of an Ed25519 key or its key ID does not fit.
Result<VerifierKey> parse_verifier_key(std::string_view text);

}  // namespace depone::ledger
