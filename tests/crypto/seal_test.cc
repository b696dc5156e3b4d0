#include "crypto/seal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/base/result_matchers.h"

namespace depone::crypto {
namespace {

constexpr std::size_t kChunk = 65536;
constexpr std::size_t kHeader = 24;
constexpr std::size_t kSealedChunk = kChunk + 17;

SecretBytes some_key(std::uint8_t first) {
  SecretBytes key(kKeyBytes);
  key.writable()[0] = first;
  return key;
}

Bytes pattern(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
  return bytes;
}

// Opening must fail, and as a broken seal or a truncation, never succeed.
void expect_refused(ByteView key, ByteView sealed, ByteView context, const std::string& what) {
  const auto opened = open(key, sealed, context);
  ASSERT_FALSE(opened.ok()) << what;
  EXPECT_TRUE(opened.error().fault == Fault::Tampered || opened.error().fault == Fault::Corrupt)
      << what;
}

TEST(Seal, OpensToTheSameBytesAtEveryChunkBorder) {
  const SecretBytes key = some_key(1);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kChunk - 1, kChunk, kChunk + 1,
                                 2 * kChunk, 3 * kChunk + 5}) {
    const Bytes plain = pattern(size);
    const Bytes sealed = seal(key.view(), plain, bytes_of("item"));
    EXPECT_EQ(open(key.view(), sealed, bytes_of("item")).value(), plain) << size;
    EXPECT_EQ(sealed.size(), sealed_size(size));
  }
}

TEST(Seal, RefusesAnotherKeyOrContext) {
  const Bytes sealed = seal(some_key(1).view(), bytes_of("evidence"), bytes_of("item 1"));
  EXPECT_THAT(open(some_key(2).view(), sealed, bytes_of("item 1")), HasFault(Fault::Tampered));
  EXPECT_THAT(open(some_key(1).view(), sealed, bytes_of("item 2")), HasFault(Fault::Tampered));
}

TEST(Seal, NoticesEachChangedByte) {
  const SecretBytes key = some_key(1);
  Bytes sealed = seal(key.view(), bytes_of("eighteen hours a day"), bytes_of("item"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (const std::uint8_t flip : {std::uint8_t{0x01}, std::uint8_t{0x80}}) {
      sealed[i] ^= flip;
      expect_refused(key.view(), sealed, bytes_of("item"), "byte " + std::to_string(i));
      sealed[i] ^= flip;
    }
  }
}

TEST(Seal, NoticesTruncationAtEachLength) {
  const SecretBytes key = some_key(1);
  const Bytes sealed = seal(key.view(), bytes_of("eighteen hours a day"), bytes_of("item"));
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    expect_refused(key.view(), ByteView(sealed).first(length), bytes_of("item"),
                   "length " + std::to_string(length));
  }
}

TEST(Seal, NoticesChunksLostAddedOrReordered) {
  const SecretBytes key = some_key(1);
  const Bytes sealed = seal(key.view(), pattern(3 * kChunk), {});
  const auto chunk = [&](std::size_t i) {
    return ByteView(sealed).subspan(kHeader + i * kSealedChunk, kSealedChunk);
  };
  const auto assemble = [&](std::initializer_list<std::size_t> order) {
    Bytes bytes(sealed.begin(), sealed.begin() + kHeader);
    for (const std::size_t i : order) bytes.insert(bytes.end(), chunk(i).begin(), chunk(i).end());
    return bytes;
  };
  ASSERT_THAT(open(key.view(), assemble({0, 1, 2}), {}), IsOk());
  expect_refused(key.view(), assemble({1, 0, 2}), {}, "reordered");
  expect_refused(key.view(), assemble({0, 1}), {}, "last one lost");
  expect_refused(key.view(), assemble({0}), {}, "two lost");
  expect_refused(key.view(), assemble({1, 2}), {}, "first one lost");
  expect_refused(key.view(), assemble({0, 2}), {}, "middle one lost");
  expect_refused(key.view(), assemble({0, 1, 2, 2}), {}, "last one twice");
  Bytes longer = sealed;
  longer.push_back(0);
  expect_refused(key.view(), longer, {}, "one byte added");
}

TEST(Seal, TheSameBytesSealDifferentlyEachTime) {
  const SecretBytes key = some_key(1);
  EXPECT_NE(seal(key.view(), bytes_of("x"), {}), seal(key.view(), bytes_of("x"), {}));
}

RC_GTEST_PROP(Wrap, UnwrapsToTheSameBytes, (const Bytes& plain, const Bytes& context)) {
  const SecretBytes key = some_key(3);
  const Bytes wrapped = wrap(key.view(), plain, context);
  RC_ASSERT(unwrap_public(key.view(), wrapped, context).value() == plain);
  RC_ASSERT(equal_secret(unwrap(key.view(), wrapped, context).value().view(), plain));
}

TEST(Wrap, NoticesEachChangedByteAndEachTruncation) {
  const SecretBytes key = some_key(3);
  Bytes wrapped = wrap(key.view(), bytes_of("a key"), bytes_of("keyring"));
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    wrapped[i] ^= 1;
    EXPECT_THAT(unwrap(key.view(), wrapped, bytes_of("keyring")), HasFault(Fault::Tampered)) << i;
    wrapped[i] ^= 1;
    const Fault expected = i < 40 ? Fault::Corrupt : Fault::Tampered;
    EXPECT_THAT(unwrap_public(key.view(), ByteView(wrapped).first(i), bytes_of("keyring")),
                HasFault(expected))
        << i;
  }
  EXPECT_THAT(unwrap(key.view(), wrapped, bytes_of("other")), HasFault(Fault::Tampered));
  EXPECT_THAT(unwrap(some_key(4).view(), wrapped, bytes_of("keyring")), HasFault(Fault::Tampered));
}

}  // namespace
}  // namespace depone::crypto
