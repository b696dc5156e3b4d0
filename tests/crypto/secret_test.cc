#include "crypto/secret.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <vector>

#include "tests/base/result_matchers.h"

namespace depone::crypto {
namespace {

TEST(SecretBytes, StartsZeroFilledAndMovesWithoutCopy) {
  SecretBytes secret(64);
  EXPECT_TRUE(std::all_of(secret.view().begin(), secret.view().end(),
                          [](std::uint8_t byte) { return byte == 0; }));
  secret.writable()[3] = 9;
  const std::uint8_t* const place = secret.view().data();
  SecretBytes moved(std::move(secret));
  EXPECT_EQ(moved.view().data(), place);
  EXPECT_EQ(moved.view()[3], 9);
  SecretBytes assigned(1);
  assigned = std::move(moved);
  EXPECT_EQ(assigned.view().data(), place);
  EXPECT_EQ(assigned.size(), 64u);
}

TEST(SecretBytes, RandomOnesDiffer) {
  EXPECT_FALSE(equal_secret(SecretBytes::random(32).view(), SecretBytes::random(32).view()));
  EXPECT_EQ(SecretBytes::random(0).size(), 0u);
}

TEST(SecretBytes, WorksWhenTheSystemRefusesToLockMemory) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_MEMLOCK, &before), 0);
  const rlimit none{0, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_MEMLOCK, &none), 0);
  std::vector<SecretBytes> many;
  for (int i = 0; i < 100; ++i) many.push_back(SecretBytes::copy_of(bytes_of("passphrase")));
  EXPECT_TRUE(equal_secret(many.back().view(), bytes_of("passphrase")));
  ASSERT_EQ(setrlimit(RLIMIT_MEMLOCK, &before), 0);
}

TEST(EqualSecret, ComparesContentAndLength) {
  EXPECT_TRUE(equal_secret(bytes_of("abc"), bytes_of("abc")));
  EXPECT_FALSE(equal_secret(bytes_of("abc"), bytes_of("abd")));
  EXPECT_FALSE(equal_secret(bytes_of("abc"), bytes_of("ab")));
  EXPECT_TRUE(equal_secret({}, {}));
}

}  // namespace
}  // namespace depone::crypto
