// Passphrase to key: Argon2id (RFC 9106) through libsodium.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace depone::crypto {

struct PassphraseCost {
  std::uint64_t passes = 3;  // libsodium "moderate"
  std::uint64_t memory_bytes = 256u << 20;
};

// The cheapest cost libsodium takes: tests only.
PassphraseCost test_cost();

using PassphraseSalt = std::array<std::uint8_t, 16>;
PassphraseSalt random_passphrase_salt();

// A 32-byte key. InvalidInput when cost is outside libsodium's range or above 4 GiB, Io when the
// memory cannot be had.
Result<SecretBytes> key_from_passphrase(ByteView passphrase, const PassphraseSalt& salt,
                                        PassphraseCost cost);

}  // namespace depone::crypto
