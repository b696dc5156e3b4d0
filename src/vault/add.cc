// Life of a batch: seal, write the blobs, then keys, events, checkpoint and index, in this order,
// each durable before the next. A crash leaves unnamed blobs and keys, never half an item.
#include <map>

#include "vault/vault_state.h"

namespace depone::vault {
namespace {

struct Sealed {
  ItemState state;
  PrivateItem about;
  LogEntry entry;
};

Result<> check_new(const NewItem& item) {
  // Later parts of the format count text in 32 bits.
  constexpr std::size_t kLargestText = std::size_t{1} << 31;
  if (item.document.text.size() > kLargestText) {
    return Error{Fault::InvalidInput, "the text of an item is larger than 2 GiB", "split the file"};
  }
  return done();
}

Sealed seal_item(const NewItem& item, const Digest& sha256, const ItemSecrets& secrets,
                 const ItemId& id, std::uint64_t sequence, Instant now, ByteView document) {
  Sealed sealed;
  sealed.about = {sha256, item.bytes.size(), crypto::sha256(document), item.source,
                  item.acquisition};
  const std::string encoded = encode_private(sealed.about);
  const ledger::Tree passages = passage_tree(item.document, secrets);
  ItemMembers members;
  members.id = id;
  members.digest_commitment = crypto::commit(digest_salt(secrets), crypto::view(sha256));
  members.private_commitment = crypto::commit(private_salt(secrets), bytes_of(encoded));
  members.passage_root = passages.root();
  members.passage_count = passages.size();
  members.extractor = item.extractor;
  Json leaf = make_leaf(kItemAdded, sequence, now);
  put_members(leaf, members);
  sealed.entry = {canonical(leaf), seal_private(encoded, secrets, id)};
  sealed.state = {std::move(members), sequence, now, false};
  return sealed;
}

}  // namespace

Result<> Vault::State::write_blob(const ItemId& id, Blob blob, ByteView sealed) {
  const std::string file = blob_path(id, blob);
  std::string parent = file.substr(0, file.rfind('/'));
  if (made_folders.count(parent) == 0) {
    DP_TRY(disk.make_folder(parent));
    made_folders.insert(std::move(parent));
  }
  return disk.write_lazily(file, sealed);
}

Result<std::vector<Added>> Vault::add(std::span<const NewItem> items) {
  State& state = *state_;
  DP_TRY(state.writable());

  std::vector<Added> answers(items.size());
  std::vector<Digest> digests(items.size());
  std::vector<std::size_t> fresh;  // indexes into `items`
  std::vector<ItemId> ids;         // of the fresh ones
  std::map<Digest, std::string> in_batch;
  for (std::size_t i = 0; i < items.size(); ++i) {
    DP_TRY(check_new(items[i]));
    digests[i] = crypto::sha256(items[i].bytes);
  }
  const auto known = DP_TRY(state.index->find(digests));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const auto twice = in_batch.find(digests[i]); twice != in_batch.end()) {
      answers[i] = {twice->second, true};
      continue;
    }
    if (const auto& there = known[i]; there) {
      // The index only points; the ledger says whether it is so.
      const ItemState* const item = DP_TRY(state.live_item(*there));
      const PrivateItem about = DP_TRY(state.private_item(*item));
      if (about.sha256 == digests[i]) {
        answers[i] = {*there, true};
        continue;
      }
      return Error{Fault::Tampered, "the index points to another item than the one added",
                   "run depone rebuild: nothing is lost"};
    }
    ItemId id{};
    crypto::fill_random(id);
    answers[i] = {to_text(id), false};
    in_batch.emplace(digests[i], answers[i].id);
    fresh.push_back(i);
    ids.push_back(id);
  }
  if (fresh.empty()) return answers;

  crypto::SecretBytes batch = ItemKeys::make_batch(ids);
  const std::vector<ItemSecrets> secrets = ItemKeys::secrets_in(batch);
  const Instant now = state.clock.now();
  std::vector<LogEntry> entries;
  std::vector<IndexEntry> rows;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const NewItem& item = items[fresh[i]];
    const Bytes document = encode_document(item.document);
    Sealed sealed = seal_item(item, digests[fresh[i]], secrets[i], ids[i], state.events.size() + i,
                              now, document);
    DP_TRY(state.noted(
        state.write_blob(ids[i], Blob::Original, seal_original(item.bytes, secrets[i], ids[i]))));
    DP_TRY(state.noted(
        state.write_blob(ids[i], Blob::Document, seal_document(document, secrets[i], ids[i]))));
    rows.push_back(state.index_entry(sealed.state, sealed.about, item.document));
    entries.push_back(std::move(sealed.entry));
  }
  DP_TRY(state.noted(state.disk.sync_all(state.folder)));
  DP_TRY(state.append_keys(batch));
  state.keys.add(std::move(batch));
  DP_TRY(state.append(entries));
  DP_TRY(state.noted(state.index->apply(rows, state.head())));
  return answers;
}

}  // namespace depone::vault
