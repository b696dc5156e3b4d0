// The arithmetic of proof, written for this program alone: a second, independent reading of the
// standards (RFC 9162, C2SP signed-note and tlog-checkpoint), sharing no code with the program that
// makes dossiers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

namespace depone::verify {

using crypto::Digest;

// SHA-256(0x00 || data): how a leaf enters a Merkle tree.
Digest hash_leaf(ByteView data);

// The root of the tree of `size` leaves in which `leaf` stands at `index`, given its siblings from
// the leaf upwards; unset when the number of siblings does not fit.
std::optional<Digest> root_from_path(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                     const std::vector<Digest>& siblings);

// "<name>+<8 hex digits>+<base64(0x01 || key)>"; unset when it is not one.
struct Key {
  std::string name;
  crypto::PublicKey bytes{};
};
std::optional<Key> read_key(std::string_view text);

// The text of a note whose signature by `key` is valid; unset when it is no note, not signed by
// the key, or wrongly so. `others` counts signature lines of other keys.
struct OpenedNote {
  std::string text;
  std::size_t others = 0;
};
std::optional<OpenedNote> open_note(std::string_view note, const Key& key);

// The three lines of a checkpoint; unset when they are not.
struct Head {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
};
std::optional<Head> read_head(std::string_view text);

}  // namespace depone::verify
