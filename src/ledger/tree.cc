#include "ledger/tree.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <string>

namespace depone::ledger {
namespace {

// The largest power of two below `count`: where RFC 9162 splits a tree of more than one leaf.
std::uint64_t split_of(std::uint64_t count) { return std::bit_floor(count - 1); }

}  // namespace

Digest leaf_hash(ByteView data) {
  const std::uint8_t prefix = 0x00;
  return crypto::Sha256().update({&prefix, 1}).update(data).finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  const std::uint8_t prefix = 0x01;
  crypto::Sha256 hash;
  hash.update({&prefix, 1}).update(crypto::view(left)).update(crypto::view(right));
  return hash.finish();
}

std::uint64_t Tree::append(const Digest& leaf) {
  const std::uint64_t index = size();
  if (levels_.empty()) levels_.emplace_back();
  levels_[0].push_back(leaf);
  for (std::size_t height = 0; levels_[height].size() % 2 == 0; ++height) {
    const std::vector<Digest>& level = levels_[height];
    const Digest parent = node_hash(level[level.size() - 2], level[level.size() - 1]);
    if (height + 1 == levels_.size()) levels_.emplace_back();
    levels_[height + 1].push_back(parent);
  }
  return index;
}

std::uint64_t Tree::size() const { return levels_.empty() ? 0 : levels_[0].size(); }

Digest Tree::root() const { return range_root(0, size()); }

Result<Digest> Tree::root_at(std::uint64_t size) const {
  if (size > this->size()) {
    return Error{Fault::NotFound, "the log has " + std::to_string(this->size()) +
                                      " events, not yet " + std::to_string(size)};
  }
  return range_root(0, size);
}

Digest Tree::range_root(std::uint64_t begin, std::uint64_t end) const {
  assert(begin <= end && end <= size());
  const std::uint64_t count = end - begin;
  if (count == 0) return crypto::sha256({});
  if (std::has_single_bit(count)) {
    const auto height = static_cast<std::size_t>(std::countr_zero(count));
    return levels_[height][begin >> height];
  }
  const std::uint64_t middle = begin + split_of(count);
  return node_hash(range_root(begin, middle), range_root(middle, end));
}

Result<std::vector<Digest>> Tree::inclusion_proof(std::uint64_t leaf, std::uint64_t size) const {
  if (size > this->size() || leaf >= size) {
    return Error{Fault::NotFound, "event " + std::to_string(leaf) + " is not among the first " +
                                      std::to_string(size) + " of a log of " +
                                      std::to_string(this->size())};
  }
  std::vector<Digest> proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_of(end - begin);
    if (leaf < middle) {
      proof.push_back(range_root(middle, end));
      end = middle;
    } else {
      proof.push_back(range_root(begin, middle));
      begin = middle;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<std::vector<Digest>> Tree::consistency_proof(std::uint64_t old_size,
                                                    std::uint64_t size) const {
  if (size > this->size() || old_size > size) {
    return Error{Fault::NotFound, "no heads of " + std::to_string(old_size) + " and then " +
                                      std::to_string(size) + " events in a log of " +
                                      std::to_string(this->size())};
  }
  std::vector<Digest> proof;
  if (old_size == 0 || old_size == size) return proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  bool old_root_known = true;  // the flag b of RFC 9162's SUBPROOF
  while (old_size != end) {
    const std::uint64_t middle = begin + split_of(end - begin);
    if (old_size <= middle) {
      proof.push_back(range_root(middle, end));
      end = middle;
    } else {
      proof.push_back(range_root(begin, middle));
      begin = middle;
      old_root_known = false;
    }
  }
  if (!old_root_known) proof.push_back(range_root(begin, end));
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162 section 2.1.3.2.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<Digest>& proof, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if (node % 2 == 1 || node == last) {
      hash = node_hash(sibling, hash);
      while (node % 2 == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

// RFC 9162 section 2.1.4.2.
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                        const Digest& root, const std::vector<Digest>& proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == crypto::sha256({});
  std::size_t next = 0;
  std::uint64_t node = old_size - 1;
  std::uint64_t last = size - 1;
  while (node % 2 == 1) {
    node >>= 1;
    last >>= 1;
  }
  // An old tree that is one complete subtree is its own first hash.
  const bool complete = std::has_single_bit(old_size);
  if (!complete && proof.empty()) return false;
  Digest old_hash = complete ? old_root : proof[next++];
  Digest hash = old_hash;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    const Digest& sibling = proof[next];
    if (node % 2 == 1 || node == last) {
      old_hash = node_hash(sibling, old_hash);
      hash = node_hash(sibling, hash);
      while (node % 2 == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && hash == root;
}

}  // namespace depone::ledger
