#include "vault/vault.h"

#include <fmt/format.h>

#include "ledger/signed_note.h"
#include "vault/search_words.h"
#include "vault/vault_state.h"

namespace depone::vault {
namespace {

// The public part, which outlives the key.
ItemInfo info_of(const ItemState& item) {
  ItemInfo info;
  info.id = to_text(item.members.id);
  info.sequence = item.sequence;
  info.added = item.added;
  info.passage_count = item.members.passage_count;
  info.destroyed = item.destroyed;
  return info;
}

Result<> fill(ItemInfo& info, const IndexRow& row) {
  PrivateItem about = DP_TRY(decode_private(row.private_json));
  const Json document = DP_TRY(parse_json(row.document_json, "the index's entry of an item"));
  info.document = DP_TRY(document_from_json(document));
  info.sha256 = about.sha256;
  info.size_bytes = about.size_bytes;
  info.source = std::move(about.source);
  info.acquisition = std::move(about.acquisition);
  info.damaged = false;
  return done();
}

}  // namespace

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

const std::vector<std::string>& Vault::repairs() const { return state_->repairs; }

Result<std::optional<std::string>> Vault::contains(const Digest& sha256) const {
  auto found = DP_TRY(state_->index->find({&sha256, 1}));
  return std::move(found.front());
}

Result<std::vector<ItemInfo>> Vault::items() const {
  const std::vector<IndexRow> rows = DP_TRY(state_->index->rows());
  std::vector<ItemInfo> infos;
  infos.reserve(state_->order.size());
  auto row = rows.begin();
  for (const ItemId& id : state_->order) {
    infos.push_back(info_of(state_->items.at(id)));
    ItemInfo& info = infos.back();
    info.damaged = !info.destroyed;
    while (row != rows.end() && row->sequence < info.sequence) ++row;
    if (info.destroyed || row == rows.end() || row->sequence != info.sequence) continue;
    DP_TRY(fill(info, *row));
  }
  return infos;
}

Result<ItemInfo> Vault::item(std::string_view id) const {
  const ItemState* const item = DP_TRY(state_->live_item(id));
  ItemInfo info = info_of(*item);
  info.damaged = true;
  const std::optional<IndexRow> row = DP_TRY(state_->index->row(info.id));
  if (row) DP_TRY(fill(info, *row));
  return info;
}

Result<Document> Vault::document(std::string_view id) const {
  const ItemState* const item = DP_TRY(state_->live_item(id));
  const PrivateItem about = DP_TRY(state_->private_item(*item));
  return state_->document(*item, about);
}

Result<Bytes> Vault::original(std::string_view id) const {
  const ItemState* const item = DP_TRY(state_->live_item(id));
  const PrivateItem about = DP_TRY(state_->private_item(*item));
  return state_->original(*item, about);
}

Result<> Vault::destroy_item_key(std::string_view id, const std::string& reason) {
  DP_TRY(state_->writable());
  DP_TRY(state_->live_item(id));
  Json leaf = make_leaf(kItemKeyDestroyed, state_->events.size(), state_->clock.now());
  leaf["item"] = id;
  Bytes sidecar = put_private(leaf, {{"reason", reason}});
  const LogEntry entry{canonical(leaf), std::move(sidecar)};
  // Once the ledger says so, opening the vault finishes what a crash interrupts below.
  DP_TRY(state_->append({&entry, 1}));
  DP_TRY(state_->destroy_keys());
  return state_->noted(state_->open_index());
}

Result<> Vault::record(std::string_view kind, const Json& payload) {
  DP_TRY(state_->writable());
  Json leaf = make_leaf(kRecorded, state_->events.size(), state_->clock.now());
  leaf["kind"] = kind;
  Bytes sidecar = put_private(leaf, payload);
  return state_->append_one(std::move(leaf), std::move(sidecar));
}

Result<std::vector<Record>> Vault::records(std::string_view kind) const {
  std::vector<Record> records;
  for (const std::uint64_t sequence : state_->recorded) {
    const LogEntry entry = DP_TRY(state_->entry(sequence));
    const Event event = DP_TRY(parse_leaf(entry.leaf, sequence));
    if (event.members.value("kind", "") != kind) continue;
    Json payload = DP_TRY(open_private(event, entry.sidecar));
    records.push_back({sequence, event.time, std::move(payload)});
  }
  return records;
}

Result<> Vault::record_published(const Digest& dossier) {
  DP_TRY(state_->writable());
  Json leaf = make_leaf(kPublished, state_->events.size(), state_->clock.now());
  leaf["dossier"] = to_hex(dossier);
  return state_->append_one(std::move(leaf), {});
}

Result<std::vector<Hit>> Vault::search(std::string_view query, std::size_t limit) const {
  const std::string expression = match_expression(query);
  if (expression.empty()) {
    return Error{Fault::InvalidInput, "the query has no word", "search for words or numbers"};
  }
  return state_->index->search(expression, limit);
}

Result<> Vault::rebuild(Progress& progress) {
  DP_TRY(state_->writable());
  return state_->noted(state_->rebuild_index(progress));
}

Result<Digest> Vault::index_digest() const { return state_->index->digest(); }

std::uint64_t Vault::ledger_size() const { return state_->checkpoint.size; }

Result<std::string> Vault::ledger_leaf(std::uint64_t index) const {
  return DP_TRY(state_->entry(index)).leaf;
}

Result<std::vector<Digest>> Vault::ledger_proof(std::uint64_t index, std::uint64_t size) const {
  return state_->tree.inclusion_proof(index, size);
}

Result<std::vector<Digest>> Vault::consistency_proof(std::uint64_t old_size,
                                                     std::uint64_t size) const {
  return state_->tree.consistency_proof(old_size, size);
}

const std::string& Vault::checkpoint_note() const { return state_->note; }

Result<> Vault::check_against(std::string_view note) const {
  const auto seen = ledger::open_checkpoint(note, state_->signing_key->public_key);
  if (!seen.ok()) {
    return Error{seen.error().fault, "the checkpoint given: " + seen.error().what,
                 "is it one of this vault?"};
  }
  if (seen.value().origin != state_->origin()) {
    return Error{Fault::Tampered, "the checkpoint given is that of another log"};
  }
  if (seen.value().size > state_->checkpoint.size) {
    return Error{Fault::Tampered,
                 fmt::format("the vault was rolled back: the checkpoint given saw {} events, the "
                             "ledger has {}",
                             seen.value().size, state_->checkpoint.size),
                 "find the newer copy of the vault"};
  }
  const Digest root = DP_TRY(state_->tree.root_at(seen.value().size));
  if (root != seen.value().root) {
    return Error{Fault::Tampered,
                 fmt::format("the first {} events are not those the checkpoint given saw",
                             seen.value().size),
                 "find the copy of the vault that the checkpoint was taken from"};
  }
  return done();
}

std::string Vault::verifier_key() const {
  return ledger::verifier_key(origin(), state_->signing_key->public_key);
}

const crypto::PublicKey& Vault::public_key() const { return state_->signing_key->public_key; }

std::string Vault::sign_statement(std::string_view text) const {
  return ledger::sign_note(text, origin(), *state_->signing_key);
}

std::string Vault::origin() const { return state_->origin(); }

}  // namespace depone::vault
