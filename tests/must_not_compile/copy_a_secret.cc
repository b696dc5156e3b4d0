// A second copy of a key would not be wiped with the first.
#include <utility>

#include "crypto/secret.h"

void use(depone::crypto::SecretBytes key);

void copy_a_secret(depone::crypto::SecretBytes key) {
#ifdef MUST_NOT_COMPILE
  use(key);
#else
  use(std::move(key));
#endif
}
