#include "dossier/dossier.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "apps/verify/check.h"
#include "dossier/folder.h"
#include "dossier/pdf.h"
#include "dossier/self_check.h"
#include "tests/base/disk_in_memory.h"
#include "tests/base/result_matchers.h"
#include "tests/dossier/invented_case.h"

namespace depone::dossier {
namespace {

const std::vector<std::string> kNames = {"Ri Chol-min", "리철민", "Чхоль Мин"};

class DossierTest : public testing::Test {
 protected:
  DossierTest() : disk_(make_real_disk()) {
    std::string pattern = "/tmp/depone-dossier-test-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    folder_ = root_ + "/dossier";
  }
  ~DossierTest() override { std::filesystem::remove_all(root_); }

  Edition edition_of(const Case& whole, Terms terms) {
    Edition edition = restrict_case(whole, terms);
    add_findings(edition.the_case);
    return edition;
  }

  Result<Published> publish(const Edition& edition, const PaperVault& vault) {
    return write_dossier(edition, vault.publication(), vault, embedded_data(), *disk_, folder_);
  }

  Files files() {
    Files files;
    for (const FileInfo& entry : disk_->list(folder_).take()) {
      const Bytes bytes = disk_->read_all(join_path(folder_, entry.name), 1u << 26).take();
      files[entry.name] = std::string(text_of(bytes));
    }
    return files;
  }

  std::unique_ptr<Disk> disk_;
  std::string root_;
  std::string folder_;
};

TEST_F(DossierTest, OfTheInventedCaseIsVerifiedByTheSeparateProgram) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  Terms terms = public_terms();
  terms.protected_strings = kNames;
  const Result<Published> published = publish(edition_of(whole, terms), vault);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published.value().documents, 16u);
  EXPECT_EQ(published.value().origins, 8u);
  EXPECT_GT(published.value().passages_proved, 10u);
  const auto report = verify::check_dossier(files(), {});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report.value().passages, published.value().passages_proved);
  EXPECT_GT(report.value().page_quotes, report.value().quotes);
  // For people who want to look at it: DEPONE_KEEP_DOSSIER=/tmp/d dossier_test.
  if (const char* keep = std::getenv("DEPONE_KEEP_DOSSIER")) {
    std::filesystem::remove_all(keep);
    Publication with_pdf = vault.publication();
    with_pdf.render_pdf = [](const std::string& folder) { return render_pdf(folder); };
    ASSERT_THAT(
        write_dossier(edition_of(whole, terms), with_pdf, vault, embedded_data(), *disk_, keep),
        IsOk());
  }
}

TEST_F(DossierTest, NeverHoldsAProtectedName) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  Terms terms = public_terms();
  terms.protected_strings = kNames;
  ASSERT_THAT(publish(edition_of(whole, terms), vault), IsOk());
  for (const auto& [name, content] : files()) {
    for (const std::string& text : readable_forms(name, content)) {
      for (const std::string_view bad :
           {"Chol-min", "철민", "Чхоль", "harbour.example", "123-45-67"}) {
        EXPECT_EQ(text.find(bad), std::string::npos) << name << " holds " << bad;
      }
    }
  }
}

TEST_F(DossierTest, GivesTheSameBytesForTheSameCase) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  ASSERT_THAT(publish(edition_of(whole, public_terms()), vault), IsOk());
  const Files first = files();
  ASSERT_THAT(publish(edition_of(whole, public_terms()), vault), IsOk());
  EXPECT_EQ(files(), first);
}

TEST_F(DossierTest, EscapesHostileTitlesAndLabels) {
  Case whole = invented_case();
  const std::string hostile =
      "</script><img onerror=alert(1) src=x>\" onload='x' &lt; \xE2\x80\xAE";
  whole.title = hostile;
  whole.documents[3].source.label = hostile;
  whole.documents[3].document.title = hostile;
  whole.lineage.nodes[4].reasons[0].text = hostile;
  const PaperVault vault(whole);
  Edition edition = edition_of(whole, public_terms());
  edition.the_case.findings[0].proposition.statement = hostile;
  edition.the_case.findings[0].explanation = {hostile};
  edition.the_case.answers[0].because = hostile;
  ASSERT_THAT(publish(edition, vault), IsOk());
  const std::string html = files().at("dossier.html");
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("</script"), std::string::npos);
  EXPECT_EQ(html.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(html.find("onload='"), std::string::npos);
  EXPECT_NE(html.find("&lt;/script&gt;&lt;img onerror=alert(1)"), std::string::npos);
}

TEST_F(DossierTest, LoadsNothingFromElsewhere) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  ASSERT_THAT(publish(edition_of(whole, public_terms()), vault), IsOk());
  const std::string html = files().at("dossier.html");
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  for (const std::string_view bad : {"<script", "<img", "url(", "@import", "<link", "<iframe",
                                     "style=\"", "javascript:", "href=\"http"}) {
    EXPECT_EQ(html.find(bad), std::string::npos) << bad;
  }
}

TEST_F(DossierTest, GivesEveryFigureATitleAndADescription) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  ASSERT_THAT(publish(edition_of(whole, public_terms()), vault), IsOk());
  const std::string html = files().at("dossier.html");
  std::size_t figures = 0;
  for (std::size_t at = html.find("<svg"); at != html.npos; at = html.find("<svg", at + 1)) {
    const std::string_view svg = std::string_view(html).substr(at, html.find("</svg>", at) - at);
    EXPECT_NE(svg.find("<title"), svg.npos);
    EXPECT_NE(svg.find("<desc"), svg.npos);
    EXPECT_NE(svg.find("font-family"), svg.npos);
    ++figures;
  }
  EXPECT_EQ(figures, 3u);  // one tree, one interval plot, the timeline
}

TEST_F(DossierTest, WithholdsPassagesByMarkWithoutATrace) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  Terms terms = public_terms();
  const std::string& text = whole.documents[2].document.text;
  const std::size_t at = text.find("Their passports");
  terms.withheld = {{"D03", text::CodePointIndex(text).span(at, at + 5), "names a colleague"}};
  Edition edition = restrict_case(whole, terms);
  EXPECT_EQ(edition.withheld.passages, 1u);
  EXPECT_EQ(edition.withheld.claims, 1u);
  EXPECT_EQ(edition.the_case.documents[2].claims.size(), 1u);
  ASSERT_THAT(publish(edition, vault), IsOk());
  const Files written = files();
  EXPECT_EQ(written.at("dossier.html").find("locked away"), std::string::npos);
  EXPECT_EQ(written.at("dossier.json").find("locked away"), std::string::npos);
  EXPECT_EQ(written.at("disclosures.json").find("locked away"), std::string::npos);
  EXPECT_NE(written.at("dossier.html").find("names a colleague"), std::string::npos);
}

TEST_F(DossierTest, IsRefusedForDocumentsWithoutConsent) {
  Case whole = invented_case();
  const PaperVault vault(whole);
  Edition edition = edition_of(whole, public_terms());
  edition.the_case.documents[1].source.consent->audience = Audience::Partner;
  EXPECT_THAT(publish(edition, vault), HasFault(Fault::Denied));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/dossier.json"));
}

TEST_F(DossierTest, IsRefusedWhenTheVaultsTextAndTheCaseDiffer) {
  Case whole = invented_case();
  const PaperVault vault(whole);
  const std::size_t at = whole.documents[0].document.text.find("18 hours");
  whole.documents[0].document.text[at + 1] = '9';
  EXPECT_THAT(publish(edition_of(whole, public_terms()), vault), HasFault(Fault::Tampered));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/manifest.sha256"));
}

TEST_F(DossierTest, DoesNotTouchAFolderThatHoldsOtherThings) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  std::filesystem::create_directories(folder_);
  ASSERT_THAT(disk_->write_atomically(folder_ + "/holiday.jpg", bytes_of("picture")), IsOk());
  EXPECT_THAT(publish(edition_of(whole, public_terms()), vault), HasFault(Fault::Conflict));
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(DossierTest, IsReplacedWholeAndTheOldOneStaysWhenTheNewOneFails) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  const Edition edition = edition_of(whole, public_terms());
  ASSERT_THAT(publish(edition, vault), IsOk());
  const Files old = files();
  Publication failing = vault.publication();
  failing.render_pdf = [this](const std::string& folder) -> Result<RenderedPdf> {
    ignore(disk_->write_lazily(folder + "/README.txt", bytes_of("Ri Chol-min was here")), "test");
    return RenderedPdf{false, "none"};
  };
  EXPECT_THAT(write_dossier(edition, failing, vault, embedded_data(), *disk_, folder_),
              HasFault(Fault::Io));
  EXPECT_TRUE(files() == old);
  EXPECT_FALSE(std::filesystem::exists(folder_ + ".new"));

  Publication later = vault.publication();
  later.published = Instant{later.published.unix_seconds + 60};
  const auto published =
      write_dossier(edition, later, vault, embedded_data(), *disk_, folder_ + "/");
  ASSERT_THAT(published, IsOk());
  EXPECT_FALSE(files() == old);
  EXPECT_FALSE(std::filesystem::exists(folder_ + ".new"));
}

TEST_F(DossierTest, DoesNotReplaceADossierThroughALink) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  const Edition edition = edition_of(whole, public_terms());
  ASSERT_THAT(publish(edition, vault), IsOk());
  std::filesystem::create_symlink(folder_, root_ + "/link");
  EXPECT_THAT(
      write_dossier(edition, vault.publication(), vault, embedded_data(), *disk_, root_ + "/link"),
      HasFault(Fault::Conflict));
}

Result<> write_into(Disk& disk, const Files& files) {
  DossierFolder target = DP_TRY(DossierFolder::prepare(disk, "/out"));
  DP_TRY(target.write(files));
  DP_TRY(target.finish(files));
  DP_TRY(target.put_in_place());
  return target.remove_old();
}

// Whatever fails, whenever the power goes: the folder holds one of the two dossiers, whole.
TEST(DossierFolder, HoldsTheOldOrTheNewDossierAfterAnyFailureAndPowerCut) {
  const Files old = {{"dossier.html", "old"}, {"dossier.pdf", "old"}, {"manifest.sha256", "old"}};
  const Files fresh = {{"dossier.html", "new"}, {"manifest.sha256", "new"}};
  MemoryDisk start;
  ASSERT_THAT(write_into(start, old), IsOk());
  const auto held_by = [](const Disk& disk) {
    Files files;
    for (const FileInfo& entry : disk.list("/out").take()) {
      files[entry.name] = std::string(text_of(disk.read_all("/out/" + entry.name, 99).take()));
    }
    return files;
  };
  MemoryDisk counted = start.copy();
  FaultyDisk counting(counted, 0, FaultyDisk::Kind::Refuse);
  ASSERT_THAT(write_into(counting, fresh), IsOk());
  EXPECT_EQ(held_by(counted), fresh);
  EXPECT_THAT(counted.info("/out.new"), HasFault(Fault::NotFound));
  for (const auto kind : {FaultyDisk::Kind::Refuse, FaultyDisk::Kind::Finish}) {
    for (int call = 1; call <= counting.calls(); ++call) {
      MemoryDisk disk = start.copy();
      FaultyDisk faulty(disk, call, kind);
      ignore(write_into(faulty, fresh), "what is left is looked at");
      for (const bool cut : {false, true}) {
        if (cut) disk.lose_power();
        const Files held = held_by(disk);
        EXPECT_TRUE(held == old || held == fresh) << "call " << call << (cut ? ", cut" : "");
      }
      ASSERT_THAT(write_into(disk, fresh), IsOk()) << "call " << call;
      EXPECT_EQ(held_by(disk), fresh);
      EXPECT_THAT(disk.info("/out.new"), HasFault(Fault::NotFound));
    }
  }
}

TEST_F(DossierTest, RemovesWhatItWroteWhenTheDiskGivesBackSomethingElse) {
  const Case whole = invented_case();
  const PaperVault vault(whole);
  Publication publication = vault.publication();
  // A hook that changes a file behind the writer's back, as a failing disk would.
  publication.render_pdf = [this](const std::string&) -> Result<RenderedPdf> {
    ignore(disk_->write_lazily(folder_ + "/README.txt", bytes_of("Ri Chol-min was here")), "test");
    return RenderedPdf{false, "none"};
  };
  const Edition edition = edition_of(whole, public_terms());
  EXPECT_THAT(write_dossier(edition, publication, vault, embedded_data(), *disk_, folder_),
              HasFault(Fault::Io));
  EXPECT_TRUE(files().empty());
}

TEST_F(DossierTest, WarnsWhenPartOfANameStandsAlone) {
  Case whole = invented_case();
  whole.documents[3].source.label = "Cholmin Radio";
  const PaperVault vault(whole);
  Terms terms = public_terms();
  terms.protected_strings = {"Ri Chol-min"};
  const Result<Published> published = publish(edition_of(whole, terms), vault);
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published.value().warnings.size(), 1u);
}

TEST(Edition, KeepsRetellingsOfAWithheldAccountTogether) {
  Case whole = invented_case();
  whole.documents[0].source.consent->audience = Audience::Internal;
  const Edition edition = restrict_case(whole, public_terms());
  EXPECT_EQ(edition.the_case.documents.size(), 15u);
  EXPECT_EQ(edition.withheld.documents_without_consent, 1u);
  EXPECT_EQ(edition.the_case.lineage.origins, 8u);
  EXPECT_EQ(edition.the_case.documents.front().id, "D02");
  const auto& nodes = edition.the_case.lineage.nodes;
  EXPECT_FALSE(nodes[2].parent.has_value());
  EXPECT_EQ(nodes[3].parent, 2u);
  EXPECT_EQ(nodes[2].origin, nodes[3].origin);
  EXPECT_EQ(nodes[2].reasons[0].kind, "withheld");
}

TEST(Consent, CoversItsAudienceUntilItExpires) {
  const PartialDate today{2026, 1, 15};
  Source witness{"W", SourceKind::Witness, 'B', std::nullopt, true};
  EXPECT_TRUE(consent_covers(witness, Audience::Internal, today));
  EXPECT_FALSE(consent_covers(witness, Audience::Partner, today));
  witness.consent = Consent{"findings", Audience::Partner, {}};
  EXPECT_TRUE(consent_covers(witness, Audience::Partner, today));
  EXPECT_FALSE(consent_covers(witness, Audience::Public, today));
  witness.consent->expires = {2026, 1, 15};
  EXPECT_TRUE(consent_covers(witness, Audience::Partner, today));
  witness.consent->expires = {2026, 1, 14};
  EXPECT_FALSE(consent_covers(witness, Audience::Partner, today));
  witness.consent->expires = {2026, 0, 0};
  EXPECT_TRUE(consent_covers(witness, Audience::Partner, today));
  EXPECT_FALSE(consent_covers(witness, Audience::Partner, PartialDate{}));
  EXPECT_TRUE(
      consent_covers({"Outlet", SourceKind::Outlet, 'C', {}, false}, Audience::Public, today));
  EXPECT_FALSE(consent_covers({"?", SourceKind::Unknown, 'F', {}, false}, Audience::Public, today));
}

}  // namespace
}  // namespace depone::dossier
