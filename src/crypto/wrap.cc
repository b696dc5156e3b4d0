// Whole small secrets: XChaCha20-Poly1305 with the nonce in front.
#include <algorithm>
#include <cassert>

#include "crypto/seal.h"
#include "crypto/sodium_ready.h"

namespace depone::crypto {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kOverhead = kNonceBytes + kTagBytes;

Error too_short() { return {Fault::Corrupt, "a wrapped secret is cut short"}; }

bool decrypt(ByteView key, ByteView wrapped, ByteView context, std::uint8_t* out) {
  assert(key.size() == kKeyBytes);
  const ByteView sealed = wrapped.subspan(kNonceBytes);
  // libsodium wants somewhere to write even when there is nothing to write.
  std::uint8_t nothing = 0;
  return crypto_aead_xchacha20poly1305_ietf_decrypt(
             out == nullptr ? &nothing : out, nullptr, nullptr, sealed.data(), sealed.size(),
             context.data(), context.size(), wrapped.data(), key.data()) == 0;
}

Error seal_fails() {
  return {Fault::Tampered, "the seal of a wrapped secret fails: wrong key or changed bytes"};
}

}  // namespace

Bytes wrap(ByteView key, ByteView plain, ByteView context) {
  ensure_sodium();
  static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  assert(key.size() == kKeyBytes);
  Bytes wrapped(kOverhead + plain.size());
  randombytes_buf(wrapped.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped.data() + kNonceBytes, nullptr, plain.data(),
                                             plain.size(), context.data(), context.size(), nullptr,
                                             wrapped.data(), key.data());
  return wrapped;
}

Result<SecretBytes> unwrap(ByteView key, ByteView wrapped, ByteView context) {
  ensure_sodium();
  if (wrapped.size() < kOverhead) return too_short();
  SecretBytes plain(wrapped.size() - kOverhead);
  if (!decrypt(key, wrapped, context, plain.writable().data())) return seal_fails();
  return plain;
}

Result<Bytes> unwrap_public(ByteView key, ByteView wrapped, ByteView context) {
  ensure_sodium();
  if (wrapped.size() < kOverhead) return too_short();
  Bytes plain(wrapped.size() - kOverhead);
  if (!decrypt(key, wrapped, context, plain.data())) return seal_fails();
  return plain;
}

}  // namespace depone::crypto
