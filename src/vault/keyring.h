// The keyring file: what the passphrase opens. It alone turns a passphrase into keys.
//
//   "DPKRING1" passes(u64) memory(u64) salt(16) proof(40) body(144: 104 wrapped)
//
// `proof` is nothing, wrapped under the passphrase's key: it opens for the right passphrase only,
// which tells a wrong passphrase (Denied) from a changed body (Tampered). `body` holds the keys,
// bound to the bytes of vault.json.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/passphrase.h"
#include "crypto/secret.h"

namespace depone::vault {

struct Keyring {
  crypto::SecretBytes master;     // 32 bytes; log and name keys derive from it; never changes
  crypto::SecretBytes seed;       // 32 bytes; of the Ed25519 signing key
  crypto::SecretBytes epoch_key;  // 32 bytes; wraps the item keys; new after each destruction
  std::uint64_t epoch = 1;
};

Keyring make_keyring();

// The passphrase's key with what it was made from, so that the keyring can be written again
// without the passphrase.
struct PassphraseKey {
  crypto::PassphraseCost cost;
  crypto::PassphraseSalt salt{};
  crypto::SecretBytes key;
};

// A new salt. InvalidInput for an empty passphrase or a cost out of range.
Result<PassphraseKey> make_passphrase_key(ByteView passphrase, crypto::PassphraseCost cost);

Bytes seal_keyring(const Keyring& keyring, const PassphraseKey& key, ByteView vault_file);

struct OpenedKeyring {
  Keyring keyring;
  PassphraseKey key;
};
// Denied for a wrong passphrase, Corrupt when it is not a keyring or asks for more than 64 passes
// or 4 GiB, Tampered when its body or vault.json was changed, Unsupported for a version that is not
// known, Io when the memory it asks for cannot be had.
Result<OpenedKeyring> open_keyring(ByteView file, ByteView passphrase, ByteView vault_file);

}  // namespace depone::vault
