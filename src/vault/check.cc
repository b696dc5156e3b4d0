// Reading and verifying everything, from the disk and not from memory.
#include <fmt/format.h>

#include <algorithm>

#include "vault/vault_state.h"

namespace depone::vault {
namespace {

Keyring copy_of_keyring(const Keyring& keyring) {
  return {crypto::SecretBytes::copy_of(keyring.master.view()),
          crypto::SecretBytes::copy_of(keyring.seed.view()),
          crypto::SecretBytes::copy_of(keyring.epoch_key.view()), keyring.epoch};
}

}  // namespace

// The state as the disk has it now, with the keys that are open already.
Vault::State Vault::State::reread() const {
  State now(disk, clock, folder, place, OpenMode::Damaged);
  now.vault_id = vault_id;
  now.device = device;
  now.take_keyring({copy_of_keyring(keyring->keyring),
                    PassphraseKey{keyring->key.cost, keyring->key.salt,
                                  crypto::SecretBytes::copy_of(keyring->key.key.view())}});
  for (const auto& [name, bytes] :
       {std::pair(kVaultFile, &vault_file), {kKeyringFile, &keyring_file}}) {
    const auto file = disk.read_all(path(name), 1u << 20);
    if (!file.ok()) {
      now.damages.push_back({file.error().fault, {}, file.error().what});
    } else if (file.value() != *bytes) {
      now.damages.push_back({Fault::Tampered, {}, fmt::format("{} was changed", name)});
    }
  }
  ignore(now.load(), "in this mode damage is noted");
  return now;
}

Result<> Vault::State::check_item(const ItemState& item) const {
  const PrivateItem about = DP_TRY(private_item(item));
  DP_TRY(original(item, about));
  const Document text = DP_TRY(document(item, about));
  const ItemSecrets with = DP_TRY(secrets(item.members.id));
  const ledger::Tree passages = passage_tree(text, with);
  if (passages.root() != item.members.passage_root ||
      passages.size() != item.members.passage_count) {
    return Error{Fault::Tampered,
                 "the ledger does not commit to the passages of " + called(item.members.id)};
  }
  return done();
}

Result<std::uint64_t> Vault::State::count_leftovers() const {
  const std::string blobs = path(kBlobFolder);
  const auto folders = disk.list(blobs);
  if (!folders.ok()) {
    // A vault without items has no such folder yet.
    if (folders.error().fault == Fault::NotFound) return std::uint64_t{0};
    return folders.error();
  }
  std::set<std::string> known;
  for (const auto& [id, item] : items) {
    if (item.destroyed) continue;
    known.insert(blob_path(id, Blob::Original));
    known.insert(blob_path(id, Blob::Document));
  }
  std::uint64_t leftovers = 0;
  for (const FileInfo& folder_info : folders.value()) {
    const std::string parent = join_path(blobs, folder_info.name);
    if (!folder_info.is_folder) continue;
    const std::vector<FileInfo> files = DP_TRY(disk.list(parent));
    for (const FileInfo& file : files) {
      leftovers += known.count(join_path(parent, file.name)) == 0 ? 1 : 0;
    }
  }
  return leftovers;
}

Result<CheckReport> Vault::check(Progress& progress, const Cancellation& cancellation) const {
  const State now = state_->reread();
  CheckReport report;
  report.damages = now.damages;
  report.events = now.events.size();
  if (now.checkpoint.size < state_->checkpoint.size && report.damages.empty()) {
    report.damages.push_back({Fault::Tampered, {}, "the ledger was rolled back while it was open"});
  }
  std::set<std::string> named;
  for (const Damage& damage : report.damages) named.insert(damage.item);
  for (const ItemId& id : now.order) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "the check was stopped"};
    const ItemState& item = now.items.at(id);
    const std::string text = to_text(id);
    progress.step(report.items, now.order.size(), text);
    if (item.destroyed) continue;
    ++report.items;
    if (named.count(text) > 0) continue;  // its key is missing, which says it all
    const auto checked = now.check_item(item);
    if (!checked.ok()) {
      report.damages.push_back({checked.error().fault, text, checked.error().what});
    }
  }
  const auto leftovers = now.count_leftovers();
  if (leftovers.ok()) {
    report.leftovers = leftovers.value();
  } else {
    report.damages.push_back({leftovers.error().fault, {}, leftovers.error().what});
  }
  if (auto index = state_->check_index(now); !index.ok()) {
    report.damages.push_back({index.error().fault, {}, index.error().what});
  }
  return report;
}

// A page of index.db that was put back from an older copy passes its seal; comparing does not.
Result<> Vault::State::check_index(const State& now) const {
  DP_TRY(index->verify());
  const std::vector<IndexRow> rows = DP_TRY(index->rows());
  std::size_t live = 0;
  for (const auto& [id, item] : now.items) live += item.destroyed ? 0 : 1;
  const Error differs{Fault::Tampered, "the index says something else than the ledger",
                      "run depone rebuild: nothing is lost"};
  if (rows.size() > live) return differs;
  if (rows.size() < live && now.damages.empty() && damages.empty()) return differs;
  for (const IndexRow& row : rows) {
    const auto item = now.live_item(row.id);
    if (!item.ok() || item.value()->sequence != row.sequence) return differs;
    const auto about = now.private_item(*item.value());
    if (about.ok() && encode_private(about.value()) != row.private_json) return differs;
  }
  return done();
}

}  // namespace depone::vault
