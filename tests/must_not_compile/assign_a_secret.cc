// Assigning copies, too.
#include <utility>

#include "crypto/secret.h"

void assign_a_secret(depone::crypto::SecretBytes& to, depone::crypto::SecretBytes& from) {
#ifdef MUST_NOT_COMPILE
  to = from;
#else
  to = std::move(from);
#endif
}
