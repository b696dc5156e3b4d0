// An invented story with retellings in four languages and drifting numbers, independent reports on
// the same topic with the same numbers, and unrelated texts (tests/lineage/cases, written by us).
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/lineage/agreement.h"
#include "tests/lineage/csv_rows.h"
#include "tests/lineage/lineage_fixture.h"

namespace depone::lineage {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

const std::string kCases = std::string(DEPONE_SOURCE_DIR) + "/tests/lineage/cases";

struct Case {
  std::vector<Document> documents;
  std::vector<std::string> origins;
  std::vector<std::string> relations;
};

const Case& told_story() {
  static const Case the_case = [] {
    Case read;
    for (const auto& row : csv_rows(kCases + "/truth.csv")) {
      read.documents.push_back(
          text_document(row[0], whole_file(kCases + "/" + row[0] + ".txt"), row[3]));
      read.origins.push_back(row[1]);
      read.relations.push_back(row[2]);
    }
    return read;
  }();
  return the_case;
}

const LineageNode& node(const Lineage& lineage, const std::string& name) {
  const auto found = std::find_if(lineage.nodes.begin(), lineage.nodes.end(),
                                  [&](const LineageNode& each) { return each.document == name; });
  EXPECT_NE(found, lineage.nodes.end()) << name;
  return *found;
}

std::string all_reasons(const LineageNode& node) {
  std::string text;
  for (const LineageReason& reason : node.reasons) text += reason.kind + ": " + reason.text + "\n";
  return text;
}

TEST(ToldStory, HasOneOriginAcrossFourLanguagesAndDriftingNumbers) {
  const Case& told = told_story();
  const Agreement found = agreement(trace_all(told.documents), told.origins);
  EXPECT_EQ(found.missed, 0u);
  EXPECT_GT(found.right, 0u);
}

TEST(ToldStory, DoesNotSwallowIndependentReportsWithTheSameNumbers) {
  const Case& told = told_story();
  const Agreement found = agreement(trace_all(told.documents), told.origins);
  EXPECT_EQ(found.wrong, 0u);
}

TEST(ToldStory, IsTheSameWithoutDatesAndInAnotherOrder) {
  Case told = told_story();
  std::reverse(told.documents.begin(), told.documents.end());
  std::reverse(told.origins.begin(), told.origins.end());
  for (Document& document : told.documents) document.date = {};
  const Agreement found = agreement(trace_all(told.documents), told.origins);
  EXPECT_EQ(found.wrong, 0u);
  EXPECT_EQ(found.missed, 0u);
}

TEST(ToldStory, NamesEachRelation) {
  const Case& told = told_story();
  const Lineage lineage = trace_all(told.documents);
  for (std::size_t i = 0; i < told.relations.size(); ++i) {
    EXPECT_EQ(name_of(lineage.nodes[i].relation), told.relations[i]) << told.documents[i].name;
  }
}

TEST(ToldStory, DescendsFromItsFirstTelling) {
  const Lineage lineage = trace_all(told_story().documents);
  const LineageNode& copy = node(lineage, "s2_copy_en");
  ASSERT_TRUE(copy.parent);
  EXPECT_EQ(lineage.nodes[*copy.parent].document, "s1_meridian_en");
  EXPECT_FALSE(node(lineage, "s1_meridian_en").parent);
  EXPECT_GT(copy.confidence, 0.9);
}

TEST(ToldStory, GivesReasonsAReaderCanCheck) {
  const Lineage lineage = trace_all(told_story().documents);
  EXPECT_THAT(all_reasons(node(lineage, "s3_excerpt_en")),
              HasSubstr("three-word runs with s1_meridian_en"));
  EXPECT_THAT(all_reasons(node(lineage, "s7_drift_ru")),
              AnyOf(HasSubstr("Находке"), HasSubstr("Владивостока")));
}

TEST(ToldStory, GivesARareSharedFigureAsAReason) {
  const Lineage lineage = trace_all(told_story().documents);
  EXPECT_THAT(all_reasons(node(lineage, "e2_error_en")), HasSubstr("77"));
}

}  // namespace
}  // namespace depone::lineage
