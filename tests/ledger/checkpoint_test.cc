#include "ledger/checkpoint.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "ledger/signed_note.h"
#include "tests/base/result_matchers.h"

namespace depone::ledger {
namespace {

// Published with Go's golang.org/x/mod/sumdb/note, the first implementation of the form.
constexpr std::string_view kGoKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kGoNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n";

// Ours, frozen: seed 00 01 .. 1f, the eight leaves of the CT vectors. Made and checked with
// Python's hashlib and cryptography, not with this code.
constexpr std::string_view kOurKey =
    "depone.invalid/vault-1/device-1+77efbcae+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr std::string_view kOurNote =
    "depone.invalid/vault-1/device-1\n"
    "8\n"
    "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    "\n"
    "\xE2\x80\x94 depone.invalid/vault-1/device-1 d++8rvWBq52mXwnlwfoomGWaN3h0JcO2ZlthxSovfcPfQMcr"
    "lpWpZAHJlEudBMrIX0aUVuP8lJodkaoS60OEMY8rhgE=\n";

crypto::SigningKey test_key() {
  Bytes seed(32);
  std::iota(seed.begin(), seed.end(), std::uint8_t{0});
  return crypto::signing_key_from_seed(seed);
}

Checkpoint test_checkpoint() {
  return {
      "depone.invalid/vault-1/device-1", 8,
      crypto::digest_from_hex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
          .take()};
}

TEST(SignedNote, OpensTheNotePublishedWithGo) {
  const Result<VerifierKey> key = parse_verifier_key(kGoKey);
  ASSERT_THAT(key, IsOk());
  const Result<std::string> text = open_note(kGoNote, key.value());
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text.value(), kGoNote.substr(0, kGoNote.find("\n\n") + 1));
}

TEST(Checkpoint, IsSignedByteForByteAsFrozen) {
  const crypto::SigningKey key = test_key();
  EXPECT_EQ(sign_checkpoint(test_checkpoint(), key), kOurNote);
  EXPECT_EQ(verifier_key("depone.invalid/vault-1/device-1", key.public_key), kOurKey);
}

TEST(Checkpoint, OpensWithItsKeyOnly) {
  const Result<Checkpoint> opened = open_checkpoint(kOurNote, test_key().public_key);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened.value().origin, test_checkpoint().origin);
  EXPECT_EQ(opened.value().size, 8u);
  EXPECT_EQ(opened.value().root, test_checkpoint().root);
  EXPECT_THAT(open_checkpoint(kOurNote, crypto::make_signing_key().public_key),
              HasFault(Fault::Tampered));
}

TEST(Checkpoint, IsRefusedWhenAnyOneByteChanges) {
  const crypto::PublicKey key = test_key().public_key;
  for (std::size_t i = 0; i < kOurNote.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed(kOurNote);
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_FALSE(open_checkpoint(changed, key).ok()) << "byte " << i << " bit " << bit;
    }
  }
}

TEST(Checkpoint, KeepsItsValueUnderAWitnessSignature) {
  const std::string witnessed =
      std::string(kOurNote) +
      "\xE2\x80\x94 witness.example/w1 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
      "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
  EXPECT_THAT(open_checkpoint(witnessed, test_key().public_key), IsOk());
}

TEST(Checkpoint, MayCarryExtensionLines) {
  const crypto::SigningKey key = test_key();
  const std::string note = sign_note(checkpoint_text(test_checkpoint()) + "an extension\n",
                                     test_checkpoint().origin, key);
  EXPECT_THAT(open_checkpoint(note, key.public_key), IsOk());
}

TEST(CheckpointGrammar, RefusesWhatIsNotExactlyACheckpoint) {
  const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";
  EXPECT_THAT(parse_checkpoint_text("log\n8\n" + root), IsOk());
  EXPECT_THAT(parse_checkpoint_text("log\n0\n" + root), IsOk());
  EXPECT_THAT(parse_checkpoint_text("log\n18446744073709551615\n" + root), IsOk());
  for (const std::string& text : std::vector<std::string>{
           "", "\n", "log\n", "log\n8\n", "log\n8\n" + root.substr(0, root.size() - 1),
           "log\n08\n" + root, "log\n-8\n" + root, "log\n+8\n" + root, "log\n 8\n" + root,
           "log\n8 \n" + root, "log\n0x8\n" + root, "log\n\n" + root,
           "log\n18446744073709551616\n" + root, "my log\n8\n" + root, "my+log\n8\n" + root,
           "log\n8\nXcna\n", "log\n8\n" + root + "\n", "log\r\n8\r\n" + root}) {
    EXPECT_THAT(parse_checkpoint_text(text), HasFault(Fault::Corrupt)) << text;
  }
}

TEST(SignedNoteGrammar, RefusesWhatIsNotExactlyANote) {
  const std::string line = "\xE2\x80\x94 a AAAAAAA=\n";
  EXPECT_THAT(parse_note("text\n\n" + line), IsOk());
  EXPECT_THAT(parse_note("text\n\nmore\n\n" + line + line), IsOk());
  for (const std::string& note : std::vector<std::string>{
           "", "text\n", "text\n\n", "\n\n" + line, "text\n" + line, "text\n\n- a AAAAAAA=\n",
           "text\n\n\xE2\x80\x94 AAAAAAA=\n", "text\n\n\xE2\x80\x94  AAAAAAA=\n",
           "text\n\n\xE2\x80\x94 a AAAAAA==\n", "text\n\n\xE2\x80\x94 a AAAAAAA\n",
           "text\n\n\xE2\x80\x94 a+b AAAAAAA=\n", "text\n\n\xE2\x80\x94 a AAAAAAA=",
           "te\txt\n\n" + line, "text\r\n\r\n" + line, std::string("te\0xt\n\n", 7) + line}) {
    EXPECT_THAT(parse_note(note), HasFault(Fault::Corrupt)) << note;
  }
}

TEST(SignedNoteGrammar, IsBoundedInLengthAndSignatures) {
  const std::string line = "\xE2\x80\x94 a AAAAAAA=\n";
  std::string many = "text\n\n";
  for (std::size_t i = 0; i < kMaxNoteSignatures; ++i) many += line;
  EXPECT_THAT(parse_note(many), IsOk());
  EXPECT_THAT(parse_note(many + line), HasFault(Fault::Corrupt));
  EXPECT_THAT(parse_note(std::string(kMaxNoteBytes, 'x') + "\n\n" + line),
              HasFault(Fault::Corrupt));
}

TEST(VerifierKey, MustFitItsOwnKeyId) {
  EXPECT_THAT(parse_verifier_key(kOurKey), IsOk());
  std::string wrong(kOurKey);
  wrong[wrong.find('+') + 1] = '0';
  for (const std::string& text :
       std::vector<std::string>{wrong, "", "a", "a+b", "+77efbcae+AQOh", "a b+77efbcae+AQOh",
                                std::string(kOurKey) + "A", std::string(kOurKey.substr(0, 60))}) {
    EXPECT_THAT(parse_verifier_key(text), HasFault(Fault::InvalidInput)) << text;
  }
}

RC_GTEST_PROP(SignedNote, OpensWhateverTextWasSigned, ()) {
  const auto letters = *rc::gen::nonEmpty(rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::just('\n'), rc::gen::inRange(' ', '~'))));
  const std::string text = "x" + letters + "\n";
  const crypto::SigningKey key = test_key();
  const std::string note = sign_note(text, "a.example/log", key);
  const Result<std::string> opened = open_note(note, {"a.example/log", key.public_key});
  RC_ASSERT(opened.ok());
  RC_ASSERT(opened.value() == text);
  RC_ASSERT(!open_note(note, {"b.example/log", key.public_key}).ok());
}

}  // namespace
}  // namespace depone::ledger
