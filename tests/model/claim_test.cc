#include "model/claim.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

Claim hours() {
  Claim claim;
  claim.kind = ClaimKind::HoursPerDay;
  claim.value = Decimal::whole(18);
  claim.bound = Bound::Over;
  claim.unit = "hour";
  claim.per = Per::Day;
  claim.attribution = "said";
  claim.span = {10, 23};
  claim.quote = "over 18 hours";
  return claim;
}

TEST(Claim, RoundTripsThroughJson) {
  Claim claim = hours();
  claim.value_hi = Decimal{205'000};
  const Json json = Json::parse(to_json(claim).dump());
  const Claim back = claim_from_json(json).value();
  EXPECT_EQ(to_json(back), to_json(claim));
  EXPECT_EQ(back.value_hi, Decimal{205'000});
}

TEST(Claim, JsonNamesAreTheContract) {
  const OrderedJson json = to_json(hours());
  EXPECT_EQ(json["kind"], "hours_per_day");
  EXPECT_EQ(json["bound"], "over");
  EXPECT_EQ(json["value"], 18);
  EXPECT_EQ(json["per"], "day");
  EXPECT_FALSE(json.contains("value_hi"));
}

TEST(Claim, UnknownNamesAreRefused) {
  Json json = Json::parse(to_json(hours()).dump());
  json["bound"] = "roughly";
  EXPECT_THAT(claim_from_json(json), HasFault(Fault::InvalidInput));
}

TEST(Claim, DescribesItselfWithUnitAndBound) {
  EXPECT_EQ(describe(hours()), "over 18 hours a day");
}

TEST(Decimal, WritesAndReadsWithoutFloatingPoint) {
  for (const char* text : {"0", "18", "8.9", "-0.25", "900000000000000", "0.0001"}) {
    EXPECT_EQ(to_string(parse_decimal(text).value()), text);
  }
  for (const char* text : {"", "1.", ".5", "1.00001", "1e3", "--1", "+1", "99999999999999999999"}) {
    EXPECT_THAT(parse_decimal(text), HasFault(Fault::InvalidInput)) << text;
  }
}

}  // namespace
}  // namespace depone
