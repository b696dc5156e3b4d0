// A signing key holds a secret, so it has no == at all; compare the public keys.
#include "crypto/sign.h"

bool compare_signing_keys(const depone::crypto::SigningKey& a,
                          const depone::crypto::SigningKey& b) {
#ifdef MUST_NOT_COMPILE
  return a == b;
#else
  return a.public_key == b.public_key;
#endif
}
