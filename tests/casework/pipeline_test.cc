// The straight way through the house on a real disk, with the real jailed worker and the real
// verifier: folder -> vault -> case -> dossier -> verification.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "casework/estimate.h"
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

  // Lists of invented people: 60 names, of which each list has some; Pak Il-nam is on two.
  void write_lists() const {
    std::filesystem::create_directory(folder_ + "/lists");
    std::string clinic = "name,birth_date\n";
    std::string parish = clinic;
    std::string union_list = clinic;
    for (int i = 0; i < 60; ++i) {
      const std::string row =
          fmt::format("Kim {}-{},{}-{:02}-{:02}\n", kFirst[i % 10], kSecond[i / 10],
                      1970 + (7 * i) % 30, 1 + i % 12, 1 + i % 28);
      if (i % 2 == 0) clinic += row;
      if (i % 3 == 0) parish += row;
      if (i % 5 < 2) union_list += row;
    }
    const std::string him = "Pak Il-nam,1984-03-02\n";
    write("lists/clinic.csv", clinic + him);
    write("lists/parish.csv", parish + him);
    write("lists/union.csv", union_list);
  }

  // The case above with an estimate; the union's consent is for `audience`. Nobody protects a name.
  void write_case_with_lists(const std::string& audience = "public") const {
    write_case();
    write_lists();
    std::ifstream before(folder_ + "/case.toml");
    std::string text{std::istreambuf_iterator<char>(before), {}};
    text.replace(text.find("protect = [\"Pak Il-nam\"]"), 24, "");
    for (const char* list : {"clinic", "parish", "union"}) {
      text += fmt::format(
          "[[source]]\nfile = \"lists/{0}.csv\"\nlabel = \"The {0}\"\nkind = \"organisation\"\n"
          "consent = {{ purpose = \"an estimate\", audience = \"{1}\" }}\n",
          list, list == std::string("union") ? audience : "public");
    }
    text +=
        "[[estimate]]\nof = \"workers in the town\"\nsamples = 3\n"
        "linked = [\"lists/clinic.csv\", \"lists/parish.csv\", \"lists/union.csv\"]\n";
    write("case.toml", text);
  }

  static constexpr std::array<const char*, 10> kFirst = {"Chol", "Yong", "Myong", "Kwang", "Hyok",
                                                         "Jin",  "Tong", "Sang",  "Hak",   "Ryong"};
  static constexpr std::array<const char*, 6> kSecond = {"su", "ho", "min", "guk", "bom", "sok"};

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

TEST_F(Pipeline, ListsBecomeAnEstimateAndNothingElse) {
  write_case_with_lists();
  vault::Vault vault = make_vault();
  const AddReport added = add(vault);
  EXPECT_EQ(added.added, 5u);
  EXPECT_TRUE(added.problems.empty());
  EXPECT_TRUE(vault.search("Kim", 10).value().empty()) << "the index learnt a name from a list";
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published.value().the_case.documents.size(), 2u) << "a list is no document";
  ASSERT_EQ(published.value().estimates.size(), 1u);
  EXPECT_GE(published.value().estimates[0].report.observed, 40);
  EXPECT_LE(published.value().estimates[0].report.observed, 61);
  EXPECT_EQ(verify(out), 0);
  const std::string all = everything_in(out);
  EXPECT_NE(all.find("How many are on no list"), std::string::npos);
  EXPECT_NE(all.find("The parish"), std::string::npos);
  EXPECT_EQ(all.find("clinic.csv"), std::string::npos);
  for (const char* first : kFirst) {
    EXPECT_EQ(all.find(fmt::format("{}-", first)), std::string::npos) << first;
  }
  const std::string kept = everything_in(scratch_.path() + "/vault");
  EXPECT_EQ(kept.find("Chol-su"), std::string::npos) << "a list stands in the vault unsealed";
}

// The parish keeps its list in Russian, in what a spreadsheet in Moscow saves.
TEST_F(Pipeline, AListInAnotherScriptAndEncodingIsLinkedAndItsNamesAreCovered) {
  write_case_with_lists();
  constexpr std::array kFirstRu = {"Чхоль", "Ён",  "Мён", "Кван", "Хёк",
                                   "Чин",   "Тон", "Сан", "Хак",  "Рён"};
  constexpr std::array kSecondRu = {"Су", "Хо", "Мин", "Гук", "Пом", "Сок"};
  std::string parish = "ФИО;Дата рождения\n";
  for (int i = 0; i < 60; i += 3) {
    parish += fmt::format("Ким {} {};{:02}.{:02}.{}\n", kFirstRu[static_cast<std::size_t>(i % 10)],
                          kSecondRu[static_cast<std::size_t>(i / 10)], 1 + i % 28, 1 + i % 12,
                          1970 + (7 * i) % 30);
  }
  parish += "Пак Ир Нам;02.03.1984\n";
  std::string bytes;  // Windows-1251: the letters of Russian lie together there as in Unicode
  for (std::size_t at = 0; at < parish.size(); ++at) {
    const auto lead = static_cast<unsigned char>(parish[at]);
    if (lead < 0x80) {
      bytes += parish[at];
      continue;
    }
    const int point = (lead & 0x1F) << 6 | (static_cast<unsigned char>(parish[++at]) & 0x3F);
    bytes += static_cast<char>(point == 0x451 ? 0xB8 : point - 0x410 + 0xC0);
  }
  write("lists/parish.csv", bytes);
  write("b.txt", std::string(kOther) + "\nПак Ир Нам работал с нами на той же стройке.\n");
  vault::Vault vault = make_vault();
  EXPECT_EQ(add(vault).problems.size(), 0u);
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(verify(out), 0);
  EXPECT_EQ(everything_in(out).find("Пак Ир Нам"), std::string::npos);
  // 30 + 21 + 24 + 1 records of 44 people.
  const estimate::Report& report = published.value().estimates.at(0).report;
  EXPECT_NEAR(static_cast<double>(report.estimates.at(0).observed), 45, 4);
}

TEST_F(Pipeline, ANameOnAListIsCoveredWhereADocumentSaysIt) {
  // In the very passage that is quoted; nobody listed the name under protect.
  write_case_with_lists();
  write("a.txt",
        "Pak Il-nam and I worked more than 18 hours a day and had two days off a year. "
        "Pakistan was far. The foreman took our passports. The yard behind the station was "
        "locked.\n");
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  const std::string all = everything_in(out);
  EXPECT_EQ(all.find("Il-nam"), std::string::npos);
  EXPECT_NE(all.find("\u2588 and "), std::string::npos) << "covered, and the rest shown";
  EXPECT_GE(published.value().published.passages_redacted, 1u);
  EXPECT_FALSE(published.value().published.warnings.empty()) << "the publisher is not told";
  EXPECT_EQ(verify(out), 0);
}

TEST_F(Pipeline, AnEstimateStaysWithinWhatEachKeeperAgreedTo) {
  write_case_with_lists("partner");
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  EXPECT_TRUE(published.value().estimates.empty());
  EXPECT_EQ(published.value().withheld.estimates, 1u);
  const std::string all = everything_in(out);
  EXPECT_EQ(all.find("The parish"), std::string::npos);
  EXPECT_EQ(all.find("workers in the town"), std::string::npos);
}

TEST_F(Pipeline, AMissingListStopsBeforeAnythingIsAdded) {
  write_case_with_lists();
  std::filesystem::rename(folder_ + "/lists/union.csv", folder_ + "/lists/unoin.csv");
  vault::Vault vault = make_vault();
  EXPECT_THAT(add_files(vault, *disk_, {folder_}, options_, progress_, cancellation_),
              HasFault(Fault::InvalidInput));
  EXPECT_TRUE(vault.items().value().empty());
}

TEST_F(Pipeline, AListNamedByItselfIsStillAList) {
  write_case_with_lists();
  vault::Vault vault = make_vault();
  add(vault);
  write("lists/union.csv", "name,birth_date\nHan Chol-ung,1990-01-02\n");
  const auto again =
      add_files(vault, *disk_, {folder_ + "/lists/union.csv"}, options_, progress_, cancellation_);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again.value().added, 1u);
  EXPECT_TRUE(vault.search("Han", 10).value().empty());
  const Engine engine = load_engine(embedded_data()).take();
  const VaultCase loaded = load_case(vault, *engine.reader, progress_, cancellation_).take();
  EXPECT_EQ(loaded.documents.size(), 2u);
  EXPECT_EQ(loaded.lists.size(), 4u);
}

TEST_F(Pipeline, ADocumentThatIsNamedAsAListLaterIsNoneFromThenOn) {
  write_case();
  write_lists();
  vault::Vault vault = make_vault();
  EXPECT_EQ(add(vault).added, 5u) << "nobody has said that they are lists";
  write_case_with_lists();
  const AddReport again = add(vault);
  EXPECT_EQ(again.added, 0u);
  EXPECT_EQ(again.duplicates, 5u);
  const Engine engine = load_engine(embedded_data()).take();
  const VaultCase loaded = load_case(vault, *engine.reader, progress_, cancellation_).take();
  EXPECT_EQ(loaded.documents.size(), 2u);
  EXPECT_EQ(loaded.lists.size(), 3u);
  EXPECT_TRUE(vault.check(progress_, cancellation_).value().sound());
}

TEST_F(Pipeline, AWholeTableLeavesAndAnyoneCanEstimateAgain) {
  write_case();
  const std::string table =
      "Clinic,Union,Parish,count\n1,0,0,60\n0,1,0,45\n0,0,1,30\n"
      "1,1,0,25\n1,0,1,14\n0,1,1,12\n1,1,1,11\n";
  write("overlap.csv", table);
  std::ofstream(folder_ + "/case.toml", std::ios::app)
      << "[[source]]\nfile = \"overlap.csv\"\nlabel = \"Overlaps\"\nkind = \"organisation\"\n"
         "consent = { purpose = \"an estimate\", audience = \"public\" }\n"
         "[[estimate]]\nof = \"workers in the town\"\ntable = \"overlap.csv\"\n";
  vault::Vault vault = make_vault();
  add(vault);
  const std::string out = scratch_.path() + "/dossier";
  const auto published = publish_to(vault, out);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(verify(out), 0);
  std::ifstream file(out + "/estimate-1.csv");
  const std::string again{std::istreambuf_iterator<char>(file), {}};
  const auto read = estimate::read_table(again, "estimate-1.csv");
  ASSERT_THAT(read, IsOk());
  const estimate::Report& report = published.value().estimates.at(0).report;
  EstimateOptions options;
  std::size_t i = 0;
  for (const EstimateMethod& method : estimate_methods()) {
    if (!method.estimate) continue;
    const Estimate one =
        estimate_by(method, read.value().table, options, progress_, cancellation_).take();
    EXPECT_EQ(to_json(one), to_json(report.estimates.at(i++))) << method.word;
  }
  EXPECT_EQ(i, report.estimates.size());
  // A stranger's added file is no part of the dossier.
  write("../dossier/estimate-2.csv", again);
  EXPECT_EQ(verify(out), 4);
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
