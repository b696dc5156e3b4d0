// The straight way through the house on a real disk, with the real jailed worker and the real
// verifier: folder -> vault -> case -> dossier -> verification.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "casework/publish.h"
#include "casework/scratch.h"
#include "casework/vault_case.h"
#include "tests/base/result_matchers.h"

namespace depone::casework {
namespace {

const std::string kBin = DEPONE_BIN_DIR;

constexpr const char* kTestimony =
    "We worked more than 18 hours a day and had two days off a year. My name is Pak Il-nam. "
    "The foreman took our passports on the first day. The yard behind the station was locked.\n";
constexpr const char* kOther =
    "On our site we worked 19 hours a day. The manager kept all passports in his office.\n";

class Pipeline : public testing::Test {
 protected:
  Pipeline() : scratch_(ScratchFolder::make().take()), folder_(scratch_.path() + "/papers") {
    options_.worker_program = kBin + "/depone-extract";
    std::filesystem::create_directory(folder_);
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }

  void write_case() const {
    write("a.txt", kTestimony);
    write("b.txt", kOther);
    write("case.toml", R"(
title = "Test case"
invented = true
protect = ["Pak Il-nam"]
[[source]]
file = "a.txt"
label = "Worker A"
kind = "witness"
first_hand = true
reliability = "B"
consent = { purpose = "publication", audience = "public" }
[[source]]
file = "b.txt"
label = "Worker B"
kind = "witness"
first_hand = true
reliability = "B"
consent = { purpose = "publication", audience = "public" }
[[withhold]]
file = "a.txt"
quote = "yard behind the station"
why = "names a place"
)");
  }

  vault::Vault make_vault() {
    return vault::Vault::create(*disk_, scratch_.path() + "/vault", bytes_of("passphrase"),
                                crypto::test_cost(), clock_)
        .take();
  }

  AddReport add(vault::Vault& vault) {
    return add_files(vault, *disk_, {folder_}, options_, progress_, cancellation_).take();
  }

  Result<PublishedCase> publish_to(vault::Vault& vault, const std::string& out) {
    const Engine engine = load_engine(embedded_data()).take();
    PublishOptions options;
    options.folder = out;
    return publish(vault, *disk_, embedded_data(), engine, clock_, options, progress_,
                   cancellation_);
  }

  // The verifier's exit code.
  static int verify(const std::string& dossier) {
    const int status =
        std::system((kBin + "/depone-verify " + dossier + " >/dev/null 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  ScratchFolder scratch_;
  std::string folder_;
  std::unique_ptr<Disk> disk_ = make_real_disk();
  FixedClock clock_{Instant{1'790'000'000}};
  ExtractOptions options_;
  NoProgress progress_;
  Cancellation cancellation_;
};

std::string everything_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

TEST_F(Pipeline, AFolderBecomesADossierThatVerifies) {
  write_case();
  vault::Vault vault = make_vault();
  EXPECT_EQ(add(vault).added, 2u);
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published.value().the_case.documents.size(), 2u);
  EXPECT_EQ(published.value().the_case.lineage.origins, 2u);
  EXPECT_GT(published.value().published.passages_proved, 0u);
  EXPECT_EQ(verify(out), 0);
}

TEST_F(Pipeline, NothingProtectedOrWithheldIsPublished) {
  write_case();
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  ASSERT_THAT(publish_to(vault, out), IsOk());
  const std::string all = everything_in(out);
  EXPECT_EQ(all.find("Il-nam"), std::string::npos);
  EXPECT_EQ(all.find("yard behind"), std::string::npos);
  EXPECT_EQ(all.find("a.txt"), std::string::npos) << "a witness's file name";
}

TEST_F(Pipeline, TheVaultHoldsNoPlainText) {
  write_case();
  vault::Vault vault = make_vault();
  add(vault);
  const std::string all = everything_in(scratch_.path() + "/vault");
  for (const char* secret : {"Pak Il-nam", "Worker A", "passports", "a.txt", "Test case"}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
  }
}

TEST_F(Pipeline, OneChangedByteInTheDossierIsSeen) {
  write_case();
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  ASSERT_THAT(publish_to(vault, out), IsOk());
  const std::string page = out + "/dossier.html";
  std::fstream file(page, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(std::filesystem::file_size(page) / 2));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(page) / 2));
  file.put(static_cast<char>(byte ^ 1));
  file.close();
  EXPECT_EQ(verify(out), 4);
}

TEST_F(Pipeline, AWithheldQuotationThatIsNowhereStopsThePublication) {
  write_case();
  write("case.toml", "[[withhold]]\nfile = \"a.txt\"\nquote = \"no such words\"\n");
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  EXPECT_THAT(publish_to(vault, out), HasFault(Fault::InvalidInput));
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(Pipeline, WithoutConsentNothingOfAWitnessIsPublic) {
  write("a.txt", kTestimony);
  write("case.toml",
        "[[source]]\nfile = \"a.txt\"\nlabel = \"Worker A\"\nkind = \"witness\"\nfirst_hand = "
        "true\n");
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published.value().the_case.documents.size(), 0u);
  EXPECT_EQ(published.value().withheld.documents_without_consent, 1u);
  EXPECT_EQ(everything_in(out).find("18 hours"), std::string::npos);
}

TEST_F(Pipeline, AddingAgainAddsNothing) {
  write_case();
  vault::Vault vault = make_vault();
  EXPECT_EQ(add(vault).added, 2u);
  const AddReport again = add(vault);
  EXPECT_EQ(again.added, 0u);
  EXPECT_EQ(again.duplicates, 2u);
}

TEST_F(Pipeline, BadFilesAreNamedAndTheRestGoesOn) {
  write("good.txt", kTestimony);
  write("empty.txt", "");
  write("fake.pdf", "this is no PDF at all");
  write("cut.pdf", "%PDF-1.4\n1 0 obj\n<< /Type /Catalog");
  write("picture.txt", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + std::string(64, '\0'));
  write("broken.txt", "Passports were \xC3\x28 taken away from us when we arrived.\n");
  std::string nested;
  for (int i = 0; i < 200'000; ++i) nested += "<div>";
  write("nested.html", "<html><body>" + nested + "They took our passports.");
  std::filesystem::create_symlink(folder_ + "/nowhere", folder_ + "/dangling.txt");
  std::filesystem::create_directory_symlink(folder_, folder_ + "/loop");
  // Two gigabytes that take no room on the disk.
  write("huge.txt", "x");
  std::filesystem::resize_file(folder_ + "/huge.txt", std::uintmax_t{2} << 30);

  vault::Vault vault = make_vault();
  const AddReport report = add(vault);
  std::map<std::string, Fault> faults;
  for (const Problem& problem : report.problems) faults.emplace(problem.item, problem.error.fault);
  for (const char* name :
       {"empty.txt", "fake.pdf", "cut.pdf", "picture.txt", "huge.txt", "dangling.txt"}) {
    EXPECT_TRUE(faults.contains(name)) << name;
  }
  EXPECT_FALSE(faults.contains("good.txt"));
  EXPECT_FALSE(faults.contains("broken.txt")) << "read with replacement characters and a warning";
  EXPECT_GE(report.added, 2u);
  EXPECT_EQ(report.added + report.problems.size(), 9u);
  EXPECT_TRUE(vault.check(progress_, cancellation_).value().sound());
}

TEST_F(Pipeline, AnUnreadableFileIsNamed) {
  if (::geteuid() == 0) GTEST_SKIP() << "root can read every file";
  write("good.txt", kTestimony);
  write("locked.txt", kOther);
  std::filesystem::permissions(folder_ + "/locked.txt", std::filesystem::perms::none);
  vault::Vault vault = make_vault();
  const AddReport report = add(vault);
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].error.fault, Fault::Denied);
  EXPECT_EQ(report.added, 1u);
}

// Asks to stop once `after` steps were made.
class StopAfter final : public Progress {
 public:
  StopAfter(Cancellation& cancellation, std::uint64_t after)
      : cancellation_(cancellation), after_(after) {}
  void step(std::uint64_t done, std::uint64_t, std::string_view) override {
    if (done >= after_) cancellation_.request();
  }

 private:
  Cancellation& cancellation_;
  std::uint64_t after_;
};

TEST_F(Pipeline, StoppingKeepsWhatWasAddedAndRepeatingAddsTheRest) {
  for (int i = 0; i < 20; ++i)
    write(std::to_string(i) + ".txt", "Paper " + std::to_string(i) + "\n");
  {
    vault::Vault vault = make_vault();
    Cancellation stop;
    StopAfter progress(stop, 7);
    const auto report = add_files(vault, *disk_, {folder_}, options_, progress, stop);
    ASSERT_THAT(report, IsOk());
    EXPECT_TRUE(report.value().interrupted);
    EXPECT_LT(report.value().added, 20u);
  }
  vault::Vault vault =
      vault::Vault::open(*disk_, scratch_.path() + "/vault", bytes_of("passphrase"), clock_).take();
  const std::size_t before = vault.items().value().size();
  EXPECT_GT(before, 0u);
  EXPECT_EQ(add(vault).added, 20u - before);
  EXPECT_EQ(vault.items().value().size(), 20u);
}

}  // namespace
}  // namespace depone::casework
