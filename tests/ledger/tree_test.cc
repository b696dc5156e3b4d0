#include "ledger/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "reference/merkle_reference.h"
#include "tests/base/result_matchers.h"

namespace depone::ledger {
namespace {

using reference::Leaves;

// The eight leaves of the Certificate Transparency test suites (merkle_tree_test.cc of
// google/certificate-transparency; also used by the transparency-dev/merkle vectors).
const std::vector<std::string> kCtLeaves = {"",
                                            "00",
                                            "10",
                                            "2021",
                                            "3031",
                                            "40414243",
                                            "5051525354555657",
                                            "606162636465666768696a6b6c6d6e6f"};

// Their roots by size, from the same suites.
const std::vector<std::string> kCtRoots = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Leaves ct_leaves() {
  Leaves leaves;
  for (const std::string& hex : kCtLeaves) leaves.push_back(from_hex(hex).take());
  return leaves;
}

Tree tree_of(const Leaves& leaves) {
  Tree tree;
  for (const Bytes& leaf : leaves) tree.append(leaf_hash(leaf));
  return tree;
}

std::vector<std::string> hexes(const std::vector<Digest>& digests) {
  std::vector<std::string> out;
  for (const Digest& digest : digests) out.push_back(to_hex(crypto::view(digest)));
  return out;
}

// `size` distinct leaves, so that no two subtrees can be confused.
Leaves distinct_leaves(std::size_t size) {
  Leaves leaves;
  for (std::size_t i = 0; i < size; ++i) {
    leaves.push_back({static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
  }
  return leaves;
}

TEST(Tree, GivesTheRootsOfTheCertificateTransparencyVectors) {
  const Tree tree = tree_of(ct_leaves());
  for (std::size_t size = 0; size < kCtRoots.size(); ++size) {
    EXPECT_EQ(to_hex(crypto::view(tree.root_at(size).value())), kCtRoots[size]) << size;
  }
  EXPECT_EQ(to_hex(crypto::view(tree.root())), kCtRoots.back());
}

// RFC 6962 section 2.1.3 names the proofs of its seven-leaf tree by node letters; these are the
// same shapes over the vectors' eight leaves, as published in the CT suites.
TEST(Tree, GivesTheProofsOfTheCertificateTransparencyVectors) {
  const Tree tree = tree_of(ct_leaves());
  EXPECT_EQ(hexes(tree.inclusion_proof(0, 8).value()),
            (std::vector<std::string>{
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hexes(tree.inclusion_proof(5, 8).value()),
            (std::vector<std::string>{
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hexes(tree.consistency_proof(6, 8).value()),
            (std::vector<std::string>{
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
}

TEST(Tree, AgreesWithItsLiteralTwinOnEveryProofUpToFortyLeaves) {
  const Leaves leaves = distinct_leaves(40);
  const Tree tree = tree_of(leaves);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const Leaves prefix = reference::first_of(leaves, size);
    const Digest root = reference::mth(prefix);
    ASSERT_EQ(tree.root_at(size).value(), root) << size;
    for (std::size_t i = 0; i < size; ++i) {
      const std::vector<Digest> proof = tree.inclusion_proof(i, size).value();
      ASSERT_EQ(proof, reference::path(i, prefix)) << i << " of " << size;
      ASSERT_TRUE(verify_inclusion(leaf_hash(leaves[i]), i, size, proof, root));
    }
    for (std::size_t old = 1; old <= size; ++old) {
      const std::vector<Digest> proof = tree.consistency_proof(old, size).value();
      ASSERT_EQ(proof, reference::proof(old, prefix)) << old << " to " << size;
      ASSERT_TRUE(verify_consistency(old, tree.root_at(old).value(), size, root, proof));
    }
  }
}

TEST(InclusionProof, HoldsForNoOtherLeafPlaceOrSize) {
  const Leaves leaves = distinct_leaves(17);
  const Tree tree = tree_of(leaves);
  for (std::uint64_t i = 0; i < 17; ++i) {
    const std::vector<Digest> proof = tree.inclusion_proof(i, 17).value();
    for (std::uint64_t other = 0; other < 17; ++other) {
      const Digest hash = leaf_hash(leaves[other]);
      EXPECT_EQ(verify_inclusion(hash, i, 17, proof, tree.root()), other == i);
      EXPECT_EQ(verify_inclusion(leaf_hash(leaves[i]), other, 17, proof, tree.root()), other == i);
    }
    EXPECT_FALSE(verify_inclusion(leaf_hash(leaves[i]), i, 0, proof, tree.root()));
    std::vector<Digest> longer = proof;
    longer.push_back(tree.root());
    EXPECT_FALSE(verify_inclusion(leaf_hash(leaves[i]), i, 17, longer, tree.root()));
    std::vector<Digest> shorter(proof.begin(), proof.end() - 1);
    EXPECT_FALSE(verify_inclusion(leaf_hash(leaves[i]), i, 17, shorter, tree.root()));
  }
}

TEST(InclusionProof, OutsideTheTreeIsNotFound) {
  const Tree tree = tree_of(distinct_leaves(5));
  EXPECT_THAT(tree.inclusion_proof(5, 5), HasFault(Fault::NotFound));
  EXPECT_THAT(tree.inclusion_proof(0, 6), HasFault(Fault::NotFound));
  EXPECT_THAT(tree.inclusion_proof(0, 0), HasFault(Fault::NotFound));
  EXPECT_THAT(tree.consistency_proof(4, 3), HasFault(Fault::NotFound));
  EXPECT_THAT(tree.consistency_proof(1, 6), HasFault(Fault::NotFound));
  EXPECT_THAT(tree.root_at(6), HasFault(Fault::NotFound));
}

TEST(ConsistencyProof, FromNothingAndToItselfIsEmpty) {
  const Tree tree = tree_of(distinct_leaves(5));
  EXPECT_TRUE(tree.consistency_proof(0, 5).value().empty());
  EXPECT_TRUE(tree.consistency_proof(5, 5).value().empty());
  EXPECT_TRUE(verify_consistency(0, Tree().root(), 5, tree.root(), {}));
  EXPECT_FALSE(verify_consistency(0, tree.root(), 5, tree.root(), {}));
  EXPECT_FALSE(verify_consistency(6, tree.root(), 5, tree.root(), {}));
}

TEST(ConsistencyProof, FailsForALogWhosePastWasRewritten) {
  Leaves leaves = distinct_leaves(23);
  const Tree honest = tree_of(leaves);
  leaves[3][1] ^= 1;
  const Tree rewritten = tree_of(leaves);
  for (std::uint64_t old = 4; old <= 22; ++old) {
    EXPECT_FALSE(verify_consistency(old, honest.root_at(old).value(), 23, rewritten.root(),
                                    rewritten.consistency_proof(old, 23).value()))
        << old;
  }
}

RC_GTEST_PROP(Tree, ProofsOfRandomLogsHoldAndBreakWithAnyFlippedBit, ()) {
  const auto leaves = *rc::gen::nonEmpty(rc::gen::arbitrary<Leaves>());
  const Tree tree = tree_of(leaves);
  RC_ASSERT(tree.root() == reference::mth(leaves));
  const auto size = *rc::gen::inRange<std::size_t>(1, leaves.size() + 1);
  const auto leaf = *rc::gen::inRange<std::size_t>(0, size);
  const Digest root = tree.root_at(size).value();
  std::vector<Digest> proof = tree.inclusion_proof(leaf, size).value();
  const Digest hash = leaf_hash(leaves[leaf]);
  RC_ASSERT(verify_inclusion(hash, leaf, size, proof, root));
  if (proof.empty()) return;
  const auto which = *rc::gen::inRange<std::size_t>(0, proof.size());
  const auto bit = *rc::gen::inRange<std::size_t>(0, 256);
  proof[which][bit / 8] = static_cast<std::uint8_t>(proof[which][bit / 8] ^ (1u << (bit % 8)));
  RC_ASSERT(!verify_inclusion(hash, leaf, size, proof, root));
}

RC_GTEST_PROP(Tree, ConsistencyOfRandomLogsHoldsAndBreaksWithAnyFlippedBit, ()) {
  const auto leaves = *rc::gen::nonEmpty(rc::gen::arbitrary<Leaves>());
  const Tree tree = tree_of(leaves);
  const auto old = *rc::gen::inRange<std::size_t>(1, leaves.size() + 1);
  const Digest old_root = tree.root_at(old).value();
  std::vector<Digest> proof = tree.consistency_proof(old, leaves.size()).value();
  RC_ASSERT(proof == reference::proof(old, leaves));
  RC_ASSERT(verify_consistency(old, old_root, leaves.size(), tree.root(), proof));
  if (proof.empty()) return;
  const auto which = *rc::gen::inRange<std::size_t>(0, proof.size());
  const auto bit = *rc::gen::inRange<std::size_t>(0, 256);
  proof[which][bit / 8] = static_cast<std::uint8_t>(proof[which][bit / 8] ^ (1u << (bit % 8)));
  RC_ASSERT(!verify_consistency(old, old_root, leaves.size(), tree.root(), proof));
}

}  // namespace
}  // namespace depone::ledger
