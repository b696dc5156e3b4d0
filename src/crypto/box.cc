#include "crypto/box.h"

#include <cassert>

#include "crypto/sodium_ready.h"

namespace depone::crypto {

static_assert(sizeof(PublicKey) == crypto_box_PUBLICKEYBYTES);

BoxKey box_key_from_seed(ByteView seed) {
  ensure_sodium();
  assert(seed.size() == crypto_box_SEEDBYTES);
  BoxKey key{{}, SecretBytes(crypto_box_SECRETKEYBYTES)};
  crypto_box_seed_keypair(key.public_key.data(), key.secret.writable().data(), seed.data());
  return key;
}

Bytes seal_to(const PublicKey& receiver, ByteView plain) {
  ensure_sodium();
  Bytes sealed(plain.size() + crypto_box_SEALBYTES);
  crypto_box_seal(sealed.data(), plain.data(), plain.size(), receiver.data());
  return sealed;
}

Result<Bytes> open_sealed(const BoxKey& key, ByteView sealed) {
  ensure_sodium();
  if (sealed.size() < crypto_box_SEALBYTES) {
    return Error{Fault::Corrupt, "a sealed message is cut short"};
  }
  Bytes plain(sealed.size() - crypto_box_SEALBYTES);
  std::uint8_t nothing = 0;
  if (crypto_box_seal_open(plain.empty() ? &nothing : plain.data(), sealed.data(), sealed.size(),
                           key.public_key.data(), key.secret.view().data()) != 0) {
    return Error{Fault::Tampered,
                 "a sealed message does not open: it is for someone else or changed"};
  }
  return plain;
}

}  // namespace depone::crypto
