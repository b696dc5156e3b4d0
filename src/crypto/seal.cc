// Long contents in chunks: libsodium's secretstream. Layout (docs/format.md#items):
// header, then chunks of 64 KiB plain text, all full but the last, which alone is marked final.
#include "crypto/seal.h"

#include <algorithm>
#include <cassert>

#include "crypto/sodium_ready.h"

namespace depone::crypto {
namespace {

constexpr std::size_t kHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kChunkOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kChunkBytes = std::size_t{64} << 10;
constexpr std::size_t kSealedChunkBytes = kChunkBytes + kChunkOverhead;

Error tampered(const char* why) {
  return {Fault::Tampered, std::string("the seal of a content fails: ") + why};
}

}  // namespace

std::uint64_t sealed_size(std::uint64_t plain_bytes) {
  const std::uint64_t chunks =
      std::max<std::uint64_t>(1, (plain_bytes + kChunkBytes - 1) / kChunkBytes);
  return kHeaderBytes + plain_bytes + chunks * kChunkOverhead;
}

Bytes seal(ByteView key, ByteView plain, ByteView context) {
  ensure_sodium();
  static_assert(kKeyBytes == crypto_secretstream_xchacha20poly1305_KEYBYTES);
  assert(key.size() == kKeyBytes);
  const std::size_t chunks =
      std::max<std::size_t>(1, (plain.size() + kChunkBytes - 1) / kChunkBytes);
  Bytes sealed(sealed_size(plain.size()));
  crypto_secretstream_xchacha20poly1305_state state;
  crypto_secretstream_xchacha20poly1305_init_push(&state, sealed.data(), key.data());
  std::size_t at = kHeaderBytes;
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    const bool first = chunk == 0;
    const bool last = chunk + 1 == chunks;
    const ByteView piece = plain.subspan(chunk * kChunkBytes,
                                         std::min(kChunkBytes, plain.size() - chunk * kChunkBytes));
    crypto_secretstream_xchacha20poly1305_push(
        &state, sealed.data() + at, nullptr, piece.data(), piece.size(),
        first ? context.data() : nullptr, first ? context.size() : 0,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    at += piece.size() + kChunkOverhead;
  }
  assert(at == sealed.size());
  sodium_memzero(&state, sizeof state);
  return sealed;
}

Result<Bytes> open(ByteView key, ByteView sealed, ByteView context) {
  ensure_sodium();
  assert(key.size() == kKeyBytes);
  if (sealed.size() < kHeaderBytes + kChunkOverhead) {
    return Error{Fault::Corrupt, "a sealed content is cut short"};
  }
  crypto_secretstream_xchacha20poly1305_state state;
  if (crypto_secretstream_xchacha20poly1305_init_pull(&state, sealed.data(), key.data()) != 0) {
    return tampered("its header is not valid");
  }
  ByteView rest = sealed.subspan(kHeaderBytes);
  const std::size_t chunks = (rest.size() + kSealedChunkBytes - 1) / kSealedChunkBytes;
  Bytes plain(rest.size() - std::min(rest.size(), chunks * kChunkOverhead));
  std::size_t have = 0;
  for (bool first = true; !rest.empty(); first = false) {
    const ByteView piece = rest.first(std::min(kSealedChunkBytes, rest.size()));
    rest = rest.subspan(piece.size());
    if (piece.size() < kChunkOverhead) return tampered("it was cut short");
    unsigned char tag = 0;
    unsigned long long length = 0;
    std::uint8_t nothing = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(
            &state, plain.empty() ? &nothing : plain.data() + have, &length, &tag, piece.data(),
            piece.size(), first ? context.data() : nullptr, first ? context.size() : 0) != 0) {
      return tampered("wrong key or changed bytes");
    }
    have += static_cast<std::size_t>(length);
    if ((tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) != rest.empty()) {
      return tampered(rest.empty() ? "its end is missing" : "something was added to it");
    }
  }
  sodium_memzero(&state, sizeof state);
  plain.resize(have);
  return plain;
}

}  // namespace depone::crypto
