// Authenticated encryption: whole small secrets (wrap) and long contents in chunks (seal).
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace depone::crypto {

inline constexpr std::size_t kKeyBytes = 32;

// XChaCha20-Poly1305 with a random nonce in front; `context` is authenticated, not stored.
Bytes wrap(ByteView key, ByteView plain, ByteView context);
// Tampered when the seal fails (wrong key, wrong context or changed bytes), Corrupt when too short.
Result<SecretBytes> unwrap(ByteView key, ByteView wrapped, ByteView context);
Result<Bytes> unwrap_public(ByteView key, ByteView wrapped, ByteView context);

// libsodium secretstream (XChaCha20-Poly1305) in chunks of 64 KiB, `context` authenticated with
// the first chunk; truncation, reordering and splicing are detected.
Bytes seal(ByteView key, ByteView plain, ByteView context);
Result<Bytes> open(ByteView key, ByteView sealed, ByteView context);
// The bytes that seal() makes of a content of `plain_bytes`.
std::uint64_t sealed_size(std::uint64_t plain_bytes);

}  // namespace depone::crypto
