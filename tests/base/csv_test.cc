#include "base/csv.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(Csv, ReadsQuotedFieldsWithCommasQuotesAndLineEnds) {
  const auto table = read_csv("a,b\r\n\"1,\"\"x\"\"\",\"two\nlines\"\r\n\n3,\n", "t.csv");
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table.value().header, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(table.value().rows, (Rows{{"1,\"x\"", "two\nlines"}, {"3", ""}}));
  EXPECT_EQ(table.value().lines, (std::vector<std::size_t>{2, 5}));
}

TEST(Csv, PassesOverAByteOrderMarkAndNeedsNoLastLineEnd) {
  const auto table = read_csv(
      "\xEF\xBB\xBF"
      "a\n1",
      "t.csv");
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table.value().column("a").value(), 0u);
  EXPECT_EQ(table.value().rows, (Rows{{"1"}}));
}

TEST(Csv, TakesTheSeparatorFromTheFirstLineUnlessTold) {
  for (const std::string text :
       {"a;b, c;d\n1;2,5;3\n", "a\tb, c\td\n1\t2,5\t3\n", "a,\"b, c\",d\n1,\"2,5\",3\n"}) {
    const auto table = read_csv(text, "t.csv");
    ASSERT_THAT(table, IsOk());
    EXPECT_EQ(table.value().header, (std::vector<std::string>{"a", "b, c", "d"}));
    EXPECT_EQ(table.value().rows, (Rows{{"1", "2,5", "3"}}));
  }
  const auto table = read_csv("\"one; two; three\",b\n1;2,3\n", "t.csv");
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table.value().rows, (Rows{{"1;2", "3"}}));
  EXPECT_EQ(read_csv("a;b\n", "t.csv", ',').value().header, std::vector<std::string>{"a;b"});
}

TEST(Csv, NamesTheLineOfWhatIsWrong) {
  const auto open = read_csv("a\n1\n\"x\n", "t.csv");
  ASSERT_THAT(open, HasFault(Fault::InvalidInput));
  EXPECT_NE(open.error().what.find("t.csv, line 3"), std::string::npos);
  const auto longer = read_csv("a,b\n1,2\n1,2,3\n", "t.csv");
  ASSERT_THAT(longer, HasFault(Fault::InvalidInput));
  EXPECT_NE(longer.error().what.find("line 3: 3 fields"), std::string::npos);
  EXPECT_THAT(read_csv("\"a\"b\n", "t.csv"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(read_csv("", "t.csv"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(read_csv("a,a\n", "t.csv"), HasFault(Fault::InvalidInput));
}

TEST(Csv, KeepsManyUnquotedFieldsOfOneRecordApart) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += (i ? ",\"" : "\"") + std::to_string(i) + "\"\"\"";
  CsvReader reader(text, "t.csv");
  ASSERT_TRUE(reader.next().value());
  ASSERT_EQ(reader.fields().size(), 200u);
  for (int i = 0; i < 200; ++i)
    EXPECT_EQ(reader.fields()[static_cast<std::size_t>(i)], std::to_string(i) + "\"");
}

TEST(Csv, WritesWhatItReads) {
  for (const char* value : {"plain", "with,comma", "with \"quotes\"", "two\nlines", ""}) {
    const auto table = read_csv("h,x\n" + csv_field(value) + ",1\n", "t.csv");
    ASSERT_THAT(table, IsOk());
    EXPECT_EQ(table.value().rows[0][0], value);
  }
}

}  // namespace
}  // namespace depone
