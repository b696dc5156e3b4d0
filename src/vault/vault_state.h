// The inside of a vault: its files, keys and what was read of the ledger. Private to this module.
//
// The members' work is spread over open.cc, load.cc, append.cc, project.cc and check.cc by subject.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/tree.h"
#include "vault/event.h"
#include "vault/index.h"
#include "vault/item_keys.h"
#include "vault/keyring.h"
#include "vault/sealed_item.h"
#include "vault/search_words.h"
#include "vault/vault.h"

namespace depone::vault {

// Where an event lies in the events file. `length` 0: it could not be read (Damaged only).
struct EventPlace {
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
  Digest leaf_hash{};
};

struct ItemState {
  ItemMembers members;
  std::uint64_t sequence = 0;
  Instant added;
  bool destroyed = false;
};

// The two files of an item.
enum class Blob { Original, Document };

struct Vault::State {
  State(Disk& its_disk, const Clock& its_clock, std::string its_folder, IndexPlace its_place,
        OpenMode its_mode)
      : disk(its_disk),
        clock(its_clock),
        folder(std::move(its_folder)),
        place(its_place),
        mode(its_mode) {}

  Disk& disk;
  const Clock& clock;
  std::string folder;
  IndexPlace place;
  OpenMode mode;
  std::unique_ptr<FileLock> lock;

  std::string vault_id;
  std::string device;
  Bytes vault_file;    // the bytes of vault.json
  Bytes keyring_file;  // the bytes of keyring
  std::optional<OpenedKeyring> keyring;
  std::optional<crypto::SigningKey> signing_key;
  crypto::SecretBytes log_key{0};   // seals events
  crypto::SecretBytes name_key{0};  // names blobs

  ItemKeys keys;
  std::uint64_t key_records = 0;  // in the keys file

  ledger::Tree tree;
  std::vector<EventPlace> events;
  std::uint64_t log_bytes = 0;
  ledger::Checkpoint checkpoint;
  std::string note;
  std::map<ItemId, ItemState> items;
  std::vector<ItemId> order;            // of adding
  std::vector<std::uint64_t> recorded;  // sequences of such events

  std::optional<Index> index;
  WordCutter cutter;
  std::set<std::string> made_folders;
  bool failed = false;  // a write failed: what is on disk is no longer known
  std::vector<std::string> repairs;
  std::vector<Damage> damages;  // found while loading, Damaged only

  std::string path(std::string_view name) const { return join_path(folder, name); }
  std::string origin() const { return "depone.invalid/" + vault_id + "/" + device; }
  std::uint64_t epoch() const { return keyring->keyring.epoch; }

  // open.cc: from vault.json and keyring to keys.
  Result<> read_identity(ByteView passphrase);
  void take_keyring(OpenedKeyring opened);
  // Removes what interrupted work left behind.
  Result<> sweep();

  // load.cc: keys, events and checkpoint, verified against each other.
  Result<> load();
  Result<> load_log();
  Result<> load_keys();
  Result<> adopt(const Event& event, std::uint64_t sequence);
  // Sound: the error itself. Damaged: noted, and on we go.
  Result<> damage(Error error, const std::string& item = {});

  // append.cc: writing. Each fails for ever once one of them has failed.
  Result<> writable() const;
  Result<> append(std::span<const LogEntry> entries);
  Result<> append_one(Json leaf, Bytes sidecar);
  Result<> write_checkpoint();
  // Durable after the next disk.sync_all().
  Result<> write_blob(const ItemId& id, Blob blob, ByteView sealed);
  Result<> append_keys(const crypto::SecretBytes& batch);
  Result<> destroy_keys();  // those of destroyed items: a new epoch
  Result<> remove_blobs(const ItemId& id);
  // Passes the result on; an error makes the vault refuse to write.
  Result<> noted(Result<> result);

  // project.cc: the index.
  IndexEntry index_entry(const ItemState& item, const PrivateItem& about, const Document& document);
  Result<Index> index_file();
  Result<> open_index();
  Result<> drop_index();
  Result<> catch_up(Progress& progress);
  Result<> rebuild_index(Progress& progress);
  IndexHead head() const { return {checkpoint.size, checkpoint.root}; }

  // read.cc
  std::string blob_path(const ItemId& id, Blob blob) const;
  Result<LogEntry> entry(std::uint64_t sequence) const;
  // The state of a known item that is not destroyed, by its text.
  Result<const ItemState*> live_item(std::string_view id) const;
  Result<ItemSecrets> secrets(const ItemId& id) const;
  Result<PrivateItem> private_item(const ItemState& item) const;
  Result<Bytes> blob(const ItemState& item, Blob blob) const;
  Result<Bytes> original(const ItemState& item, const PrivateItem& about) const;
  Result<Document> document(const ItemState& item, const PrivateItem& about) const;

  // check.cc
  State reread() const;
  Result<> check_item(const ItemState& item) const;
  Result<> check_index(const State& now) const;
  // Files under blobs/ that belong to no item.
  Result<std::uint64_t> count_leftovers() const;
};

// How a message calls an item.
std::string called(const ItemId& id);

}  // namespace depone::vault
