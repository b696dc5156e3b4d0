// SHA-256 (OpenSSL: evidence digests that anyone can check) and keyed BLAKE2b (internal names).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"

namespace depone::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(ByteView bytes);

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  Sha256& update(ByteView bytes);
  // Call once; the object is spent afterwards.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// BLAKE2b-256 under `key` (16 to 64 bytes).
Digest keyed_hash(ByteView key, ByteView bytes);

inline ByteView view(const Digest& digest) { return {digest.data(), digest.size()}; }
Result<Digest> digest_from_hex(std::string_view hex);

// The commitment of a passage or of private metadata: SHA-256(salt || text). `salt` has kSaltBytes
// bytes, so (salt, text) is unambiguous. Pattern of RFC 9901 (SD-JWT).
inline constexpr std::size_t kSaltBytes = 32;
using Salt = std::array<std::uint8_t, kSaltBytes>;
Digest commit(const Salt& salt, ByteView text);

}  // namespace depone::crypto
