// The prime-order group ristretto255 (RFC 9496) through libsodium: blinding that commutes.
//
// multiply(a, multiply(b, P)) == multiply(b, multiply(a, P)), and without a and b nothing about P
// can be told from the result (decisional Diffie-Hellman). What src/overlap rests on.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace depone::crypto {

// A group element in its one canonical encoding, so that equal elements have equal bytes.
using Element = std::array<std::uint8_t, 32>;

// The element of a message; nobody knows its logarithm. BLAKE2b-512, then libsodium's from_hash.
Element element_of(ByteView message);

// A scalar that depends on `key` (16 to 64 bytes) and all of `label`; uniform up to 2^-250.
SecretBytes derive_scalar(ByteView key, std::string_view label);

// scalar * element. Tampered when `element` is no valid encoding or the identity.
Result<Element> multiply(const SecretBytes& scalar, const Element& element);

inline ByteView view_of(const Element& element) { return {element.data(), element.size()}; }

}  // namespace depone::crypto
