#include "crypto/sign.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "crypto/passphrase.h"
#include "tests/base/result_matchers.h"

namespace depone::crypto {
namespace {

TEST(Sign, AgreesWithTheVectorsOfRfc8032) {
  struct Vector {
    const char* seed;
    const char* public_key;
    const char* message;
    const char* signature;
  };
  // RFC 8032 section 7.1, tests 1 to 3.
  const Vector vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984"
       "dc6594a7c15e9716ed28dc027beceea1ec40a"},
  };
  for (const Vector& vector : vectors) {
    const SigningKey key = signing_key_from_seed(from_hex(vector.seed).value());
    EXPECT_EQ(to_hex(key.public_key), vector.public_key);
    const Bytes message = from_hex(vector.message).value();
    const Signature signature = sign(key, message);
    EXPECT_EQ(to_hex(signature), vector.signature);
    EXPECT_TRUE(verify(key.public_key, message, signature));
  }
}

TEST(Verify, RefusesEachChangedByteOfSignatureAndMessage) {
  const SigningKey key = make_signing_key();
  Bytes message = copy_of(bytes_of("checkpoint"));
  Signature signature = sign(key, message);
  for (std::uint8_t& byte : signature) {
    byte ^= 1;
    EXPECT_FALSE(verify(key.public_key, message, signature));
    byte ^= 1;
  }
  for (std::uint8_t& byte : message) {
    byte ^= 1;
    EXPECT_FALSE(verify(key.public_key, message, signature));
    byte ^= 1;
  }
  EXPECT_FALSE(verify(make_signing_key().public_key, message, signature));
  EXPECT_TRUE(verify(key.public_key, message, signature));
}

TEST(KeyFromPassphrase, AgreesWithAnotherImplementationOfArgon2id) {
  // @noble/hashes 1.8.0 computes this: password "password", salt "somesaltsomesalt", 2 passes over
  // 64 KiB, 1 lane.
  PassphraseSalt salt{};
  const ByteView text = bytes_of("somesaltsomesalt");
  std::copy(text.begin(), text.end(), salt.begin());
  const SecretBytes key = key_from_passphrase(bytes_of("password"), salt, {2, 64 * 1024}).take();
  EXPECT_EQ(to_hex(key.view()), "1a98fba8e6394425c9bdc333a9c750aaf811df070f5fb4a5788e1cf4db5793a1");
}

TEST(KeyFromPassphrase, DependsOnPassphraseSaltAndCost) {
  const PassphraseSalt salt = random_passphrase_salt();
  const auto key = [&](std::string_view passphrase, const PassphraseSalt& with,
                       PassphraseCost cost) {
    return to_hex(key_from_passphrase(bytes_of(passphrase), with, cost).value().view());
  };
  const std::string base = key("correct horse", salt, test_cost());
  EXPECT_EQ(base, key("correct horse", salt, test_cost()));
  EXPECT_NE(base, key("correct horsf", salt, test_cost()));
  EXPECT_NE(base, key("correct horse", random_passphrase_salt(), test_cost()));
  EXPECT_NE(base, key("correct horse", salt, {2, test_cost().memory_bytes}));
}

TEST(KeyFromPassphrase, RefusesCostsOutOfRange) {
  const PassphraseSalt salt = random_passphrase_salt();
  for (const PassphraseCost cost : {PassphraseCost{0, 1 << 20}, PassphraseCost{1, 100},
                                    PassphraseCost{1, std::uint64_t{5} << 30}}) {
    EXPECT_THAT(key_from_passphrase(bytes_of("x"), salt, cost), HasFault(Fault::InvalidInput));
  }
}

TEST(Base64, AgreesWithTheVectorsOfRfc4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), encoded);
    EXPECT_EQ(text_of(from_base64(encoded).value()), plain);
  }
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  // Missing padding, non-zero spare bits, other alphabet, white space, padding too long.
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9-", "Zm9v\n", "Zm 9v", "Zg===", "====", "Z"}) {
    EXPECT_THAT(from_base64(text), HasFault(Fault::InvalidInput)) << text;
  }
}

}  // namespace
}  // namespace depone::crypto
