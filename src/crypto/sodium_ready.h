// libsodium, started. Private to this module: every file that calls libsodium includes it.
#pragma once

#include <sodium.h>

namespace depone::crypto {

// Starts libsodium once, before its first use; safe from several threads. Stops the program when
// libsodium cannot start (no source of random bytes): nothing sealed then would be safe.
void ensure_sodium();

}  // namespace depone::crypto
