#include "model/document.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

TEST(Slice, CountsCodePointsNotBytes) {
  EXPECT_EQ(slice("하루 18시간", {3, 7}), "18시간");
  EXPECT_EQ(slice("abc", {1, 99}), "bc");
  EXPECT_EQ(slice("abc", {7, 9}), "");
  EXPECT_EQ(count_code_points("день 1"), 6u);
}

TEST(Document, RoundTripsThroughJson) {
  Document document;
  document.name = "a.pdf";
  document.format = "pdf";
  document.date = {2025, 8, 0};
  document.language = Language::Korean;
  document.passages.push_back({{0, 5}, Language::Korean, PageBox{2, 72, 90.5, 500, 110}});
  document.warnings = {"page 3 has no text"};
  const Document back = document_from_json(Json::parse(to_json(document).dump())).value();
  EXPECT_EQ(to_json(back), to_json(document));
}

TEST(Document, RefusesSpansOutOfRange) {
  Document document;
  document.passages.push_back({{0, 5}, Language::Korean, std::nullopt});
  Json json = Json::parse(to_json(document).dump());
  for (const std::int64_t end : {std::int64_t{-1}, std::int64_t{1} << 32}) {
    json["passages"][0]["end"] = end;
    EXPECT_THAT(document_from_json(json), HasFault(Fault::InvalidInput));
  }
}

TEST(PartialDate, KnowsItsFirstAndLastDay) {
  EXPECT_EQ(first_day(parse_partial_date("1970").value()), 0);
  EXPECT_EQ(last_day(parse_partial_date("1970-02").value()), 58);
  EXPECT_EQ(first_day(PartialDate{}), std::nullopt);
  EXPECT_THAT(parse_partial_date("2025-02-30"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(parse_partial_date("12.08.2025"), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone
