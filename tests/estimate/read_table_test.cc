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
  EXPECT_THAT(why("1,0,5\n0,1,3\n1,1,2\n"), HasSubstr("numbers, not the names of columns"));
  std::string many;
  for (int i = 0; i < 17; ++i) many += "L" + std::to_string(i) + ",";
  EXPECT_THAT(why(many + "count\n"), HasSubstr("17 lists"));
}

TEST(ReadTable, SaysWhatToDoNext) {
  const auto next = [](std::string_view csv) { return read_table(csv, "lists.csv").error().hint; };
  EXPECT_THAT(next("A,B,people\n1,0,30\n"), HasSubstr("call it count"));
  EXPECT_THAT(next("A,B,year,count\n1,0,2020,30\n"), HasSubstr("--strata year"));
  EXPECT_THAT(next("A,B,count\n1,yes,30\n"), HasSubstr("write 1 for who is on it"));
  EXPECT_THAT(next("A,B,count\n1,1,\"1,200\"\n"), HasSubstr("without separators"));
  EXPECT_THAT(next("A,B,count\n1,1,\n"), HasSubstr("leave the row out"));
  EXPECT_THAT(next("A,B,count\n"), HasSubstr("add a row"));
}

// Names in any script, quoted fields with commas, a byte order mark and CRLF.
TEST(ReadTable, TakesNamesAndFilesAsTheyCome) {
  const ReadTable read = read_table(
                             "\xef\xbb\xbf\"Полиция, Москва\",교회,count\r\n1,0,30\r\n0,1,40\r\n"
                             "1,1,20\r\n",
                             "lists.csv")
                             .take();
  EXPECT_EQ(read.table.lists, (std::vector<std::string>{"Полиция, Москва", "교회"}));
  EXPECT_EQ(read.table.observed(), 90);
  for (const std::string_view other :
       {"A;B;count\n1;0;30\n0;1;40\n1;1;20\n", "A\tB\tcount\n1\t0\t30\n0\t1\t40\n1\t1\t20\n"}) {
    EXPECT_EQ(read_table(other, "lists.csv").take().table.counts, read.table.counts);
  }
}

TEST(ReadTable, KnowsAListThatWasNotKeptInAGroup) {
  const ReadTable read = read_table(
                             "year,A,B,C,count\n2019,1,1,NA,4\n2019,1,0,,9\n2019,0,1,NA,8\n"
                             "2020,1,1,0,3\n2020,0,1,1,5\n2020,1,0,1,2\n",
                             "t", {.strata = "year"})
                             .value();
  ASSERT_EQ(read.strata.size(), 2u);
  EXPECT_EQ(read.strata[0].not_kept, 0b100u);
  EXPECT_THAT(read.strata[0].table.counts, ElementsAre(0, 9, 8, 4, 0, 0, 0, 0));
  EXPECT_EQ(read.strata[1].not_kept, 0u);
  EXPECT_EQ(read.table.observed(), 31);
}

TEST(ReadTable, RefusesAListThatWasKeptInAPartOfAGroup) {
  const ReadTableOptions by_year = {.strata = "year"};
  EXPECT_THAT(why("year,A,B,C,count\n2019,1,1,NA,4\n2019,1,0,0,9\n2020,1,1,1,3\n", by_year),
              HasSubstr("line 3: the list \"C\" of the group \"2019\" is 0 or 1 here and was NA or "
                        "empty in line 2"));
  EXPECT_THAT(why("year,A,B,C,count\n2019,1,1,1,4\n2019,1,NA,0,9\n", by_year),
              HasSubstr("line 3: the list \"B\" of the group \"2019\" is NA or empty here"));
  EXPECT_THAT(why("year,A,B,C,count\n2019,1,NA,NA,4\n2020,1,1,1,9\n", by_year),
              HasSubstr("the group \"2019\" has one list only that was kept"));
  EXPECT_THAT(why("A,B,count\n1,1,4\nNA,1,9\n"), HasSubstr("--strata COLUMN"));
  EXPECT_THAT(why("A,B,count\n1,1,4\nno,1,9\n"), HasSubstr("is not 0 or 1"));
}

TEST(ReadTable, HoldsCovariatesAPersonEach) {
  const ReadTable people =
      read_table("A,B,age,sex\n1,0,31,f\n1,1,40,m\n0,1,8,f\n", "t", {.covariates = {"age", "sex"}})
          .value();
  ASSERT_TRUE(people.people);
  EXPECT_THAT(people.people->on, ElementsAre(0b01u, 0b11u, 0b10u));
  EXPECT_THAT(people.people->covariates, ElementsAre("age", "sex=m"));
  EXPECT_EQ(people.people->values.at(2, 0), 8);
  // Counted rows are as many people as they say.
  const ReadTable counted =
      read_table("A,B,sex,count\n1,0,f,2\n1,1,m,1\n1,0,m,1\n0,1,f,0\n0,1,m,1\n", "t",
                 {.covariates = {"sex"}})
          .value();
  EXPECT_THAT(counted.people->on, ElementsAre(0b01u, 0b01u, 0b11u, 0b01u, 0b10u));
  EXPECT_TRUE(counted.warnings.empty());  // rows of one combination differ in a covariate
}

TEST(ReadTable, RefusesCovariatesThatAreMissingOrTooMany) {
  EXPECT_THAT(why("A,B,age\n1,1,31\n1,0,\n", {.covariates = {"age"}}),
              HasSubstr("line 3: the covariate \"age\" is empty"));
  EXPECT_THAT(why("A,B,age\n1,1,31\n1,0,NA\n", {.covariates = {"age"}}),
              HasSubstr("line 3: the covariate \"age\" is empty"));
  EXPECT_THAT(why("A,B,age,count\n1,1,31,9000000\n", {.covariates = {"age"}}),
              HasSubstr("line 2: over 2000000 people"));
  EXPECT_THAT(why("A,B\n1,1\n", {.lists = {"A", "B"}, .covariates = {"B"}}),
              HasSubstr("both a list and a covariate"));
  std::string words = "A,B,name\n1,0,x\n0,1,x\n";
  for (int i = 0; i < 60; ++i) words += "1,1,n" + std::to_string(i) + "\n";
  EXPECT_THAT(why(words, {.covariates = {"name"}}), HasSubstr("lists.csv: covariate name has 61"));
}

TEST(ReadTable, TakesSamplesOfLinkagesApartAndStandsOnTheMiddleOne) {
  const std::string csv =
      "A,B,count,sample\n1,0,5,1\n0,1,4,1\n1,1,2,1\n1,0,9,2\n0,1,9,2\n1,1,1,2\n"
      "1,0,6,3\n0,1,4,3\n1,1,2,3\n";
  const ReadTable read = read_table(csv, "t").value();
  EXPECT_EQ(read.table.lists, (std::vector<std::string>{"A", "B"}));
  ASSERT_EQ(read.linkages.size(), 3u);
  EXPECT_THAT(read.linkages[1].counts, ElementsAre(0, 9, 9, 1));
  EXPECT_EQ(read.table.counts, read.linkages[2].counts);  // 11, 19 and 12 people
  EXPECT_TRUE(read.warnings.empty());
  // Named as a list, or without a count, the column is what it says.
  EXPECT_TRUE(read_table("A,sample\n1,0\n0,1\n1,1\n", "t").value().linkages.empty());
}

TEST(ReadTable, RefusesSamplesThatCannotBeUsed) {
  EXPECT_THAT(why("A,B,count,sample\n1,0,5,1\n0,1,4,1\n1,1,2,1\n"), HasSubstr("one linkage only"));
  EXPECT_THAT(read_table("A,B,count,sample,y\n1,1,5,1,a\n1,0,4,2,a\n", "t", {.strata = "y"}),
              HasFault(Fault::Unsupported));
}

}  // namespace
}  // namespace depone::estimate
