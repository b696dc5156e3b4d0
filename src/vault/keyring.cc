#include "vault/keyring.h"

#include <algorithm>
#include <string>

#include "crypto/hash.h"
#include "crypto/seal.h"
#include "vault/layout.h"

namespace depone::vault {
namespace {

constexpr std::string_view kMagic = "DPKRING1";
constexpr std::size_t kKeyBytes = crypto::kKeyBytes;
constexpr std::size_t kHeadBytes = 8 + 8 + 8 + 16;
constexpr std::size_t kProofBytes = 40;
constexpr std::size_t kBodyBytes = 3 * kKeyBytes + 8;
// Beyond it only a changed file asks for: the cost is read before anything proves it, and a flipped
// bit must not keep someone waiting for a day. Memory has its bound in crypto/passphrase.cc.
constexpr std::uint64_t kMostPasses = 64;
constexpr std::size_t kFileBytes = kHeadBytes + kProofBytes + 40 + kBodyBytes;

Bytes head_of(const PassphraseKey& key) {
  Bytes head = copy_of(bytes_of(kMagic));
  put_u64(head, key.cost.passes);
  put_u64(head, key.cost.memory_bytes);
  put(head, key.salt);
  return head;
}

// Binds the body to its head and to vault.json.
Bytes body_context(ByteView head, ByteView vault_file) {
  Bytes context = copy_of(bytes_of("depone keyring 1"));
  put(context, head);
  put(context, crypto::view(crypto::sha256(vault_file)));
  return context;
}

crypto::SecretBytes part(const crypto::SecretBytes& body, std::size_t number) {
  return crypto::SecretBytes::copy_of(body.view().subspan(number * kKeyBytes, kKeyBytes));
}

}  // namespace

Keyring make_keyring() {
  return {crypto::SecretBytes::random(kKeyBytes), crypto::SecretBytes::random(kKeyBytes),
          crypto::SecretBytes::random(kKeyBytes), 1};
}

Result<PassphraseKey> make_passphrase_key(ByteView passphrase, crypto::PassphraseCost cost) {
  if (passphrase.empty()) {
    return Error{Fault::InvalidInput, "the passphrase is empty",
                 "choose one of six or more random words"};
  }
  if (cost.passes > kMostPasses) {
    return Error{Fault::InvalidInput, "the passphrase is to be worked over too many times",
                 "at most " + std::to_string(kMostPasses) + " passes"};
  }
  const crypto::PassphraseSalt salt = crypto::random_passphrase_salt();
  crypto::SecretBytes key = DP_TRY(crypto::key_from_passphrase(passphrase, salt, cost));
  return PassphraseKey{cost, salt, std::move(key)};
}

Bytes seal_keyring(const Keyring& keyring, const PassphraseKey& key, ByteView vault_file) {
  Bytes file = head_of(key);
  crypto::SecretBytes body(kBodyBytes);
  auto out = body.writable().begin();
  for (const crypto::SecretBytes* secret : {&keyring.master, &keyring.seed, &keyring.epoch_key}) {
    out = std::copy(secret->view().begin(), secret->view().end(), out);
  }
  Bytes epoch;
  put_u64(epoch, keyring.epoch);
  std::copy(epoch.begin(), epoch.end(), out);
  const Bytes context = body_context(file, vault_file);
  put(file, crypto::wrap(key.key.view(), {}, bytes_of("depone passphrase 1")));
  put(file, crypto::wrap(key.key.view(), body.view(), context));
  return file;
}

Result<OpenedKeyring> open_keyring(ByteView file, ByteView passphrase, ByteView vault_file) {
  const std::string_view magic = text_of(file.first(std::min(file.size(), kMagic.size())));
  if (magic != kMagic && magic.substr(0, 7) == kMagic.substr(0, 7)) {
    return Error{Fault::Unsupported, "the keyring is of a version this program does not know",
                 "use a newer depone"};
  }
  if (magic != kMagic || file.size() != kFileBytes) {
    return Error{Fault::Corrupt, "the keyring is not whole",
                 "restore the file keyring from a copy of the vault"};
  }
  const ByteView head = file.first(kHeadBytes);
  const crypto::PassphraseCost cost{get_u64(head.subspan(8)), get_u64(head.subspan(16))};
  const Error out_of_range{Fault::Corrupt,
                           "the keyring asks for a passphrase cost that is out of range",
                           "restore the file keyring from a copy of the vault"};
  if (cost.passes > kMostPasses) return out_of_range;
  crypto::PassphraseSalt salt{};
  std::copy_n(head.begin() + 24, salt.size(), salt.begin());
  auto made = crypto::key_from_passphrase(passphrase, salt, cost);
  if (!made.ok() && made.error().fault == Fault::InvalidInput) return out_of_range;
  crypto::SecretBytes key = DP_TRY(std::move(made));
  if (!crypto::unwrap_public(key.view(), file.subspan(kHeadBytes, kProofBytes),
                             bytes_of("depone passphrase 1"))
           .ok()) {
    return Error{Fault::Denied, "the passphrase does not open this vault",
                 "check the keyboard layout and capital letters; if you are sure of it, the file "
                 "keyring was changed: restore it from a copy of the vault"};
  }
  auto body = crypto::unwrap(key.view(), file.subspan(kHeadBytes + kProofBytes),
                             body_context(head, vault_file));
  if (!body.ok()) {
    return Error{Fault::Tampered, "the passphrase is right, but keyring or vault.json was changed",
                 "restore both files from a copy of the vault"};
  }
  const crypto::SecretBytes& keys = body.value();
  const std::uint64_t epoch = get_u64(keys.view().subspan(3 * kKeyBytes));
  return OpenedKeyring{Keyring{part(keys, 0), part(keys, 1), part(keys, 2), epoch},
                       PassphraseKey{cost, salt, std::move(key)}};
}

}  // namespace depone::vault
