// Making a vault, and from a folder and a passphrase to keys.
#include <fmt/format.h>

#include <algorithm>

#include "crypto/derive.h"
#include "vault/record_file.h"
#include "vault/vault_state.h"

namespace depone::vault {
namespace {

constexpr std::uint64_t kLargestVaultFile = 1u << 16;

std::string random_hex(std::size_t size) {
  return to_hex(crypto::SecretBytes::random(size).view());
}

bool is_hex_of(std::string_view text, std::size_t bytes) {
  const auto read = from_hex(text);
  return read.ok() && read.value().size() == bytes && to_hex(read.value()) == text;
}

Error no_vault(const std::string& folder) {
  return {Fault::NotFound, "there is no vault in " + folder,
          "depone init makes one; check the name of the folder"};
}

bool begins_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Whether `folder` holds nothing but what an interrupted create() leaves: no vault.json, which is
// written last, and no item key.
Result<bool> may_be_created_in(const Disk& disk, const std::string& folder) {
  const std::vector<FileInfo> entries = DP_TRY(disk.list(folder));
  for (const FileInfo& entry : entries) {
    const bool ours = entry.name == kKeyringFile || entry.name == kCheckpointFile ||
                      entry.name == kLockFile || entry.name == kLogFolder ||
                      entry.name.ends_with(".new") ||
                      (entry.name == keys_file(1) && entry.size_bytes <= kMagicBytes);
    if (!ours) return false;
  }
  return true;
}

}  // namespace

Result<> Vault::State::read_identity(ByteView passphrase) {
  const auto file = disk.read_all(path(kVaultFile), kLargestVaultFile);
  if (!file.ok()) return file.error().fault == Fault::NotFound ? no_vault(folder) : file.error();
  vault_file = file.value();
  const auto json = parse_json(text_of(vault_file), std::string(kVaultFile));
  const Error broken{Fault::Corrupt, "vault.json is not of the form",
                     "restore it from a copy of the vault"};
  if (!json.ok() || !json.value().is_object()) return broken;
  const auto format = json_string(json.value(), "format");
  const auto version = json_integer(json.value(), "version");
  const auto vault = json_string(json.value(), "vault");
  const auto its_device = json_string(json.value(), "device");
  const auto public_key = json_string(json.value(), "public_key");
  if (!format.ok() || format.value() != "depone-vault" || !version.ok()) return broken;
  if (version.value() != kFormatVersion) {
    return Error{Fault::Unsupported,
                 fmt::format("the vault is of format version {}; this program reads {}",
                             version.value(), kFormatVersion),
                 "use a newer depone"};
  }
  if (!vault.ok() || !is_hex_of(vault.value(), 16) || !its_device.ok() ||
      !is_hex_of(its_device.value(), 8) || !public_key.ok()) {
    return broken;
  }
  vault_id = vault.value();
  device = its_device.value();

  const auto ring = disk.read_all(path(kKeyringFile), kLargestVaultFile);
  if (!ring.ok()) {
    if (ring.error().fault != Fault::NotFound) return ring.error();
    return Error{Fault::NotFound, "the file keyring of the vault is gone",
                 "without it nothing can be read: restore it from a copy of the vault"};
  }
  keyring_file = ring.value();
  take_keyring(DP_TRY(open_keyring(keyring_file, passphrase, vault_file)));
  if (public_key.value() != to_hex(signing_key->public_key)) {
    return Error{Fault::Tampered, "vault.json names another signing key than the keyring",
                 "restore vault.json from a copy of the vault"};
  }
  return done();
}

void Vault::State::take_keyring(OpenedKeyring opened) {
  keyring = std::move(opened);
  const ByteView master = keyring->keyring.master.view();
  signing_key = crypto::signing_key_from_seed(keyring->keyring.seed.view());
  log_key = crypto::derive_key(master, "depone log 1");
  name_key = crypto::derive_key(master, "depone names 1");
}

Result<Vault> Vault::create(Disk& disk, const std::string& folder, ByteView passphrase,
                            crypto::PassphraseCost cost, const Clock& clock, IndexPlace place) {
  if (const auto there = disk.info(join_path(folder, kVaultFile)); there.ok()) {
    return Error{Fault::Conflict, "there is a vault in " + folder + " already",
                 "choose another folder"};
  }
  PassphraseKey passphrase_key = DP_TRY(make_passphrase_key(passphrase, cost));
  DP_TRY(disk.make_folder(folder));
  if (!DP_TRY(may_be_created_in(disk, folder))) {
    return Error{Fault::Conflict, folder + " is not empty", "choose a new or empty folder"};
  }
  auto state = std::make_unique<State>(disk, clock, folder, place, OpenMode::Sound);
  state->lock = DP_TRY(disk.lock(state->path(kLockFile)));
  state->vault_id = random_hex(16);
  state->device = random_hex(8);
  state->take_keyring({make_keyring(), std::move(passphrase_key)});

  OrderedJson json;
  json["format"] = "depone-vault";
  json["version"] = kFormatVersion;
  json["vault"] = state->vault_id;
  json["device"] = state->device;
  json["public_key"] = to_hex(state->signing_key->public_key);
  state->vault_file = copy_of(bytes_of(dump_json(json, 2) + "\n"));
  state->keyring_file =
      seal_keyring(state->keyring->keyring, state->keyring->key, state->vault_file);

  const std::string events = events_file(state->device);
  DP_TRY(disk.make_folder(state->path(events.substr(0, events.rfind('/')))));
  DP_TRY(disk.write_atomically(state->path(keys_file(1)), bytes_of(kKeysMagic)));
  DP_TRY(disk.write_atomically(state->path(events), bytes_of(kEventsMagic)));
  DP_TRY(disk.write_atomically(state->path(kKeyringFile), state->keyring_file));
  state->log_bytes = kMagicBytes;
  Json leaf = make_leaf(kVaultCreated, 0, clock.now());
  leaf["vault"] = state->vault_id;
  leaf["device"] = state->device;
  leaf["format"] = kFormatVersion;
  leaf["public_key"] = to_hex(state->signing_key->public_key);
  const LogEntry entry{canonical(leaf), {}};
  DP_TRY(state->append({&entry, 1}));
  // The folders of the files above are durable, too, before vault.json says that there is a vault.
  DP_TRY(disk.sync_all(folder));
  DP_TRY(disk.write_atomically(state->path(kVaultFile), state->vault_file));
  DP_TRY(state->open_index());
  return Vault(std::move(state));
}

Result<Vault> Vault::open(Disk& disk, const std::string& folder, ByteView passphrase,
                          const Clock& clock, IndexPlace place, OpenMode mode) {
  auto state = std::make_unique<State>(disk, clock, folder, place, mode);
  if (!disk.info(state->path(kVaultFile)).ok() && !disk.info(state->path(kKeyringFile)).ok()) {
    return no_vault(folder);
  }
  state->lock = DP_TRY(disk.lock(state->path(kLockFile)));
  DP_TRY(state->read_identity(passphrase));
  DP_TRY(state->load());
  if (mode == OpenMode::Sound) DP_TRY(state->sweep());
  DP_TRY(state->open_index());
  return Vault(std::move(state));
}

// Only after everything was verified: a stray file may be what someone needs to repair a vault.
Result<> Vault::State::sweep() {
  const std::vector<FileInfo> entries = DP_TRY(disk.list(folder));
  for (const FileInfo& entry : entries) {
    const bool old_keys = begins_with(entry.name, kKeysPrefix) && entry.name != keys_file(epoch());
    const bool temporary = entry.name.ends_with(".new");
    if (entry.is_regular && (old_keys || temporary)) {
      DP_TRY(disk.remove(path(entry.name)));
      repairs.push_back(fmt::format("{} was left over and was removed", entry.name));
    }
  }
  for (const auto& [id, item] : items) {
    if (item.destroyed) DP_TRY(remove_blobs(id));
  }
  return done();
}

}  // namespace depone::vault
