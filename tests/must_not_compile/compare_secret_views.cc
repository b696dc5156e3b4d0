// The views of secrets do not compare with == either.
#include "crypto/secret.h"

bool compare_secret_views(const depone::crypto::SecretBytes& a,
                          const depone::crypto::SecretBytes& b) {
#ifdef MUST_NOT_COMPILE
  return a.view() == b.view();
#else
  return depone::crypto::equal_secret(a.view(), b.view());
#endif
}
