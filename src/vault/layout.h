// Names of a vault's files and the labels that bind what is sealed to its place (docs/format.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/disk.h"

namespace depone::vault {

inline constexpr int kFormatVersion = 1;

inline constexpr std::string_view kVaultFile = "vault.json";
inline constexpr std::string_view kKeyringFile = "keyring";
inline constexpr std::string_view kCheckpointFile = "checkpoint";
inline constexpr std::string_view kIndexFile = "index.db";
inline constexpr std::string_view kLockFile = "lock";
inline constexpr std::string_view kBlobFolder = "blobs";
inline constexpr std::string_view kLogFolder = "log";
inline constexpr std::string_view kKeysPrefix = "keys.";

// "keys.00000001": the item keys under the key of that epoch.
std::string keys_file(std::uint64_t epoch);
// "log/<device>/events".
std::string events_file(std::string_view device);

// The 16 random bytes of an item id, from and to 32 lower-case hexadecimal digits.
using ItemId = std::array<std::uint8_t, 16>;
std::string to_text(const ItemId& id);
Result<ItemId> item_id_of(std::string_view text);

// Big-endian numbers, as all of the format writes them.
void put_u32(Bytes& out, std::uint32_t number);
void put_u64(Bytes& out, std::uint64_t number);
std::uint32_t get_u32(ByteView bytes);  // of the first 4 bytes
std::uint64_t get_u64(ByteView bytes);  // of the first 8 bytes

inline void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// Authenticated with a sealed thing: its purpose, the log it belongs to and its number there.
Bytes seal_context(std::string_view purpose, std::string_view origin, std::uint64_t number);
// The same for what belongs to an item.
Bytes seal_context(std::string_view purpose, const ItemId& item);

}  // namespace depone::vault
