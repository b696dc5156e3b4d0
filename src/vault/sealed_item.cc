#include "vault/sealed_item.h"

#include "crypto/seal.h"
#include "model/source_json.h"
#include "text/unicode.h"

namespace depone::vault {
namespace {

constexpr std::string_view kOriginalPurpose = "depone original 1";
constexpr std::string_view kDocumentPurpose = "depone document 1";
constexpr std::string_view kPrivatePurpose = "depone item private 1";

crypto::Salt salt_for(const ItemSecrets& secrets, std::string_view purpose, std::uint64_t index) {
  Bytes label = copy_of(bytes_of(purpose));
  label.push_back(0);
  put_u64(label, index);
  return crypto::keyed_hash(secrets.salt, label);
}

Error not_a_document() {
  return {Fault::Corrupt, "the text of the item is not of the form a document is kept in"};
}

}  // namespace

std::string encode_private(const PrivateItem& item) {
  Json json;
  json["sha256"] = to_hex(item.sha256);
  json["size"] = item.size_bytes;
  json["document_sha256"] = to_hex(item.document_sha256);
  json["source"] = source_json(item.source);
  json["acquisition"] = item.acquisition;
  return canonical(json);
}

Result<PrivateItem> decode_private(std::string_view text) {
  const Json json = DP_TRY(parse_json(text, "the metadata of an item"));
  PrivateItem item;
  const std::string sha256 = DP_TRY(json_string(json, "sha256"));
  item.sha256 = DP_TRY(crypto::digest_from_hex(sha256));
  item.size_bytes = static_cast<std::uint64_t>(DP_TRY(json_integer(json, "size")));
  const std::string document = DP_TRY(json_string(json, "document_sha256"));
  item.document_sha256 = DP_TRY(crypto::digest_from_hex(document));
  const auto source = json.find("source");
  const auto acquisition = json.find("acquisition");
  if (source == json.end() || acquisition == json.end()) {
    return Error{Fault::Corrupt, "the metadata of an item lacks a member"};
  }
  item.source = DP_TRY(source_from_json(*source));
  item.acquisition = *acquisition;
  return item;
}

Bytes seal_private(std::string_view encoded, const ItemSecrets& secrets, const ItemId& id) {
  return crypto::wrap(secrets.seal, bytes_of(encoded), seal_context(kPrivatePurpose, id));
}

Result<PrivateItem> open_private_item(ByteView sidecar, const ItemSecrets& secrets,
                                      const ItemMembers& members) {
  const Bytes text = DP_TRY(
      crypto::unwrap_public(secrets.seal, sidecar, seal_context(kPrivatePurpose, members.id)));
  if (crypto::commit(private_salt(secrets), text) != members.private_commitment) {
    return Error{Fault::Tampered, "the ledger does not commit to the metadata of the item"};
  }
  PrivateItem item = DP_TRY(decode_private(text_of(text)));
  if (crypto::commit(digest_salt(secrets), crypto::view(item.sha256)) !=
      members.digest_commitment) {
    return Error{Fault::Tampered, "the ledger does not commit to the digest of the item"};
  }
  return item;
}

Bytes encode_document(const Document& document) {
  const std::string json = canonical(Json(to_json(document)));
  Bytes content;
  content.reserve(4 + json.size() + document.text.size());
  put_u32(content, static_cast<std::uint32_t>(json.size()));
  put(content, bytes_of(json));
  put(content, bytes_of(document.text));
  return content;
}

Result<Document> decode_document(ByteView content) {
  if (content.size() < 4 || get_u32(content) > content.size() - 4) return not_a_document();
  const std::uint32_t length = get_u32(content);
  const Json json = DP_TRY(parse_json(text_of(content.subspan(4, length)), "a kept document"));
  if (!json.is_object()) return not_a_document();
  Document document = DP_TRY(document_from_json(json));
  document.text = std::string(text_of(content.subspan(4 + length)));
  return document;
}

Bytes seal_original(ByteView bytes, const ItemSecrets& secrets, const ItemId& id) {
  return crypto::seal(secrets.seal, bytes, seal_context(kOriginalPurpose, id));
}

Result<Bytes> open_original(ByteView sealed, const ItemSecrets& secrets, const ItemId& id) {
  return crypto::open(secrets.seal, sealed, seal_context(kOriginalPurpose, id));
}

Bytes seal_document(ByteView content, const ItemSecrets& secrets, const ItemId& id) {
  return crypto::seal(secrets.seal, content, seal_context(kDocumentPurpose, id));
}

Result<Bytes> open_document(ByteView sealed, const ItemSecrets& secrets, const ItemId& id) {
  return crypto::open(secrets.seal, sealed, seal_context(kDocumentPurpose, id));
}

crypto::Salt passage_salt(const ItemSecrets& secrets, std::uint64_t index) {
  return salt_for(secrets, "passage", index);
}
crypto::Salt digest_salt(const ItemSecrets& secrets) { return salt_for(secrets, "digest", 0); }
crypto::Salt private_salt(const ItemSecrets& secrets) { return salt_for(secrets, "private", 0); }

std::vector<std::string_view> passage_texts(const Document& document) {
  const text::CodePointIndex index(document.text);
  const std::string_view whole = document.text;
  std::vector<std::string_view> texts;
  texts.reserve(document.passages.size());
  for (const Passage& passage : document.passages) {
    const std::size_t begin = index.byte_at(passage.span.start);
    const std::size_t end = index.byte_at(passage.span.end);
    texts.push_back(begin < end ? whole.substr(begin, end - begin) : std::string_view());
  }
  return texts;
}

ledger::Tree passage_tree(const Document& document, const ItemSecrets& secrets) {
  ledger::Tree tree;
  std::uint64_t index = 0;
  for (const std::string_view text : passage_texts(document)) {
    const Digest commitment = crypto::commit(passage_salt(secrets, index++), bytes_of(text));
    tree.append(ledger::leaf_hash(crypto::view(commitment)));
  }
  return tree;
}

}  // namespace depone::vault
