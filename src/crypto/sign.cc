#include "crypto/sign.h"

#include <cassert>

#include "crypto/sodium_ready.h"

namespace depone::crypto {

static_assert(sizeof(PublicKey) == crypto_sign_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_BYTES);

SigningKey make_signing_key() {
  return signing_key_from_seed(SecretBytes::random(crypto_sign_SEEDBYTES).view());
}

SigningKey signing_key_from_seed(ByteView seed) {
  ensure_sodium();
  assert(seed.size() == crypto_sign_SEEDBYTES);
  SigningKey key{{}, SecretBytes(crypto_sign_SECRETKEYBYTES)};
  crypto_sign_seed_keypair(key.public_key.data(), key.secret.writable().data(), seed.data());
  return key;
}

Signature sign(const SigningKey& key, ByteView message) {
  ensure_sodium();
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                       key.secret.view().data());
  return signature;
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
  ensure_sodium();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

}  // namespace depone::crypto
