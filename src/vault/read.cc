// Reading items and events back, each step verified.
#include <fmt/format.h>

#include "crypto/hash.h"
#include "crypto/seal.h"
#include "vault/vault_state.h"

namespace depone::vault {
namespace {

// A blob is read whole; larger ones were never written.
constexpr std::uint64_t kLargestBlob = std::uint64_t{8} << 30;
constexpr std::uint64_t kShortestDocument = 4;  // its length word

Error about_item(const Error& error, const ItemId& id, std::string_view part) {
  return {error.fault, fmt::format("{} of {}: {}", part, called(id), error.what), error.hint};
}

}  // namespace

std::string called(const ItemId& id) { return "item " + to_text(id); }

std::string Vault::State::blob_path(const ItemId& id, Blob blob) const {
  Bytes label = copy_of(bytes_of(blob == Blob::Original ? "original" : "document"));
  label.push_back(0);
  put(label, id);
  const std::string name = to_hex(crypto::keyed_hash(name_key.view(), label));
  return path(fmt::format("{}/{}/{}", kBlobFolder, name.substr(0, 2), name));
}

Result<LogEntry> Vault::State::entry(std::uint64_t sequence) const {
  if (sequence >= events.size()) {
    return Error{Fault::NotFound, fmt::format("the ledger has no event {}", sequence)};
  }
  const EventPlace& where = events[sequence];
  if (where.length == 0) {
    return Error{Fault::Corrupt, fmt::format("event {} of the ledger is damaged", sequence)};
  }
  const Bytes payload = DP_TRY(disk.read(path(events_file(device)), where.offset, where.length));
  LogEntry entry = DP_TRY(open_entry(payload, log_key.view(), origin(), sequence));
  if (ledger::leaf_hash(bytes_of(entry.leaf)) != where.leaf_hash) {
    return Error{Fault::Tampered, fmt::format("event {} of the ledger was changed", sequence)};
  }
  return entry;
}

Result<const ItemState*> Vault::State::live_item(std::string_view id) const {
  const ItemId number = DP_TRY(item_id_of(id));
  const auto found = items.find(number);
  if (found == items.end()) {
    return Error{Fault::NotFound, "there is no " + called(number), "depone items lists them"};
  }
  if (found->second.destroyed) {
    return Error{Fault::Denied, "the key of " + called(number) + " was destroyed",
                 "nobody can read it again"};
  }
  return &found->second;
}

Result<ItemSecrets> Vault::State::secrets(const ItemId& id) const {
  auto found = keys.secrets(id);
  if (!found) {
    return Error{Fault::NotFound, "the key of " + called(id) + " is missing",
                 "restore " + keys_file(epoch()) + " from a copy of the vault"};
  }
  return std::move(*found);
}

Result<PrivateItem> Vault::State::private_item(const ItemState& item) const {
  const ItemSecrets with = DP_TRY(secrets(item.members.id));
  const LogEntry event = DP_TRY(entry(item.sequence));
  auto opened = open_private_item(event.sidecar, with, item.members);
  if (!opened.ok()) return about_item(opened.error(), item.members.id, "the metadata");
  return opened;
}

Result<Bytes> Vault::State::blob(const ItemState& item, Blob which) const {
  const ItemId& id = item.members.id;
  const bool is_original = which == Blob::Original;
  const char* const part = is_original ? "the original" : "the text";
  const ItemSecrets with = DP_TRY(secrets(id));
  const auto sealed = disk.read_all(blob_path(id, which), kLargestBlob);
  if (!sealed.ok()) {
    Error error = about_item(sealed.error(), id, part);
    if (error.fault == Fault::NotFound) error.hint = "restore the file from a copy of the vault";
    return error;
  }
  auto opened = is_original ? open_original(sealed.value(), with, id)
                            : open_document(sealed.value(), with, id);
  if (!opened.ok()) {
    return Error{opened.error().fault,
                 fmt::format("{} of {} was changed: {}", part, called(id), opened.error().what),
                 "restore " + blob_path(id, which) + " from a copy of the vault"};
  }
  return opened;
}

Result<Bytes> Vault::State::original(const ItemState& item, const PrivateItem& about) const {
  Bytes bytes = DP_TRY(blob(item, Blob::Original));
  if (crypto::sha256(bytes) != about.sha256) {
    return Error{Fault::Tampered,
                 "the original of " + called(item.members.id) + " is not what was added"};
  }
  return bytes;
}

Result<Document> Vault::State::document(const ItemState& item, const PrivateItem& about) const {
  const Bytes content = DP_TRY(blob(item, Blob::Document));
  if (crypto::sha256(content) != about.document_sha256) {
    return Error{Fault::Tampered,
                 "the text of " + called(item.members.id) + " is not what was added"};
  }
  auto document = decode_document(content);
  if (!document.ok()) return about_item(document.error(), item.members.id, "the text");
  return document;
}

Result<> Vault::look_at_files(const ItemInfo& item) const {
  const ItemId id = DP_TRY(item_id_of(item.id));
  for (const Blob which : {Blob::Original, Blob::Document}) {
    const bool is_original = which == Blob::Original;
    const std::string path = state_->blob_path(id, which);
    const char* const part = is_original ? "the stored original" : "the stored text";
    const std::string hint = "restore " + path + " from a copy of the vault";
    const auto there = state_->disk.info(path);
    if (!there.ok()) {
      Error error = about_item(there.error(), id, part);
      error.hint = hint;
      return error;
    }
    // How long the text's content was is known to nobody who has not read it.
    const std::uint64_t size = there.value().size_bytes;
    const bool fits = is_original ? size == crypto::sealed_size(item.size_bytes)
                                  : size >= crypto::sealed_size(kShortestDocument);
    if (!fits) {
      return Error{Fault::Corrupt,
                   fmt::format("{} of {} has a wrong length: {} bytes", part, called(id), size),
                   hint};
    }
  }
  return done();
}

}  // namespace depone::vault
