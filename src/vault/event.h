// Events of the ledger: their public leaves, and the records that carry them sealed.
//
// A leaf is canonical JSON (base/json.h) of members that identify nobody. What identifies goes into
// the sidecar, which is stored beside the leaf and enters it only as a salted commitment
// (docs/format.md#events). Leaf and sidecar together are one sealed record of the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "vault/layout.h"

namespace depone::vault {

inline constexpr std::string_view kEventsMagic = "DPEVENT1";

// Values of a leaf's "event".
inline constexpr std::string_view kVaultCreated = "vault-created";
inline constexpr std::string_view kItemAdded = "item-added";
inline constexpr std::string_view kItemKeyDestroyed = "item-key-destroyed";
inline constexpr std::string_view kRecorded = "recorded";
inline constexpr std::string_view kPublished = "published";

// A leaf with the members every one has.
Json make_leaf(std::string_view kind, std::uint64_t sequence, Instant time);

struct Event {
  std::string kind;
  Instant time;
  Json members;
};
// Corrupt when `leaf` is not canonical JSON with those members and this sequence number.
Result<Event> parse_leaf(std::string_view leaf, std::uint64_t sequence);

// The members of an item-added leaf.
struct ItemMembers {
  ItemId id{};
  crypto::Digest digest_commitment{};   // of the SHA-256 of the bytes as acquired
  crypto::Digest private_commitment{};  // of the private metadata
  crypto::Digest passage_root{};        // RFC 9162 tree over the passages' commitments
  std::uint64_t passage_count = 0;
  std::string extractor;
};
void put_members(Json& leaf, const ItemMembers& item);
Result<ItemMembers> item_members(const Event& event);

// A sealed record of the log, and back. Tampered when the seal fails, Corrupt when the content is
// not of the form.
struct LogEntry {
  std::string leaf;
  Bytes sidecar;
};
Bytes seal_entry(const LogEntry& entry, ByteView log_key, std::string_view origin,
                 std::uint64_t sequence);
Result<LogEntry> open_entry(ByteView payload, ByteView log_key, std::string_view origin,
                            std::uint64_t sequence);

// The sidecar of events whose private part is not an item's: a salt and canonical JSON. `leaf`
// receives the commitment as "private_commitment".
Bytes put_private(Json& leaf, const Json& payload);
// Tampered when the leaf does not commit to it.
Result<Json> open_private(const Event& event, ByteView sidecar);

}  // namespace depone::vault
