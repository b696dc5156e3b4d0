// The development corpus of ../shared/data (third-party texts; see its README): same family is same
// origin, and every `independent` stands alone. Floors, not records: docs/methods-lineage.md has
// the figures of the day.
#include <filesystem>
#include <map>

#include "tests/lineage/agreement.h"
#include "tests/lineage/csv_rows.h"
#include "tests/lineage/lineage_fixture.h"

namespace depone::lineage {
namespace {

const std::string kCorpus = std::string(DEPONE_SOURCE_DIR) + "/../shared/data/corpus";

struct Labelled {
  std::vector<Document> documents;
  std::vector<std::string> origins;
};

Labelled read_corpus(bool with_dates) {
  std::map<std::string, std::string> dates;
  for (const auto& row : csv_rows(kCorpus + "/index.csv")) dates[row[0]] = row[2];
  Labelled labelled;
  for (const auto& row : csv_rows(kCorpus + "/lineage.csv")) {
    labelled.documents.push_back(text_document(
        row[0], whole_file(kCorpus + "/docs/" + row[0] + ".txt"), with_dates ? dates[row[0]] : ""));
    labelled.origins.push_back(row[2] == "independent" ? row[0] : row[1]);
  }
  return labelled;
}

void expect_floors(bool with_dates) {
  if (!std::filesystem::exists(kCorpus + "/lineage.csv")) {
    GTEST_SKIP() << "the development corpus is not there: " << kCorpus;
  }
  const Labelled labelled = read_corpus(with_dates);
  const Lineage lineage = trace_all(labelled.documents);
  const Agreement found = agreement(lineage, labelled.origins);
  ::testing::Test::RecordProperty("precision", std::to_string(found.precision()));
  ::testing::Test::RecordProperty("recall", std::to_string(found.recall()));
  EXPECT_GE(found.precision(), 0.95);
  EXPECT_GE(found.recall(), 0.85);
  EXPECT_GE(found.f1(), 0.91);
  EXPECT_GE(b_cubed(lineage, labelled.origins), 0.94);
}

TEST(Corpus, KeepsItsFloorsWithoutDates) { expect_floors(false); }
TEST(Corpus, KeepsItsFloorsWithDates) { expect_floors(true); }

}  // namespace
}  // namespace depone::lineage
