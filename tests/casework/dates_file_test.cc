#include "casework/dates_file.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone::casework {
namespace {

TEST(Dates, FindsColumnsByNameAndFilesWithOrWithoutEnding) {
  const Dates dates =
      parse_dates("id,title,date\r\n001,\"a, \"\"b\"\"\nc\",2025-08-12\r\n002,x,\r\n", "dates.csv")
          .value();
  EXPECT_EQ(to_string(date_for(dates, "001.txt")), "2025-08-12");
  EXPECT_EQ(to_string(date_for(dates, "sub/001.txt")), "2025-08-12");
  EXPECT_FALSE(date_for(dates, "002.txt").known());
}

TEST(Dates, ReadsTwoColumnsWithoutAHeader) {
  const Dates dates = parse_dates("a.txt,2025\nb.txt,2024-03\n", "dates.csv").value();
  EXPECT_EQ(to_string(date_for(dates, "a.txt")), "2025");
  EXPECT_EQ(to_string(date_for(dates, "b.txt")), "2024-03");
}

TEST(Dates, NamesTheLineThatIsWrong) {
  const auto wrong = parse_dates("file,date\na.txt,2025\nb.txt,yesterday\n", "dates.csv");
  ASSERT_THAT(wrong, HasFault(Fault::InvalidInput));
  EXPECT_NE(wrong.error().what.find("line 3"), std::string::npos);
  EXPECT_THAT(parse_dates("file,date\na.txt\n", "dates.csv"), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone::casework
