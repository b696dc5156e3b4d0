// Ed25519 signatures (RFC 8032).
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace depone::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

struct SigningKey {
  PublicKey public_key;
  SecretBytes secret;  // 64 bytes, libsodium's form
};

SigningKey make_signing_key();
// The same key for the same 32-byte seed.
SigningKey signing_key_from_seed(ByteView seed);
Signature sign(const SigningKey& key, ByteView message);
bool verify(const PublicKey& key, ByteView message, const Signature& signature);

}  // namespace depone::crypto
