#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "casework/estimate_files.h"
#include "casework/estimate_report.h"
#include "casework/estimate_text.h"
#include "tests/base/disk_in_memory.h"
#include "tests/base/result_matchers.h"

namespace depone::casework {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

NoProgress quiet;
const Cancellation never;

estimate::ReadTable read(std::string_view csv, const estimate::ReadTableOptions& options = {}) {
  return estimate::read_table(csv, "lists.csv", options).take();
}

EstimateOptions quick() {
  EstimateOptions options;
  options.loglinear.bootstrap = 0;
  return options;
}

std::vector<Answer> answers(const estimate::ReadTable& table, const char* word,
                            const EstimateOptions& options = quick()) {
  std::vector<Answer> found;
  const auto done = answer_by(
      *estimate_method(word).value(), table, options,
      [&](const Answer& answer) { found.push_back(answer); }, quiet, never);
  EXPECT_TRUE(done.ok()) << to_string(done.error());
  return found;
}

const char* const kThreeLists =
    "A,B,C,count\n1,0,0,70\n0,1,0,80\n1,1,0,14\n0,0,1,60\n1,0,1,15\n0,1,1,16\n1,1,1,3\n";

// Three years of three lists; C was not kept in the first.
const char* const kYears =
    "year,A,B,C,count\n"
    "2018,1,0,NA,180\n2018,0,1,NA,80\n2018,1,1,NA,20\n"
    "2019,1,0,0,70\n2019,0,1,0,80\n2019,1,1,0,14\n2019,0,0,1,60\n2019,1,0,1,15\n2019,0,1,1,16\n"
    "2019,1,1,1,12\n"
    "2020,1,0,0,50\n2020,0,1,0,70\n2020,1,1,0,11\n2020,0,0,1,40\n2020,1,0,1,9\n2020,0,1,1,12\n"
    "2020,1,1,1,6\n";

TEST(Methods, ByDefaultAreWhatTheInputAsksFor) {
  const auto word = [](const estimate::ReadTable& table) {
    return std::string(methods_meant({}, table, false).value().front()->word);
  };
  EXPECT_EQ(word(read(kThreeLists)), "loglinear");
  EXPECT_EQ(word(read(kYears, {.strata = "year"})), "partial-lists");
  EXPECT_EQ(word(read("A,B,x\n1,0,1\n1,1,2\n0,1,2\n", {.covariates = {"x"}})), "doubly-robust");
  EXPECT_EQ(methods_meant({}, read(kThreeLists), true).value().size(), 7u);
  EXPECT_EQ(methods_meant({"chao", "all", "chao"}, read(kThreeLists), false).value().size(), 7u);
  EXPECT_THAT(methods_meant({"guess"}, read(kThreeLists), false), HasFault(Fault::NotFound));
}

TEST(Answers, OfListsNotKeptEverywhereAreOneTotalAndALineAYear) {
  const std::vector<Answer> found = answers(read(kYears, {.strata = "year"}), "partial-lists");
  ASSERT_EQ(found.size(), 1u);
  ASSERT_TRUE(found[0].estimate.estimate) << found[0].estimate.refusal;
  ASSERT_EQ(found[0].groups.size(), 3u);
  EXPECT_EQ(found[0].groups[0].not_kept, "C");
  EXPECT_EQ(years_of(found[0].groups), (std::vector<double>{2018, 2019, 2020}));
  double sum = 0;
  for (const GroupFigures& group : found[0].groups) sum += group.estimate;
  EXPECT_NEAR(sum, *found[0].estimate.estimate, 1e-6);
  const OrderedJson json = to_json(found[0]);
  EXPECT_EQ(json["strata"][0]["not_kept"], "C");
  EXPECT_EQ(json["method"], "partial-lists");
  EXPECT_THAT(describe(found[0]), HasSubstr("not kept"));
}

TEST(Answers, OfAWholeTableAreRefusedWhereAListWasNotKeptAndOfGroupsAreNot) {
  const std::vector<Answer> found = answers(read(kYears, {.strata = "year"}), "loglinear");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_THAT(found[0].estimate.refusal, HasSubstr("C was not kept in \"2018\""));
  EXPECT_EQ(found[1].group, "2018");
  EXPECT_NEAR(*found[1].estimate.estimate, 1000, 1e-6);  // Petersen of A and B
  EXPECT_TRUE(found[2].estimate.estimate);
}

TEST(Answers, OfPooledGroupsNameTheMethodAndTheOwnEstimates) {
  EstimateOptions options = quick();
  options.pool = true;
  std::string csv(kYears);
  for (std::size_t at = csv.find("NA"); at != std::string::npos; at = csv.find("NA")) {
    csv.replace(at, 2, "0");
  }
  const std::vector<Answer> found = answers(read(csv, {.strata = "year"}), "chao", options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].estimate.method, "chao");
  ASSERT_EQ(found[0].groups.size(), 3u);
  EXPECT_TRUE(found[0].groups[1].own->estimate);
  EXPECT_THAT(describe(found[0]), HasSubstr("own weight"));
  // Lists must be the same in all groups.
  const auto partly = answer_by(
      *estimate_method("chao").value(), read(kYears, {.strata = "year"}), options,
      [](const Answer&) {}, quiet, never);
  ASSERT_THAT(partly, HasFault(Fault::InvalidInput));
  EXPECT_THAT(partly.error().hint, HasSubstr("partial-lists"));
}

TEST(Answers, OverLinkagesAreOneIntervalThatHoldsTheirEstimates) {
  std::string csv = "A,B,count,sample\n";
  for (const int both : {15, 20, 25}) {
    csv += "1,0," + std::to_string(200 - both) + "," + std::to_string(both) + "\n0,1," +
           std::to_string(100 - both) + "," + std::to_string(both) + "\n1,1," +
           std::to_string(both) + "," + std::to_string(both) + "\n";
  }
  const std::vector<Answer> found = answers(read(csv), "loglinear");
  ASSERT_EQ(found.size(), 1u);
  const Estimate& estimate = found[0].estimate;
  EXPECT_LT(estimate.interval->lower, 800);   // Petersen with 25 in common
  EXPECT_GT(estimate.interval->upper, 1333);  // and with 15
  EXPECT_THAT(estimate.title, HasSubstr("over several linkages"));
}

TEST(Answers, ByCovariatesTakeTheTwoListsThatShareTheMostPeople) {
  std::string csv = "A,B,C,sex\n";
  const auto people = [&](const char* row, int count) {
    for (int i = 0; i < count; ++i) csv += std::string(row) + (i % 2 == 0 ? ",f\n" : ",m\n");
  };
  people("1,0,0", 200);
  people("0,1,0", 150);
  people("0,0,1", 100);
  people("0,1,1", 60);
  people("1,1,0", 40);
  const estimate::ReadTable table = read(csv, {.covariates = {"sex"}});
  const Estimate found = answers(table, "doubly-robust")[0].estimate;
  ASSERT_TRUE(found.estimate) << found.refusal;
  EXPECT_THAT(found.title, HasSubstr("lists B and C"));
  EXPECT_THAT(found.warnings, Contains(HasSubstr("Of 3 lists B and C were taken")));
  EstimateOptions options = quick();
  options.pair = {"A", "B"};
  const Estimate chosen = answers(table, "doubly-robust", options)[0].estimate;
  EXPECT_THAT(chosen.title, HasSubstr("lists A and B"));
  // Nothing depends on sex, so that this is about Petersen's 240 * 250 / 40.
  EXPECT_NEAR(*chosen.estimate, 1500, 150);
  options.pair = {"A", "X"};
  EXPECT_THAT(estimate_people(table, options, quiet, never), HasFault(Fault::NotFound));
  options.pair = {"A", "A"};
  EXPECT_THAT(estimate_people(table, options, quiet, never), HasFault(Fault::InvalidInput));
  EXPECT_THAT(estimate_people(read(kThreeLists), quick(), quiet, never),
              HasFault(Fault::InvalidInput));
}

std::vector<const EstimateMethod*> few() {
  return {estimate_method("loglinear").value(), estimate_method("chao").value(),
          estimate_method("capture-models").value()};
}

TEST(ReportPage, HasEveryPartAndSaysThatItIsForUseInside) {
  const ListsReport report = report_lists(read(kThreeLists), few(), quick(), quiet, never).take();
  const std::string page = describe(report);
  for (const char* part :
       {"How many are on none of 3 lists", "What each method says", "chao (at least)",
        "takes for granted", "How far the methods disagree", "If the assumption fails", "without A",
        "A+B as one", "tried on lists of known size", "How to read it", "May be used for",
        "May not be used for", "For use inside"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_EQ(to_json(report)["tried"], "loglinear");
  EXPECT_THAT(report_lists(read(kYears, {.strata = "year"}), few(), quick(), quiet, never),
              HasFault(Fault::InvalidInput));
}

TEST(ReportPage, MadePublicTellsNoSmallCount) {
  const estimate::ReadTable table = read(kThreeLists);  // 3 people are on all lists
  const ListsReport report = report_lists(table, few(), quick(), quiet, never).take();
  const std::string page = describe(estimate::public_report(report.report, report.table).take());
  EXPECT_THAT(page, HasSubstr("The table that may leave"));
  EXPECT_THAT(page, HasSubstr("hidden"));
  EXPECT_THAT(page, Not(HasSubstr("For use inside")));
  EXPECT_THAT(page, Not(HasSubstr(" -1 ")));
}

TEST(ReportPage, OverLinkagesSaysWhatIsOfOneOfThem) {
  std::string csv = "A,B,C,count,sample\n";
  for (int sample = 0; sample < 3; ++sample) {
    const std::string end = "," + std::to_string(sample) + "\n";
    csv += "1,0,0,7" + std::to_string(sample) + end + "0,1,0,80" + end + "0,0,1,60" + end +
           "1,1,0,14" + end + "1,0,1,15" + end + "0,1,1,16" + end + "1,1,1,12" + end;
  }
  const ListsReport report = report_lists(read(csv), few(), quick(), quiet, never).take();
  EXPECT_EQ(report.linkages, 3u);
  EXPECT_THAT(report.report.estimates[0].title, HasSubstr("over several linkages"));
  EXPECT_THAT(report.report.reading[1], HasSubstr("over 3 plausible linkages"));
  EXPECT_EQ(report.report.observed, 268);
  EXPECT_EQ(to_json(report)["linkages"], 3);
}

TEST(Figures, AreWrittenAndNeverOverAFileOfSomebodyElse) {
  MemoryDisk disk;
  const std::vector<Answer> found = answers(read(kYears, {.strata = "year"}), "partial-lists");
  const auto figures = answer_figures(found);
  const auto paths = write_figures(disk, "/out", figures).take();
  EXPECT_THAT(paths, Contains("/out/intervals.svg"));
  EXPECT_THAT(paths, Contains("/out/years-partial-lists.svg"));
  EXPECT_THAT(write_figures(disk, "/out", figures), IsOk());  // its own are replaced
  const std::string other = "<svg>mine</svg>\n";
  ASSERT_THAT(disk.write_atomically("/out/intervals.svg", bytes_of(other)), IsOk());
  const Bytes before = disk.read_all(paths.back(), 1 << 20).take();
  EXPECT_THAT(write_figures(disk, "/out", figures), HasFault(Fault::Conflict));
  EXPECT_EQ(text_of(disk.read_all("/out/intervals.svg", 100).take()), other);
  EXPECT_EQ(disk.read_all(paths.back(), 1 << 20).take(), before);
}

TEST(Figures, ShowTheChainsOfMethodsThatRunThem) {
  const std::vector<Answer> found = answers(read(kThreeLists), "latent-class");
  ASSERT_EQ(found[0].estimate.traces.size(), 8u);
  EXPECT_EQ(found[0].estimate.traces[0].size(), 100u);
  std::vector<std::string> names;
  for (const auto& figure : answer_figures(found)) names.push_back(figure.name);
  EXPECT_THAT(names, Contains("chains-latent-class"));
}

TEST(ReadLists, TakesTheEncodingsOfSpreadsheetsAndRefusesWhatIsNoText) {
  MemoryDisk disk;
  ASSERT_THAT(disk.make_folder("/x"), IsOk());
  // "Пол" for a list, in Windows-1251 and in UTF-16.
  const std::string moscow = "\xcf\xee\xeb\xe8\xf6\xe8\xff;B;count\n1;0;7\n0;1;5\n1;1;2\n";
  std::string wide = "\xff\xfe";
  for (const char c : std::string_view("A,B,count\n1,0,7\n0,1,5\n1,1,2\n")) wide += {c, '\0'};
  for (const auto& [bytes, first] : {std::pair(moscow, "Полиция"), std::pair(wide, "A")}) {
    ASSERT_THAT(disk.write_atomically("/x/lists.csv", bytes_of(bytes)), IsOk());
    const auto read = read_lists(disk, "/x/lists.csv", {});
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read.value().table.lists.front(), first);
    EXPECT_EQ(read.value().table.observed(), 14);
  }
  const std::string zip = std::string("PK\x03\x04") + std::string("\0\x01\x02\0\x07\x14", 6);
  ASSERT_THAT(disk.write_atomically("/x/lists.xlsx", bytes_of(zip)), IsOk());
  const auto refused = read_lists(disk, "/x/lists.xlsx", {});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().what, HasSubstr("/x/lists.xlsx is not a text"));
}

TEST(SafeTables, AreWrittenWithTotalsAndNeverOverTheTableThatWasRead) {
  MemoryDisk disk;
  const estimate::ReadTable table = read(kThreeLists);
  ASSERT_THAT(disk.make_folder("/x"), IsOk());
  ASSERT_THAT(write_safe_table(disk, "/x/safe.csv", table, "", 10), IsOk());
  const std::string csv(text_of(disk.read_all("/x/safe.csv", 10000).take()));
  EXPECT_THAT(csv, HasSubstr("A,B,C,count\n1,0,0,"));
  EXPECT_THAT(csv, HasSubstr("1,1,1,\n"));  // 3 people
  EXPECT_THAT(csv, HasSubstr("any,any,any,258\n"));
  EXPECT_THAT(write_safe_table(disk, "/x/safe.csv", table, "", 10), IsOk());
  ASSERT_THAT(disk.write_atomically("/x/lists.csv", bytes_of(std::string_view(kThreeLists))),
              IsOk());
  EXPECT_THAT(write_safe_table(disk, "/x/lists.csv", table, "", 10), HasFault(Fault::Conflict));
  ASSERT_THAT(write_safe_table(disk, "/x/safe.json", table, "", 10), IsOk());
  const Json json =
      parse_json(text_of(disk.read_all("/x/safe.json", 10000).take()), "safe.json").take();
  EXPECT_EQ(json["threshold"], 10);
  EXPECT_EQ(json["observed"], 258);
  EXPECT_THAT(write_safe_table(disk, "/x/safe.json", table, "", 10), IsOk());
}

TEST(Text, BreaksLinesAtSpacesUnderTheFirst) {
  const std::string text = paragraph("  - ", std::string(60, 'a') + " " + std::string(60, 'b'));
  EXPECT_EQ(text, "  - " + std::string(60, 'a') + "\n    " + std::string(60, 'b') + "\n");
  EXPECT_EQ(people_text(1234567.4), "1,234,567");
  EXPECT_EQ(columns({{"a", "in all"}, {"\xd0\x96\xd0\x96", "7"}}, 1),
            " a   in all\n \xd0\x96\xd0\x96       7\n");
}

}  // namespace
}  // namespace depone::casework
