// Keys from keys: one secret, many purposes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace depone::crypto {

// 32 bytes that depend on `key` (16 to 64 bytes) and all of `label`: keyed BLAKE2b-256. Whoever
// knows the result learns nothing about `key` or about the results for other labels.
SecretBytes derive_key(ByteView key, std::string_view label);
// The same into memory that is locked already.
void derive_key(ByteView key, std::string_view label, std::span<std::uint8_t, 32> out);

}  // namespace depone::crypto
