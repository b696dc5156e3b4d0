#include "vault/item_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "crypto/derive.h"
#include "crypto/seal.h"

namespace depone::vault {
namespace {

constexpr std::size_t kIdBytes = std::tuple_size_v<ItemId>;
constexpr std::size_t kEntryBytes = kIdBytes + crypto::kKeyBytes;
constexpr std::size_t kMostBatches = 64;

std::vector<ItemSecrets> secrets_of(std::span<const ByteView> keys) {
  constexpr std::size_t kSize = crypto::kKeyBytes;
  crypto::SecretBytes block(keys.size() * 2 * kSize);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto out = block.writable().subspan(i * 2 * kSize);
    crypto::derive_key(keys[i], "depone item seal 1", out.first<kSize>());
    crypto::derive_key(keys[i], "depone item salt 1", out.subspan<kSize, kSize>());
  }
  const auto memory = std::make_shared<const crypto::SecretBytes>(std::move(block));
  std::vector<ItemSecrets> secrets;
  secrets.reserve(keys.size());
  for (std::size_t at = 0; at < memory->size(); at += 2 * kSize) {
    secrets.push_back(
        {memory->view().subspan(at, kSize), memory->view().subspan(at + kSize, kSize), memory});
  }
  return secrets;
}

Bytes batch_context(std::string_view origin, std::uint64_t epoch, std::uint64_t number) {
  Bytes context = seal_context("depone item keys 1", origin, epoch);
  put_u64(context, number);
  return context;
}

}  // namespace

crypto::SecretBytes ItemKeys::make_batch(std::span<const ItemId> ids) {
  crypto::SecretBytes batch = crypto::SecretBytes::random(ids.size() * kEntryBytes);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::copy(ids[i].begin(), ids[i].end(), batch.writable().subspan(i * kEntryBytes).begin());
  }
  return batch;
}

std::vector<ItemSecrets> ItemKeys::secrets_in(const crypto::SecretBytes& batch) {
  std::vector<ByteView> keys;
  for (std::size_t at = 0; at < batch.size(); at += kEntryBytes) {
    keys.push_back(batch.view().subspan(at + kIdBytes, crypto::kKeyBytes));
  }
  return secrets_of(keys);
}

Bytes ItemKeys::seal_batch(const crypto::SecretBytes& batch, ByteView epoch_key,
                           std::string_view origin, std::uint64_t epoch, std::uint64_t number) {
  return crypto::wrap(epoch_key, batch.view(), batch_context(origin, epoch, number));
}

Result<crypto::SecretBytes> ItemKeys::open_batch(ByteView payload, ByteView epoch_key,
                                                 std::string_view origin, std::uint64_t epoch,
                                                 std::uint64_t number) {
  auto batch = crypto::unwrap(epoch_key, payload, batch_context(origin, epoch, number));
  if (!batch.ok()) {
    return Error{batch.error().fault,
                 fmt::format("record {} of {} fails its seal", number, keys_file(epoch)),
                 "restore that file from a copy of the vault"};
  }
  if (batch.value().size() % kEntryBytes != 0) {
    return Error{Fault::Corrupt,
                 fmt::format("record {} of {} does not hold whole keys", number, keys_file(epoch))};
  }
  return batch;
}

void ItemKeys::add(crypto::SecretBytes batch) {
  assert(batch.size() % kEntryBytes == 0);
  for (std::size_t at = 0; at < batch.size(); at += kEntryBytes) {
    ItemId id{};
    std::copy_n(batch.view().begin() + static_cast<std::ptrdiff_t>(at), kIdBytes, id.begin());
    places_[id] = {batches_.size(), at};
  }
  batches_.push_back(std::move(batch));
  if (batches_.size() > kMostBatches) gather();
}

ByteView ItemKeys::key_at(Place place) const {
  return batches_.at(place.batch).view().subspan(place.offset + kIdBytes, crypto::kKeyBytes);
}

std::optional<ItemSecrets> ItemKeys::secrets(const ItemId& id) const {
  const auto found = places_.find(id);
  if (found == places_.end()) return std::nullopt;
  const ByteView key = key_at(found->second);
  return secrets_of({&key, 1}).front();
}

crypto::SecretBytes ItemKeys::batch_of(std::span<const ItemId> ids) const {
  const auto here = [&](const ItemId& id) { return has(id); };
  const auto count = static_cast<std::size_t>(std::count_if(ids.begin(), ids.end(), here));
  crypto::SecretBytes batch(count * kEntryBytes);
  auto out = batch.writable().begin();
  for (const ItemId& id : ids) {
    const auto found = places_.find(id);
    if (found == places_.end()) continue;
    out = std::copy(id.begin(), id.end(), out);
    const ByteView key = key_at(found->second);
    out = std::copy(key.begin(), key.end(), out);
  }
  return batch;
}

std::vector<ItemId> ItemKeys::ids() const {
  std::vector<ItemId> ids;
  ids.reserve(places_.size());
  for (const auto& [id, place] : places_) ids.push_back(id);
  return ids;
}

void ItemKeys::gather() {
  crypto::SecretBytes all = batch_of(ids());
  batches_.clear();
  places_.clear();
  add(std::move(all));
}

}  // namespace depone::vault
