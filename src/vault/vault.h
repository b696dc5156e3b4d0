// The vault: one case on disk, encrypted, append-only, in one folder (docs/format.md).
//
// The ledger (log/) is the truth; index.db is a projection of it that is rebuilt whenever it does
// not fit. Whatever add() and its like acknowledge by returning ok is durable: after a crash or
// power cut at any moment, opening again finds all of it, and nothing half-written is visible.
//
// Faults: Denied for a wrong passphrase; Tampered for bytes that are readable but fail a seal,
// proof or signature; Corrupt for unreadable bytes; NotFound for a file that is gone; Conflict
// while another process holds the vault; Io when the disk fails. After a failed write the object
// refuses to write (Io): open the vault again. Not thread-safe; const methods neither.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/disk.h"
#include "base/progress.h"
#include "crypto/passphrase.h"
#include "crypto/sign.h"
#include "vault/vault_types.h"

namespace depone::vault {

// SQLite reads and writes index.db itself, past `Disk`. InMemory is for tests with other disks:
// the index is then rebuilt at each opening.
enum class IndexPlace { File, InMemory };

// Sound: anything wrong with the ledger, the keys or the signature is an error. Damaged: opens
// what can still be read, read-only, for check() and rescue.
enum class OpenMode { Sound, Damaged };

class Vault {
 public:
  // Makes a vault in `folder`, which must not exist or be empty, and opens it. InvalidInput for an
  // empty passphrase. `disk` and `clock` must outlive the vault.
  static Result<Vault> create(Disk& disk, const std::string& folder, ByteView passphrase,
                              crypto::PassphraseCost cost, const Clock& clock,
                              IndexPlace place = IndexPlace::File);

  // Opens, verifies the whole ledger against the signed checkpoint, finishes what a crash left
  // unfinished and brings the index up to date.
  static Result<Vault> open(Disk& disk, const std::string& folder, ByteView passphrase,
                            const Clock& clock, IndexPlace place = IndexPlace::File,
                            OpenMode mode = OpenMode::Sound);

  Vault(Vault&&) noexcept;
  Vault& operator=(Vault&&) noexcept;
  ~Vault();

  // What opening repaired, in words for people; empty when nothing was.
  const std::vector<std::string>& repairs() const;

  // Adds all items in one durable batch; one answer each, in order. Bytes that are there already
  // (or come twice in `items`) are answered as duplicates and not added. On error none of them is
  // acknowledged; some may be there after opening again, each of them whole.
  Result<std::vector<Added>> add(std::span<const NewItem> items);

  // The id of the item with these bytes, if there is one.
  Result<std::optional<std::string>> contains(const Digest& sha256) const;

  // All items in the order they were added, destroyed ones included.
  Result<std::vector<ItemInfo>> items() const;
  // NotFound for an unknown id, Denied for a destroyed item, as for the three below.
  Result<ItemInfo> item(std::string_view id) const;
  // With text and passages.
  Result<Document> document(std::string_view id) const;
  // The bytes as acquired, verified against their SHA-256.
  Result<Bytes> original(std::string_view id) const;

  // Looks whether the files of an item of items() are there and as long as they must be, without
  // reading them. NotFound or Corrupt otherwise.
  Result<> look_at_files(const ItemInfo& item) const;

  // Makes the item unreadable for ever while the ledger still verifies; `reason` is kept sealed.
  // Copies of the folder made earlier still hold the key: see docs/threat-model.md.
  Result<> destroy_item_key(std::string_view id, const std::string& reason);

  // Keeps a decision or setting of this `kind` ("case", "review"): the payload is sealed, the
  // ledger commits to it. `kind` is public.
  Result<> record(std::string_view kind, const Json& payload);
  Result<std::vector<Record>> records(std::string_view kind) const;
  // Notes in the ledger that a dossier with this digest was published.
  Result<> record_published(const Digest& dossier);

  // Items whose text has all the words of `query`, best first. Words match by their stems,
  // Korean ones by parts of two syllables and more.
  Result<std::vector<Hit>> search(std::string_view query, std::size_t limit) const;

  // Reads and verifies everything. Ok also when damage was found: see the report. Cancelled when
  // asked to stop.
  Result<CheckReport> check(Progress& progress, const Cancellation& cancellation) const;
  // Throws the index away and makes it anew from the ledger.
  Result<> rebuild(Progress& progress);
  // A digest over all that the index says: equal for equal content, whatever the file's bytes.
  Result<Digest> index_digest() const;

  // NotFound for passages the item does not have.
  Result<Revelation> revelation(std::string_view id, std::span<const std::uint64_t> passages) const;
  Result<DigestOpening> digest_opening(std::string_view id) const;

  std::uint64_t ledger_size() const;
  // The leaf at `index`, as hashed; NotFound past the end.
  Result<std::string> ledger_leaf(std::uint64_t index) const;
  Result<std::vector<Digest>> ledger_proof(std::uint64_t index, std::uint64_t size) const;
  Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size) const;
  // The signed head in C2SP form; keep one elsewhere and check_against() it later.
  const std::string& checkpoint_note() const;
  // Tampered when the vault is not a continuation of what `note` saw (rolled back or forked).
  Result<> check_against(std::string_view note) const;
  std::string verifier_key() const;
  const crypto::PublicKey& public_key() const;
  // A signed note over `text` by the vault's key under origin(); `text` ends in a newline.
  std::string sign_statement(std::string_view text) const;
  std::string origin() const;  // "depone.invalid/<vault id>/<device id>"

 private:
  struct State;
  explicit Vault(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace depone::vault
