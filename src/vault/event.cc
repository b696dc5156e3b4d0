#include "vault/event.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/seal.h"
#include "crypto/secret.h"

namespace depone::vault {
namespace {

Error malformed(std::uint64_t sequence, std::string_view why) {
  return {Fault::Corrupt,
          fmt::format("event {} of the ledger is not of the form: {}", sequence, why),
          "it may be of a newer version; else restore log/ from a copy of the vault"};
}

Result<crypto::Digest> digest_member(const Json& object, const char* key) {
  const std::string hex = DP_TRY(json_string(object, key));
  return crypto::digest_from_hex(hex);
}

Result<ItemMembers> read_item_members(const Json& leaf) {
  ItemMembers item;
  const std::string id = DP_TRY(json_string(leaf, "item"));
  item.id = DP_TRY(item_id_of(id));
  item.digest_commitment = DP_TRY(digest_member(leaf, "digest_commitment"));
  item.private_commitment = DP_TRY(digest_member(leaf, "private_commitment"));
  item.passage_root = DP_TRY(digest_member(leaf, "passages_root"));
  const std::int64_t count = DP_TRY(json_integer(leaf, "passages"));
  if (count < 0) return Error{Fault::InvalidInput, "its number of passages is negative"};
  item.passage_count = static_cast<std::uint64_t>(count);
  item.extractor = DP_TRY(json_string(leaf, "extractor"));
  return item;
}

}  // namespace

Json make_leaf(std::string_view kind, std::uint64_t sequence, Instant time) {
  Json leaf;
  leaf["event"] = kind;
  leaf["sequence"] = sequence;
  leaf["time"] = format_instant(time);
  return leaf;
}

Result<Event> parse_leaf(std::string_view leaf, std::uint64_t sequence) {
  auto json = parse_json(leaf, "an event");
  if (!json.ok()) return malformed(sequence, json.error().what);
  Event event;
  event.members = std::move(json).take();
  if (!event.members.is_object() || canonical(event.members) != leaf) {
    return malformed(sequence, "its JSON is not canonical");
  }
  auto kind = json_string(event.members, "event");
  auto time = json_string(event.members, "time");
  const auto number = json_integer(event.members, "sequence");
  if (!kind.ok() || !time.ok() || !number.ok()) return malformed(sequence, "a member is missing");
  if (number.value() < 0 || static_cast<std::uint64_t>(number.value()) != sequence) {
    return malformed(sequence, "its sequence number is another");
  }
  const auto instant = parse_instant(time.value());
  if (!instant.ok()) return malformed(sequence, instant.error().what);
  event.kind = std::move(kind).take();
  event.time = instant.value();
  return event;
}

void put_members(Json& leaf, const ItemMembers& item) {
  leaf["item"] = to_text(item.id);
  leaf["digest_commitment"] = to_hex(item.digest_commitment);
  leaf["private_commitment"] = to_hex(item.private_commitment);
  leaf["passages_root"] = to_hex(item.passage_root);
  leaf["passages"] = item.passage_count;
  leaf["extractor"] = item.extractor;
}

Result<ItemMembers> item_members(const Event& event) {
  auto item = read_item_members(event.members);
  if (!item.ok()) {
    return malformed(event.members["sequence"].get<std::uint64_t>(), item.error().what);
  }
  return item;
}

Bytes seal_entry(const LogEntry& entry, ByteView log_key, std::string_view origin,
                 std::uint64_t sequence) {
  Bytes plain;
  put_u32(plain, static_cast<std::uint32_t>(entry.leaf.size()));
  put(plain, bytes_of(entry.leaf));
  put(plain, entry.sidecar);
  return crypto::wrap(log_key, plain, seal_context("depone event 1", origin, sequence));
}

Result<LogEntry> open_entry(ByteView payload, ByteView log_key, std::string_view origin,
                            std::uint64_t sequence) {
  const auto opened =
      crypto::unwrap_public(log_key, payload, seal_context("depone event 1", origin, sequence));
  if (!opened.ok()) {
    return Error{opened.error().fault,
                 fmt::format("the seal of event {} of the ledger fails", sequence),
                 "restore log/ from a copy of the vault"};
  }
  const ByteView plain = opened.value();
  if (plain.size() < 4 || get_u32(plain) > plain.size() - 4) {
    return malformed(sequence, "its leaf is cut short");
  }
  const std::uint32_t length = get_u32(plain);
  return LogEntry{std::string(text_of(plain.subspan(4, length))),
                  copy_of(plain.subspan(4 + length))};
}

Bytes put_private(Json& leaf, const Json& payload) {
  crypto::Salt salt{};
  crypto::fill_random(salt);
  const std::string text = canonical(payload);
  leaf["private_commitment"] = to_hex(crypto::commit(salt, bytes_of(text)));
  Bytes sidecar(salt.begin(), salt.end());
  put(sidecar, bytes_of(text));
  return sidecar;
}

Result<Json> open_private(const Event& event, ByteView sidecar) {
  const auto sequence = event.members["sequence"].get<std::uint64_t>();
  if (sidecar.size() < crypto::kSaltBytes)
    return malformed(sequence, "its private part is missing");
  crypto::Salt salt{};
  std::copy_n(sidecar.begin(), salt.size(), salt.begin());
  const ByteView text = sidecar.subspan(salt.size());
  const auto committed = digest_member(event.members, "private_commitment");
  if (!committed.ok()) return malformed(sequence, committed.error().what);
  if (crypto::commit(salt, text) != committed.value()) {
    return Error{
        Fault::Tampered,
        fmt::format("event {} of the ledger does not commit to its private part", sequence)};
  }
  return parse_json(text_of(text), "the private part of an event");
}

}  // namespace depone::vault
