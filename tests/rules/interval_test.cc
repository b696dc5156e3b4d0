#include "rules/interval.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace depone::rules {
namespace {

Claim figure(int value, Bound bound) {
  Claim claim;
  claim.value = Decimal::whole(value);
  claim.bound = bound;
  return claim;
}

constexpr Decimal whole(std::int64_t number) { return Decimal::whole(number); }

TEST(Interval, ReadsEachBound) {
  EXPECT_EQ(interval_of(figure(18, Bound::Exact), 10), (Interval{whole(18), whole(18)}));
  EXPECT_EQ(interval_of(figure(18, Bound::Over), 10), (Interval{whole(18), std::nullopt}));
  EXPECT_EQ(interval_of(figure(18, Bound::UpTo), 10), (Interval{std::nullopt, whole(18)}));
  EXPECT_EQ(interval_of(figure(18, Bound::About), 10),
            (Interval{Decimal{162'000}, Decimal{198'000}}));
  EXPECT_EQ(interval_of(Claim{}, 10), std::nullopt);
}

TEST(Interval, PutsAnInvertedRangeInOrder) {
  Claim claim = figure(20, Bound::Exact);
  claim.value_hi = whole(16);
  EXPECT_EQ(interval_of(claim, 10), (Interval{whole(16), whole(20)}));
}

TEST(Interval, ClaimsLessRatherThanOverflow) {
  const Decimal most{std::numeric_limits<std::int64_t>::max()};
  const Interval product = times(Interval{most, most}, Interval{most, most});
  EXPECT_FALSE(product.low.has_value());
  EXPECT_FALSE(product.high.has_value());
  EXPECT_FALSE(widened(Interval{most, most}, 50).high.has_value());
}

TEST(Interval, ReadsAsAPersonWouldWriteIt) {
  EXPECT_EQ(words_of({whole(6534), std::nullopt}), "over 6,534");
  EXPECT_EQ(words_of({std::nullopt, whole(5)}), "up to 5");
  EXPECT_EQ(words_of({whole(16), whole(18)}), "16 to 18");
  EXPECT_EQ(grouped(whole(-1234567)), "-1,234,567");
  EXPECT_EQ(grouped(Decimal{1'253'000}), "125.3");
}

// Every product of members lies in the product: nothing true is excluded.
RC_GTEST_PROP(Interval, HoldsEveryProductOfItsMembers, ()) {
  const int low = *rc::gen::inRange(0, 100);
  const int wide = *rc::gen::inRange(0, 50);
  const int other_low = *rc::gen::inRange(0, 100);
  const int other_wide = *rc::gen::inRange(0, 50);
  const int member = low + *rc::gen::inRange(0, wide + 1);
  const int other_member = other_low + *rc::gen::inRange(0, other_wide + 1);
  const Interval product = times(Interval{whole(low), whole(low + wide)},
                                 Interval{whole(other_low), whole(other_low + other_wide)});
  const Decimal value = whole(std::int64_t{member} * other_member);
  RC_ASSERT(*product.low <= value);
  RC_ASSERT(value <= *product.high);
  const Interval part = scaled(Interval{whole(member), whole(member)}, 7, 365);
  RC_ASSERT(part.low->ten_thousandths * 365 <= whole(member).ten_thousandths * 7);
  RC_ASSERT(part.high->ten_thousandths * 365 >= whole(member).ten_thousandths * 7);
}

}  // namespace
}  // namespace depone::rules
