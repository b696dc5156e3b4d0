#include "crypto/group.h"

#include <cassert>

#include "crypto/derive.h"
#include "crypto/sodium_ready.h"

namespace depone::crypto {

static_assert(sizeof(Element) == crypto_core_ristretto255_BYTES);

Element element_of(ByteView message) {
  ensure_sodium();
  std::array<std::uint8_t, crypto_core_ristretto255_HASHBYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), message.data(), message.size(), nullptr, 0);
  Element element{};
  crypto_core_ristretto255_from_hash(element.data(), hash.data());
  return element;
}

SecretBytes derive_scalar(ByteView key, std::string_view label) {
  ensure_sodium();
  SecretBytes wide(crypto_core_ristretto255_NONREDUCEDSCALARBYTES);
  for (std::size_t half = 0; half < 2; ++half) {
    const SecretBytes part =
        derive_key(key, std::string(label) + (half == 0 ? "/scalar/0" : "/scalar/1"));
    const ByteView bytes = part.view();
    std::copy(bytes.begin(), bytes.end(),
              wide.writable().begin() + static_cast<std::ptrdiff_t>(half * 32));
  }
  SecretBytes scalar(crypto_core_ristretto255_SCALARBYTES);
  crypto_core_ristretto255_scalar_reduce(scalar.writable().data(), wide.view().data());
  return scalar;
}

Result<Element> multiply(const SecretBytes& scalar, const Element& element) {
  ensure_sodium();
  assert(scalar.size() == crypto_core_ristretto255_SCALARBYTES);
  Element product{};
  if (crypto_scalarmult_ristretto255(product.data(), scalar.view().data(), element.data()) != 0) {
    return Error{Fault::Tampered, "a blinded entry is not a valid one",
                 "ask whoever sent the message to send it again"};
  }
  return product;
}

}  // namespace depone::crypto
