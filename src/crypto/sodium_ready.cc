#include "crypto/sodium_ready.h"

#include <cstdlib>

namespace depone::crypto {

void ensure_sodium() {
  static const bool ready = [] {
    if (sodium_init() < 0) std::abort();
    return true;
  }();
  static_cast<void>(ready);
}

}  // namespace depone::crypto
