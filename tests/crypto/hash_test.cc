#include "crypto/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone::crypto {
namespace {

std::string hex_of(const Digest& digest) { return to_hex(view(digest)); }

TEST(Sha256, AgreesWithTheExamplesOfFips180) {
  EXPECT_EQ(hex_of(sha256(bytes_of("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_of(sha256(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_of(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_of(sha256(bytes_of(std::string(1'000'000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

RC_GTEST_PROP(Sha256, InPiecesEqualsInOnePiece, (const Bytes& bytes, std::uint8_t cut)) {
  const std::size_t at = bytes.empty() ? 0 : cut % bytes.size();
  const ByteView whole = bytes;
  RC_ASSERT(Sha256().update(whole.first(at)).update(whole.subspan(at)).finish() == sha256(whole));
}

TEST(KeyedHash, AgreesWithAnotherImplementationOfBlake2b) {
  // BLAKE2b-256 (RFC 7693) as hashlib of Python 3.11 computes it:
  // key 00..1f, message "abc".
  Bytes key(32);
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(hex_of(keyed_hash(key, bytes_of("abc"))),
            "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
  EXPECT_NE(keyed_hash(key, bytes_of("abc")), keyed_hash(key, bytes_of("abd")));
  key[0] = 1;
  EXPECT_NE(hex_of(keyed_hash(key, bytes_of("abc"))),
            "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
}

TEST(Commit, IsSha256OfSaltThenText) {
  Salt salt{};
  salt[0] = 7;
  Bytes joined(salt.begin(), salt.end());
  for (const char c : std::string("a passage")) joined.push_back(static_cast<std::uint8_t>(c));
  EXPECT_EQ(commit(salt, bytes_of("a passage")), sha256(joined));
}

TEST(DigestFromHex, TakesExactlySixtyFourDigits) {
  const Digest digest = sha256(bytes_of("abc"));
  EXPECT_EQ(digest_from_hex(hex_of(digest)).value(), digest);
  EXPECT_THAT(digest_from_hex(hex_of(digest).substr(2)), HasFault(Fault::InvalidInput));
  EXPECT_THAT(digest_from_hex(hex_of(digest) + "00"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(digest_from_hex(std::string(64, 'g')), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone::crypto
