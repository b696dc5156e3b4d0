// == stops at the first difference and so tells a listener how much of a secret was right.
#include "crypto/secret.h"

bool compare_secrets(const depone::crypto::SecretBytes& a, const depone::crypto::SecretBytes& b) {
#ifdef MUST_NOT_COMPILE
  return a == b;
#else
  return depone::crypto::equal_secret(a.view(), b.view());
#endif
}
