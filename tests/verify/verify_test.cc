#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "apps/verify/check.h"
#include "apps/verify/proof.h"
#include "dossier/dossier.h"
#include "ledger/tree.h"
#include "tests/base/result_matchers.h"
#include "tests/dossier/invented_case.h"

namespace depone::verify {
namespace {

using dossier::PaperVault;

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() : whole_(dossier::invented_case()), vault_(whole_), disk_(make_real_disk()) {
    std::string pattern = "/tmp/depone-verify-test-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    folder_ = root_ + "/dossier";
    dossier::Terms terms = dossier::public_terms();
    terms.protected_strings = {"Ri Chol-min", "리철민"};
    dossier::Edition edition = dossier::restrict_case(whole_, terms);
    dossier::add_findings(edition.the_case);
    const auto published = dossier::write_dossier(edition, vault_.publication(), vault_,
                                                  embedded_data(), *disk_, folder_);
    EXPECT_THAT(published, IsOk());
    for (const FileInfo& entry : disk_->list(folder_).take()) {
      const Bytes bytes = disk_->read_all(join_path(folder_, entry.name), 1u << 26).take();
      files_[entry.name] = std::string(text_of(bytes));
    }
  }
  ~VerifyTest() override { std::filesystem::remove_all(root_); }

  // The files as a publisher who lies would sign them: with the right key.
  Files signed_again(Files files) {
    std::string manifest;
    for (const auto& [name, content] : files) {
      if (name.starts_with("manifest")) continue;
      manifest += to_hex(crypto::view(crypto::sha256(bytes_of(content)))) + "  " + name + "\n";
    }
    files["manifest.sha256"] = manifest;
    files["manifest.note"] =
        vault_.publication()
            .sign("depone dossier manifest 1\n" +
                  to_hex(crypto::view(crypto::sha256(bytes_of(manifest)))) + "\n")
            .take();
    return files;
  }

  Result<Report> with_change(const std::string& name, const std::string& from,
                             const std::string& to) {
    Files files = files_;
    const std::size_t at = files.at(name).find(from);
    EXPECT_NE(at, std::string::npos) << from;
    files[name].replace(at, from.size(), to);
    return check_dossier(signed_again(std::move(files)), {});
  }

  int run(const std::string& arguments) {
    const std::string command =
        std::string(DEPONE_BIN_DIR) + "/depone-verify " + arguments + " >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  Case whole_;
  PaperVault vault_;
  std::unique_ptr<Disk> disk_;
  std::string root_;
  std::string folder_;
  Files files_;
};

TEST_F(VerifyTest, AcceptsTheDossierAndSaysWhatThatMeans) {
  const Result<Report> report = check_dossier(files_, {vault_.publication().verifier_key, {}});
  ASSERT_THAT(report, IsOk());
  EXPECT_GT(report.value().passages, 10u);
  EXPECT_GT(report.value().quotes, 10u);
  const std::string words = in_words(report.value());
  EXPECT_NE(words.find("does not prove"), std::string::npos);
  EXPECT_NE(words.find("tells the truth"), std::string::npos);
}

TEST_F(VerifyTest, RefusesEveryFlippedByte) {
  std::size_t flips = 0;
  for (const auto& [name, content] : files_) {
    // Small files whole; of the large ones every 37th byte, for the list covers each byte alike.
    const std::size_t step = content.size() < 4000 ? 1 : 37;
    for (std::size_t i = 0; i < content.size(); i += step) {
      Files changed = files_;
      changed[name][i] = static_cast<char>(changed[name][i] ^ 1);
      const Result<Report> report = check_dossier(changed, {});
      ASSERT_FALSE(report.ok()) << name << " byte " << i;
      const Fault fault = report.error().fault;
      ASSERT_TRUE(fault == Fault::Tampered || fault == Fault::InvalidInput) << name << " " << i;
      ++flips;
    }
  }
  EXPECT_GT(flips, 2000u);
}

TEST_F(VerifyTest, RefusesMissingAndAddedFiles) {
  for (const auto& [name, content] : files_) {
    Files fewer = files_;
    fewer.erase(name);
    EXPECT_FALSE(check_dossier(fewer, {}).ok()) << name;
    // Also when the list was made again without it, unless the page can do without: README.
    if (name != "README.txt" && !name.starts_with("manifest")) {
      EXPECT_FALSE(check_dossier(signed_again(fewer), {}).ok()) << name;
    }
  }
  Files more = files_;
  more["extra.html"] = "x";
  EXPECT_THAT(check_dossier(more, {}), HasFault(Fault::Tampered));
}

TEST_F(VerifyTest, RefusesEachLieOfAPublisherWithTheKey) {
  const auto tampered = HasFault(Fault::Tampered);
  ASSERT_THAT(check_dossier(signed_again(files_), {}), IsOk());
  // A word changed in a revealed passage, in a quotation, on the page.
  EXPECT_THAT(with_change("disclosures.json", "more than 16 hours", "more than 26 hours"),
              tampered);
  EXPECT_THAT(with_change("dossier.json", "\"text\": \"more than 16 hours",
                          "\"text\": \"more than 26 hours"),
              tampered);
  EXPECT_THAT(with_change("dossier.html", "\">more than 16 hours</q>", "\">more than 26 hours</q>"),
              tampered);
  EXPECT_THAT(with_change("dossier.html", "<mark>more than 16", "<mark>more than 26"), tampered);
  EXPECT_THAT(with_change("dossier.html", "<q data-quote=\"Q1\">", "<q>"), tampered);
  // A passage given another document, number or place in the ledger.
  EXPECT_THAT(with_change("disclosures.json", "\"document\": \"D03\"", "\"document\": \"D04\""),
              tampered);
  EXPECT_THAT(with_change("disclosures.json", "\"index\": 3", "\"index\": 4"), tampered);
  EXPECT_THAT(with_change("dossier.json", "\"size\": 17", "\"size\": 16"), tampered);
  // A quotation declared covered, so as not to be checked.
  EXPECT_THAT(with_change("dossier.json", "\"redacted\": false", "\"redacted\": true"), tampered);
}

TEST_F(VerifyTest, RefusesSwappedPassages) {
  Json json = parse_json(files_.at("disclosures.json"), "disclosures").take();
  Json& passages = json["items"][2]["passages"];
  ASSERT_GE(passages.size(), 2u);
  std::swap(passages[0]["text"], passages[1]["text"]);
  std::swap(passages[0]["salt"], passages[1]["salt"]);
  Files changed = files_;
  changed["disclosures.json"] = json.dump();
  EXPECT_THAT(check_dossier(signed_again(changed), {}), HasFault(Fault::Tampered));
}

TEST_F(VerifyTest, RefusesAForeignKey) {
  const PaperVault other(whole_, 9);
  EXPECT_THAT(check_dossier(files_, {other.publication().verifier_key, {}}),
              HasFault(Fault::Tampered));
  EXPECT_THAT(check_dossier(files_, {"nonsense", {}}), HasFault(Fault::InvalidInput));
  Files note = files_;
  note["checkpoint"] = other.publication().checkpoint;
  EXPECT_THAT(check_dossier(signed_again(note), {}), HasFault(Fault::Tampered));
}

TEST_F(VerifyTest, ComparesAnotherCheckpointOfTheLedger) {
  const auto with = [&](const std::string& note) { return check_dossier(files_, {{}, note}); };
  EXPECT_EQ(with(vault_.publication().checkpoint).value().same_head, true);
  EXPECT_EQ(with(vault_.later_checkpoint()).value().same_head, false);
  EXPECT_THAT(with(vault_.forked_checkpoint()), HasFault(Fault::Tampered));
  EXPECT_THAT(with("no note"), HasFault(Fault::InvalidInput));
}

TEST_F(VerifyTest, AnswersWithTheExitCodesOfTheContract) {
  EXPECT_EQ(run(folder_), 0);
  EXPECT_EQ(run("--json " + folder_), 0);
  EXPECT_EQ(run("--version"), 0);
  EXPECT_EQ(run("--help"), 0);
  EXPECT_EQ(run(""), 2);
  EXPECT_EQ(run("--wrong " + folder_), 2);
  EXPECT_EQ(run(root_ + "/nowhere"), 3);
  std::filesystem::create_directories(root_ + "/empty");
  EXPECT_EQ(run(root_ + "/empty"), 3);
  std::ofstream(root_ + "/later") << vault_.later_checkpoint();
  EXPECT_EQ(run(folder_ + " --checkpoint " + root_ + "/later"), 1);
  std::ofstream(folder_ + "/dossier.html", std::ios::app) << " ";
  EXPECT_EQ(run(folder_), 4);
}

TEST(RootFromPath, AgreesWithTheLedgerOfTheOtherProgram) {
  ledger::Tree tree;
  for (std::uint8_t i = 0; i < 70; ++i) {
    tree.append(ledger::leaf_hash(Bytes{i}));
    for (std::uint64_t leaf = 0; leaf <= i; ++leaf) {
      const auto path = tree.inclusion_proof(leaf, tree.size()).take();
      const Digest hash = hash_leaf(Bytes{static_cast<std::uint8_t>(leaf)});
      ASSERT_EQ(root_from_path(hash, leaf, tree.size(), path), tree.root());
      // A path fits one place of a tree of this size; the size itself is the checkpoint's to prove.
      const std::uint64_t other = (leaf + 1) % tree.size();
      if (other != leaf) {
        ASSERT_NE(root_from_path(hash, other, tree.size(), path), tree.root());
      }
    }
  }
  EXPECT_EQ(root_from_path({}, 0, 0, {}), std::nullopt);
  EXPECT_EQ(root_from_path({}, 5, ~std::uint64_t{0}, {}), std::nullopt);
}

}  // namespace
}  // namespace depone::verify
