#include "crypto/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "crypto/sodium_ready.h"

namespace depone::crypto {
namespace {

// OpenSSL's SHA-256 fails only when memory has run out or the library is broken.
void must(int openssl_result) {
  if (openssl_result != 1) std::abort();
}

// The fetched algorithm is kept: looking it up by name costs more than hashing 64 bytes.
const EVP_MD* algorithm() {
  static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (fetched == nullptr) std::abort();
  return fetched;
}

}  // namespace

struct Sha256::Context {
  Context() : evp(EVP_MD_CTX_new()) {
    if (evp == nullptr) std::abort();
    must(EVP_DigestInit_ex(evp, algorithm(), nullptr));
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(evp); }
  EVP_MD_CTX* evp;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

Sha256& Sha256::update(ByteView bytes) {
  must(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()));
  return *this;
}

Digest Sha256::finish() {
  Digest digest{};
  unsigned int length = 0;
  must(EVP_DigestFinal_ex(context_->evp, digest.data(), &length));
  assert(length == digest.size());
  return digest;
}

Digest sha256(ByteView bytes) {
  Digest digest{};
  must(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm(), nullptr));
  return digest;
}

Digest keyed_hash(ByteView key, ByteView bytes) {
  ensure_sodium();
  assert(key.size() >= crypto_generichash_KEYBYTES_MIN &&
         key.size() <= crypto_generichash_KEYBYTES_MAX);
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), key.data(),
                     key.size());
  return digest;
}

Result<Digest> digest_from_hex(std::string_view hex) {
  const Bytes bytes = DP_TRY(from_hex(hex));
  Digest digest{};
  if (bytes.size() != digest.size()) {
    return Error{Fault::InvalidInput,
                 "a SHA-256 digest has 64 hexadecimal digits, not " + std::to_string(hex.size())};
  }
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

Digest commit(const Salt& salt, ByteView text) {
  return Sha256().update(salt).update(text).finish();
}

}  // namespace depone::crypto
