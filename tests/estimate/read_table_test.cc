#include "estimate/read_table.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone::estimate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string why(std::string_view csv, const ReadTableOptions& options = {}) {
  const auto read = read_table(csv, "lists.csv", options);
  if (read.ok()) return "was read";
  EXPECT_EQ(read.error().fault, Fault::InvalidInput);
  return to_string(read.error());
}

TEST(ReadTable, RestoresCombinationsThatAreLeftOut) {
  const ReadTable read =
      read_table("A,B,C,count\n1,0,0,5\n0,1,0,4\n1,1,0,2\n0,0,1,7\n0,1,1,1\n", "t").value();
  EXPECT_TRUE(read.counted);
  EXPECT_EQ(read.table.lists, (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_THAT(read.table.counts, ElementsAre(0, 5, 4, 2, 7, 0, 1, 0));
  EXPECT_TRUE(read.warnings.empty());
}

TEST(ReadTable, TakesColumnsInAnyOrderAndTheCountUnderItsUsualNames) {
  for (const char* title : {"count", "n", "N", "freq", "Frequency"}) {
    const std::string csv = "B," + std::string(title) + ",A\n0,5,1\n1,4,0\n1,2,1\n";
    const ReadTable read = read_table(csv, "t").value();
    EXPECT_EQ(read.table.lists, (std::vector<std::string>{"B", "A"}));
    EXPECT_THAT(read.table.counts, ElementsAre(0, 4, 5, 2));
  }
}

TEST(ReadTable, CountsPeopleOneARow) {
  const ReadTable read = read_table("A,B\n1,0\n1,1\n0,1\n1,0\n", "t").value();
  EXPECT_FALSE(read.counted);
  EXPECT_THAT(read.table.counts, ElementsAre(0, 2, 1, 1));
  EXPECT_TRUE(read.warnings.empty());
}

TEST(ReadTable, SumsRepeatedRowsAndSaysSo) {
  const ReadTable read = read_table("A,B,count\n1,0,5\n0,1,4\n1,1,2\n1,0,3\n", "t").value();
  EXPECT_THAT(read.table.counts, ElementsAre(0, 8, 4, 2));
  ASSERT_EQ(read.warnings.size(), 1u);
  EXPECT_THAT(read.warnings[0], HasSubstr("1 row repeats"));
}

TEST(ReadTable, SplitsByAColumnOfGroups) {
  const ReadTable read =
      read_table("year,A,B,count\n2020,1,0,5\n2020,0,1,4\n2021,1,1,2\n2021,1,0,3\n", "t",
                 {.strata = "year"})
          .value();
  EXPECT_THAT(read.table.counts, ElementsAre(0, 8, 4, 2));
  ASSERT_EQ(read.strata.size(), 2u);
  EXPECT_EQ(read.strata[1].name, "2021");
  EXPECT_THAT(read.strata[1].table.counts, ElementsAre(0, 3, 0, 2));
  EXPECT_TRUE(read.warnings.empty());  // the same combination in two groups is no repetition
}

TEST(ReadTable, LooksOnlyAtTheListsThatAreNamed) {
  const ReadTable read =
      read_table("id,A,B,age\nx,1,0,31\ny,1,1,40\nz,0,1,8\n", "t", {.lists = {"A", "B"}}).value();
  EXPECT_THAT(read.table.counts, ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(read_table("A,B\n1,1\n", "t", {.lists = {"A", "X"}}), HasFault(Fault::NotFound));
}

TEST(ReadTable, AcceptsWholeNumbersHoweverWritten) {
  const ReadTable read = read_table("A,B,count\n1,0, 5 \n0,1,4.0\n1,1,1e2\n0,0,0\n", "t").value();
  EXPECT_THAT(read.table.counts, ElementsAre(0, 5, 4, 100));
}

TEST(ReadTable, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(why("A,B,count\n1,0,5\n1,1,-2\n"), HasSubstr("line 3: the count \"-2\" is negative"));
  EXPECT_THAT(why("A,B,count\n1,0,5\n1,1,2.5\n"), HasSubstr("is not whole"));
  EXPECT_THAT(why("A,B,count\n1,0,5\n1,1,-2.5\n"), HasSubstr("is negative"));
  EXPECT_THAT(why("A,B,count\n1,0,5\n1,1,many\n"), HasSubstr("is no number"));
  EXPECT_THAT(why("A,B,count\n1,0,5\n1,1,\n"), HasSubstr("is no number"));
  EXPECT_THAT(why("A,B,count\n1,1,99999999999999999999\n"), HasSubstr("too large"));
  EXPECT_THAT(why("A,B,count\n1,1,9007199254740992\n0,1,9007199254740992\n"),
              HasSubstr("too many people"));
  EXPECT_THAT(why("A,B,count\n1,2,5\n"), HasSubstr("line 2: \"2\" in the column \"B\""));
  EXPECT_THAT(why("A,B,count\n1,1,5\n0,0,3\n"), HasSubstr("line 3: people on no list"));
  EXPECT_THAT(why("A,B\n1,1\n0,0\n"), HasSubstr("people on no list"));
  EXPECT_THAT(why("A,B,count\n1,0,5\n0,1,3\n"), HasSubstr("nobody is on two lists"));
  EXPECT_THAT(why("A,B,C,count\n1,0,0,5\n1,1,0,3\n"), HasSubstr("nobody is on the list \"C\""));
  EXPECT_THAT(why("A,B,C,count\n1,1,0,5\n0,0,1,3\n1,1,1,2\n"),
              HasSubstr("\"A\" and \"B\" hold the same people"));
  EXPECT_THAT(why("A,B,count\n1,1,0\n"), HasSubstr("nobody is on any list"));
  EXPECT_THAT(why("A,count\n1,5\n"), HasSubstr("1 list; an estimate needs two"));
  EXPECT_THAT(why("A,B,n,count\n1,1,5,5\n"), HasSubstr("could be the count"));
  EXPECT_THAT(why("A,,count\n1,1,5\n"), HasSubstr("column 2 has no name"));
  EXPECT_THAT(why("A,A,count\n1,1,5\n"), HasSubstr("A"));
  EXPECT_THAT(why(""), HasSubstr("lists.csv"));
  std::string many;
  for (int i = 0; i < 17; ++i) many += "L" + std::to_string(i) + ",";
  EXPECT_THAT(why(many + "count\n"), HasSubstr("17 lists"));
}

}  // namespace
}  // namespace depone::estimate
