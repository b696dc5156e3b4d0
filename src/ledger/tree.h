// Merkle tree over the events of one log. Pure: no disk, no clock.
//
// Hashing is RFC 9162 section 2.1.1: leaf = SHA-256(0x00 || data), node = SHA-256(0x01 || l || r);
// the root of no leaves is SHA-256 of nothing. Literal twin: reference/merkle_reference.h. Leaf
// indexes start at 0; sizes count leaves. Not thread-safe to append; const methods may run
// concurrently.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/hash.h"

namespace depone::ledger {

using crypto::Digest;

Digest leaf_hash(ByteView data);
Digest node_hash(const Digest& left, const Digest& right);

class Tree {
 public:
  // Adds a leaf hash and returns its index. Amortised O(1) hashes.
  std::uint64_t append(const Digest& leaf);

  std::uint64_t size() const;
  // Root over all leaves, or over the first `size` ones (NotFound past the end).
  Digest root() const;
  Result<Digest> root_at(std::uint64_t size) const;

  // Sibling hashes from the leaf to the root the tree had at `size` (RFC 9162 section 2.1.3.1).
  // NotFound when leaf >= size or size > this->size().
  Result<std::vector<Digest>> inclusion_proof(std::uint64_t leaf, std::uint64_t size) const;

  // RFC 9162 section 2.1.4.1: that the tree of `old_size` leaves is a prefix of that of `size`.
  // Empty when old_size is 0 or size. NotFound when old_size > size or size > this->size().
  Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size) const;

 private:
  // Root over the leaves [begin, end); `begin` is a multiple of the power of two at or above the
  // range's length, as the RFC's splits leave it.
  Digest range_root(std::uint64_t begin, std::uint64_t end) const;

  // levels_[h][i] is the hash of the complete subtree of 2^h leaves that starts at leaf i * 2^h.
  std::vector<std::vector<Digest>> levels_;
};

// Whether `proof` shows `leaf` at `index` under `root` of a tree of `size` leaves.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<Digest>& proof, const Digest& root);
// Whether `proof` shows that the log behind `root` begins with the one behind `old_root`.
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                        const Digest& root, const std::vector<Digest>& proof);

}  // namespace depone::ledger
