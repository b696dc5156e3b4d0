// Sealing to someone's public key: libsodium's sealed box (X25519, XSalsa20-Poly1305). Anyone can
// seal; only the holder of the secret key can open, not even whoever sealed. Says nothing of the
// sender.
#pragma once

#include "crypto/sign.h"

namespace depone::crypto {

struct BoxKey {
  PublicKey public_key;
  SecretBytes secret;  // 32 bytes
};

// The same key for the same 32-byte seed.
BoxKey box_key_from_seed(ByteView seed);
Bytes seal_to(const PublicKey& receiver, ByteView plain);
// Tampered when it was sealed to another key or has changed, Corrupt when it is too short.
Result<Bytes> open_sealed(const BoxKey& key, ByteView sealed);

}  // namespace depone::crypto
