#include "crypto/passphrase.h"

#include <unistd.h>

#include "crypto/sodium_ready.h"

namespace depone::crypto {
namespace {

constexpr std::uint64_t kLargestMemory = std::uint64_t{4} << 30;

// Linux hands out more than there is and later kills the program that uses it; asked for before,
// it is an error the person can read.
bool is_had(std::uint64_t memory_bytes) {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long page_bytes = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page_bytes <= 0) return true;
  return memory_bytes / static_cast<std::uint64_t>(page_bytes) < static_cast<std::uint64_t>(pages);
}

}  // namespace

PassphraseCost test_cost() {
  return {crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};
}

PassphraseSalt random_passphrase_salt() {
  ensure_sodium();
  static_assert(sizeof(PassphraseSalt) == crypto_pwhash_argon2id_SALTBYTES);
  PassphraseSalt salt{};
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

Result<SecretBytes> key_from_passphrase(ByteView passphrase, const PassphraseSalt& salt,
                                        PassphraseCost cost) {
  ensure_sodium();
  if (cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN ||
      cost.passes > crypto_pwhash_argon2id_OPSLIMIT_MAX ||
      cost.memory_bytes < crypto_pwhash_argon2id_MEMLIMIT_MIN ||
      cost.memory_bytes > kLargestMemory) {
    return Error{Fault::InvalidInput,
                 "the cost of the passphrase is out of range: " + std::to_string(cost.passes) +
                     " passes over " + std::to_string(cost.memory_bytes) + " bytes",
                 "at least 1 pass and from 8 KiB to 4 GiB"};
  }
  SecretBytes key(32);
  const std::span<std::uint8_t> out = key.writable();
  if (!is_had(cost.memory_bytes) ||
      crypto_pwhash(out.data(), out.size(), reinterpret_cast<const char*>(passphrase.data()),
                    passphrase.size(), salt.data(), cost.passes,
                    static_cast<std::size_t>(cost.memory_bytes),
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Error{Fault::Io,
                 "the passphrase cannot be turned into a key: it needs " +
                     std::to_string(cost.memory_bytes >> 20) + " MiB of memory",
                 "close other programs and try again"};
  }
  return key;
}

}  // namespace depone::crypto
