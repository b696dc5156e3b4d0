// One item: how its content becomes sealed files, a leaf and a sidecar, and back.
//
// Pure: bytes and values in and out. Formats: docs/format.md#items.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/tree.h"
#include "vault/event.h"
#include "vault/item_keys.h"
#include "vault/vault_types.h"

namespace depone::vault {

// What the sidecar of an item-added event holds, sealed under the item's key.
struct PrivateItem {
  Digest sha256{};  // of the bytes as acquired
  std::uint64_t size_bytes = 0;
  Digest document_sha256{};  // of the document file's plain content
  Source source;
  Json acquisition;
};
std::string encode_private(const PrivateItem& item);
Result<PrivateItem> decode_private(std::string_view text);

Bytes seal_private(std::string_view encoded, const ItemSecrets& secrets, const ItemId& id);
// Tampered when the seal fails or `members` does not commit to it.
Result<PrivateItem> open_private_item(ByteView sidecar, const ItemSecrets& secrets,
                                      const ItemMembers& members);

// The document file's plain content: u32 length, canonical JSON of the document without its text,
// the text as it is.
Bytes encode_document(const Document& document);
Result<Document> decode_document(ByteView content);

Bytes seal_original(ByteView bytes, const ItemSecrets& secrets, const ItemId& id);
Result<Bytes> open_original(ByteView sealed, const ItemSecrets& secrets, const ItemId& id);
Bytes seal_document(ByteView content, const ItemSecrets& secrets, const ItemId& id);
Result<Bytes> open_document(ByteView sealed, const ItemSecrets& secrets, const ItemId& id);

// Salts come from the item's key, so that destroying it makes every commitment unprovable.
crypto::Salt passage_salt(const ItemSecrets& secrets, std::uint64_t index);
crypto::Salt digest_salt(const ItemSecrets& secrets);
crypto::Salt private_salt(const ItemSecrets& secrets);

// The texts of the passages, in order; each a view into document.text.
std::vector<std::string_view> passage_texts(const Document& document);
// The tree whose i-th leaf is the commitment of passage i.
ledger::Tree passage_tree(const Document& document, const ItemSecrets& secrets);

}  // namespace depone::vault
