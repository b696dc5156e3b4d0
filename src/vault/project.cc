// The index as a projection of the ledger: opened, compared, caught up or made anew.
#include <fmt/format.h>

#include "crypto/derive.h"
#include "vault/vault_state.h"

namespace depone::vault {
namespace {

// Items a transaction: enough to spread its cost, few enough to keep their texts in memory.
constexpr std::size_t kBatch = 256;

}  // namespace

IndexEntry Vault::State::index_entry(const ItemState& item, const PrivateItem& about,
                                     const Document& document) {
  Document head;
  head.name = document.name;
  head.format = document.format;
  head.title = document.title;
  head.byline = document.byline;
  head.date = document.date;
  head.language = document.language;
  head.warnings = document.warnings;
  SearchWords words = cutter.words_of(document);
  IndexRow row{item.sequence, to_text(item.members.id), about.sha256, encode_private(about),
               canonical(Json(to_json(head)))};
  return {std::move(row), std::move(words.stems), std::move(words.pairs)};
}

Result<Index> Vault::State::index_file() {
  // A damaged vault is left as it is, so its index lives in memory.
  const bool on_disk = place == IndexPlace::File && mode == OpenMode::Sound;
  const std::string file = on_disk ? path(kIndexFile) : std::string();
  if (on_disk && !disk.info(file).ok()) {
    // SQLite would make the file readable for others; it keeps the mode of one that is there.
    DP_TRY(disk.write_lazily(file, {}));
  }
  const crypto::SecretBytes key =
      crypto::derive_key(keyring->keyring.epoch_key.view(), "depone index 1");
  return Index::open(file, key.view());
}

Result<> Vault::State::open_index() {
  const bool there = place == IndexPlace::File && disk.info(path(kIndexFile)).ok();
  auto fits = [&]() -> Result<bool> {
    index = DP_TRY(index_file());
    const IndexHead has = DP_TRY(index->head());
    if (has.size == 0) return true;
    if (has.size > checkpoint.size) return false;
    const Digest root = DP_TRY(tree.root_at(has.size));
    return root == has.root;
  }();
  if (!fits.ok() && fits.error().fault != Fault::Corrupt) return fits.error();
  if (!fits.ok() || !fits.value()) {
    DP_TRY(drop_index());
    index = DP_TRY(index_file());
    if (there) {
      repairs.emplace_back("the index did not fit the ledger and was made anew");
    }
  }
  NoProgress quiet;
  auto caught_up = catch_up(quiet);
  if (caught_up.ok() || caught_up.error().fault != Fault::Corrupt) return caught_up;
  repairs.emplace_back("the index was damaged and was made anew");
  return rebuild_index(quiet);
}

Result<> Vault::State::drop_index() {
  index.reset();
  if (place == IndexPlace::InMemory || mode == OpenMode::Damaged) return done();
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
    const auto removed = disk.remove(path(kIndexFile) + ending);
    if (!removed.ok() && removed.error().fault != Fault::NotFound) return removed;
  }
  return done();
}

Result<> Vault::State::catch_up(Progress& progress) {
  const IndexHead has = DP_TRY(index->head());
  if (has == head()) return done();
  std::vector<IndexEntry> entries;
  std::uint64_t seen = 0;
  for (const ItemId& id : order) {
    const ItemState& item = items.at(id);
    progress.step(seen++, order.size(), "index");
    if (item.sequence < has.size || item.destroyed) continue;
    const auto about = private_item(item);
    // check() names what cannot be read; the index holds the rest.
    if (!about.ok()) continue;
    auto text = document(item, about.value());
    entries.push_back(index_entry(item, about.value(), text.ok() ? text.value() : Document{}));
    if (entries.size() == kBatch) {
      const std::uint64_t reached = item.sequence + 1;
      const Digest root = DP_TRY(tree.root_at(reached));
      DP_TRY(index->apply(entries, {reached, root}));
      entries.clear();
    }
  }
  return index->apply(entries, head());
}

Result<> Vault::State::rebuild_index(Progress& progress) {
  DP_TRY(drop_index());
  index = DP_TRY(index_file());
  return catch_up(progress);
}

}  // namespace depone::vault
