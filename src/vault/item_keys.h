// The keys of all items, and the file that holds them under the epoch key.
//
// The file keys.<epoch> is a record file (record_file.h): each record is one batch of
// (item id, 16 bytes; key, 32 bytes), wrapped under the epoch key and bound to its number.
// Destroying a key writes the file of the next epoch without it (docs/format.md#item-keys).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/secret.h"
#include "vault/layout.h"
#include "vault/record_file.h"

namespace depone::vault {

inline constexpr std::string_view kKeysMagic = "DPKEYS01";

// What an item's key opens: its contents, and the salts of its commitments. Apart, so that no key
// serves two primitives. Both lie in `memory`, which the secrets of a batch share: each block of
// locked memory costs a dozen system calls.
struct ItemSecrets {
  ByteView seal;
  ByteView salt;
  std::shared_ptr<const crypto::SecretBytes> memory;
};

// Keys in locked memory, by item.
class ItemKeys {
 public:
  // Random keys for `ids`, in order: to be written with seal_batch() and then kept with add().
  static crypto::SecretBytes make_batch(std::span<const ItemId> ids);
  // The secrets of the items of a batch, in order.
  static std::vector<ItemSecrets> secrets_in(const crypto::SecretBytes& batch);

  // A record payload; `number` is that of the record in the file of `epoch`.
  static Bytes seal_batch(const crypto::SecretBytes& batch, ByteView epoch_key,
                          std::string_view origin, std::uint64_t epoch, std::uint64_t number);
  // Tampered when the seal fails, Corrupt when it does not hold whole keys.
  static Result<crypto::SecretBytes> open_batch(ByteView payload, ByteView epoch_key,
                                                std::string_view origin, std::uint64_t epoch,
                                                std::uint64_t number);

  void add(crypto::SecretBytes batch);
  bool has(const ItemId& id) const { return places_.count(id) > 0; }
  std::optional<ItemSecrets> secrets(const ItemId& id) const;
  // One batch of the keys of `ids`, as far as they are here.
  crypto::SecretBytes batch_of(std::span<const ItemId> ids) const;
  std::vector<ItemId> ids() const;

 private:
  struct Place {
    std::size_t batch = 0;
    std::size_t offset = 0;
  };
  ByteView key_at(Place place) const;

  // Each batch takes pages of its own, so many small ones are put together now and then.
  void gather();

  std::vector<crypto::SecretBytes> batches_;
  std::map<ItemId, Place> places_;
};

}  // namespace depone::vault
