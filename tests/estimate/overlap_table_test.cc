#include "estimate/overlap_table.h"

#include <gtest/gtest.h>

namespace depone::estimate {
namespace {

OverlapTable three_lists() {
  OverlapTable table = empty_table({"A", "B", "C"});
  table.counts = {0, 1, 2, 4, 8, 16, 32, 64};  // A, B, AB, C, AC, BC, ABC
  return table;
}

TEST(OverlapTable, CountsPeopleAndThoseOnOneList) {
  EXPECT_EQ(three_lists().observed(), 127);
  EXPECT_EQ(three_lists().on_list(0), 1 + 4 + 16 + 64);
  EXPECT_EQ(names_of(three_lists(), 0b101), "A,C");
}

TEST(OverlapTable, LosesThoseWhoWereOnADroppedListOnly) {
  const OverlapTable kept = keep_lists(three_lists(), 0b101);
  EXPECT_EQ(kept.lists, (std::vector<std::string>{"A", "C"}));
  EXPECT_EQ(kept.counts, (std::vector<std::int64_t>{0, 1 + 4, 8 + 32, 16 + 64}));
}

TEST(OverlapTable, MergingListsLosesNobody) {
  const OverlapTable merged = merge_lists(three_lists(), 0b110);
  EXPECT_EQ(merged.lists, (std::vector<std::string>{"A", "B+C"}));
  EXPECT_EQ(merged.counts, (std::vector<std::int64_t>{0, 1, 2 + 8 + 32, 4 + 16 + 64}));
  EXPECT_EQ(merged.observed(), 127);
}

}  // namespace
}  // namespace depone::estimate
