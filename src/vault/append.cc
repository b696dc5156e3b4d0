// Writing: events, keys and checkpoints, each durable before the next depends on it.
#include <fmt/format.h>

#include "crypto/seal.h"
#include "vault/record_file.h"
#include "vault/vault_state.h"

namespace depone::vault {

Result<> Vault::State::writable() const {
  if (mode == OpenMode::Damaged) {
    return Error{Fault::Denied, "the vault was opened as damaged and is not written to",
                 "repair it first: restore the damaged files from a copy"};
  }
  if (failed) {
    return Error{Fault::Io, "the vault stopped after a failed write",
                 "open it again: nothing that was acknowledged is lost"};
  }
  return done();
}

Result<> Vault::State::noted(Result<> result) {
  if (!result.ok()) failed = true;
  return result;
}

Result<> Vault::State::append(std::span<const LogEntry> entries) {
  DP_TRY(writable());
  Bytes out;
  std::vector<EventPlace> places;
  std::vector<Event> parsed;
  for (const LogEntry& entry : entries) {
    const std::uint64_t sequence = events.size() + places.size();
    const Bytes payload = seal_entry(entry, log_key.view(), origin(), sequence);
    places.push_back({log_bytes + out.size() + 4, static_cast<std::uint32_t>(payload.size()),
                      ledger::leaf_hash(bytes_of(entry.leaf))});
    parsed.push_back(DP_TRY(parse_leaf(entry.leaf, sequence)));
    put_record(out, payload);
  }
  DP_TRY(noted(disk.append_durably(path(events_file(device)), out)));
  for (std::size_t i = 0; i < places.size(); ++i) {
    DP_TRY(noted(adopt(parsed[i], events.size())));
    events.push_back(places[i]);
    tree.append(places[i].leaf_hash);
  }
  log_bytes += out.size();
  return write_checkpoint();
}

Result<> Vault::State::append_one(Json leaf, Bytes sidecar) {
  const LogEntry entry{canonical(leaf), std::move(sidecar)};
  DP_TRY(append({&entry, 1}));
  return noted(index->apply({}, head()));
}

Result<> Vault::State::write_checkpoint() {
  ledger::Checkpoint next{origin(), tree.size(), tree.root()};
  std::string signed_note = ledger::sign_checkpoint(next, *signing_key);
  DP_TRY(noted(disk.write_atomically(path(kCheckpointFile), bytes_of(signed_note))));
  checkpoint = std::move(next);
  note = std::move(signed_note);
  return done();
}

Result<> Vault::State::append_keys(const crypto::SecretBytes& batch) {
  Bytes record;
  put_record(record, ItemKeys::seal_batch(batch, keyring->keyring.epoch_key.view(), origin(),
                                          epoch(), key_records));
  DP_TRY(noted(disk.append_durably(path(keys_file(epoch())), record)));
  ++key_records;
  return done();
}

// The new keys file is durable before the keyring names its epoch, and the old epoch's key is gone
// from the keyring before the old file goes: at every moment exactly one pair of them fits.
Result<> Vault::State::destroy_keys() {
  std::vector<ItemId> kept;
  bool any = false;
  for (const ItemId& id : keys.ids()) {
    const auto found = items.find(id);
    const bool gone = found != items.end() && found->second.destroyed;
    any = any || gone;
    if (!gone && found != items.end()) kept.push_back(id);
  }
  if (!any) return done();
  DP_TRY(writable());

  OpenedKeyring next{Keyring{crypto::SecretBytes::copy_of(keyring->keyring.master.view()),
                             crypto::SecretBytes::copy_of(keyring->keyring.seed.view()),
                             crypto::SecretBytes::random(crypto::kKeyBytes), epoch() + 1},
                     PassphraseKey{keyring->key.cost, keyring->key.salt,
                                   crypto::SecretBytes::copy_of(keyring->key.key.view())}};
  crypto::SecretBytes batch = keys.batch_of(kept);
  Bytes file = copy_of(bytes_of(kKeysMagic));
  put_record(file, ItemKeys::seal_batch(batch, next.keyring.epoch_key.view(), origin(),
                                        next.keyring.epoch, 0));
  DP_TRY(noted(disk.write_atomically(path(keys_file(next.keyring.epoch)), file)));
  Bytes ring = seal_keyring(next.keyring, next.key, vault_file);
  DP_TRY(noted(disk.write_atomically(path(kKeyringFile), ring)));
  const std::string old = path(keys_file(epoch()));
  keyring_file = std::move(ring);
  keyring = std::move(next);
  keys = ItemKeys();
  keys.add(std::move(batch));
  key_records = 1;
  DP_TRY(noted(disk.remove(old)));
  for (const auto& [id, item] : items) {
    if (item.destroyed) DP_TRY(noted(remove_blobs(id)));
  }
  DP_TRY(noted(disk.sync_all(folder)));
  // The index is under a key of the old epoch; its pages, free ones too, end with it.
  return noted(drop_index());
}

Result<> Vault::State::remove_blobs(const ItemId& id) {
  for (const Blob blob : {Blob::Original, Blob::Document}) {
    const auto removed = disk.remove(blob_path(id, blob));
    if (!removed.ok() && removed.error().fault != Fault::NotFound) return removed;
  }
  return done();
}

}  // namespace depone::vault
