#include "crypto/derive.h"

#include <cassert>

#include "crypto/sodium_ready.h"

namespace depone::crypto {

SecretBytes derive_key(ByteView key, std::string_view label) {
  ensure_sodium();
  assert(key.size() >= crypto_generichash_KEYBYTES_MIN &&
         key.size() <= crypto_generichash_KEYBYTES_MAX);
  const ByteView text = bytes_of(label);
  SecretBytes derived(32);
  crypto_generichash(derived.writable().data(), derived.size(), text.data(), text.size(),
                     key.data(), key.size());
  return derived;
}

}  // namespace depone::crypto
