#include "crypto/derive.h"

#include <cassert>

#include "crypto/sodium_ready.h"

namespace depone::crypto {

void derive_key(ByteView key, std::string_view label, std::span<std::uint8_t, 32> out) {
  ensure_sodium();
  assert(key.size() >= crypto_generichash_KEYBYTES_MIN &&
         key.size() <= crypto_generichash_KEYBYTES_MAX);
  const ByteView text = bytes_of(label);
  crypto_generichash(out.data(), out.size(), text.data(), text.size(), key.data(), key.size());
}

SecretBytes derive_key(ByteView key, std::string_view label) {
  SecretBytes derived(32);
  derive_key(key, label, derived.writable().first<32>());
  return derived;
}

}  // namespace depone::crypto
