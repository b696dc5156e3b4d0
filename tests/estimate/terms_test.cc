#include "estimate/terms.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/base/result_matchers.h"

namespace depone::estimate {
namespace {

std::size_t count_models(std::size_t lists, std::size_t order) {
  std::size_t count = 0;
  for_each_model(lists, order, [&](TermBits) { return ++count > 0; });
  return count;
}

// Dedekind numbers less the models without some main effect; order 2: graphs.
TEST(Models, AreAsManyAsTheLiteratureCounts) {
  EXPECT_EQ(count_models(2, 2), 1u);
  EXPECT_EQ(count_models(3, 3), 8u);
  EXPECT_EQ(count_models(4, 4), 113u);
  EXPECT_EQ(count_models(5, 5), 6893u);
  EXPECT_EQ(count_models(5, 3), 6212u);
  EXPECT_EQ(count_models(6, 6), 7'785'061u);
  EXPECT_EQ(count_models(6, 1), 1u);
  const std::size_t graphs[] = {8, 64, 1024, 32'768};
  for (std::size_t lists = 3; lists <= 6; ++lists)
    EXPECT_EQ(count_models(lists, 2), graphs[lists - 3]);
}

TEST(Models, AreHierarchicalAndDifferent) {
  std::set<TermBits> seen;
  for_each_model(4, 4, [&](TermBits model) {
    EXPECT_TRUE(seen.insert(model).second);
    for (Lists term = 0; term < 16; ++term) {
      if ((model >> term & 1) == 0) continue;
      for (Lists bit = 1; bit < 16; bit *= 2) {
        EXPECT_TRUE((term & bit) == 0 || (model >> (term ^ bit) & 1) != 0) << model;
      }
    }
    return true;
  });
}

TEST(Models, NeighboursDifferByOneTermAndStayHierarchical) {
  std::set<TermBits> all;
  for_each_model(4, 4, [&](TermBits model) { return all.insert(model).second; });
  for (const TermBits model : all) {
    const Terms terms = terms_of(model);
    std::set<TermBits> found;
    for (const Lists term : addable(terms, 4, 4)) found.insert(model | TermBits{1} << term);
    for (const Lists term : removable(terms)) found.insert(model & ~(TermBits{1} << term));
    std::set<TermBits> expected;
    for (Lists term = 1; term < 15; ++term) {
      if (all.contains(model ^ TermBits{1} << term)) expected.insert(model ^ TermBits{1} << term);
    }
    EXPECT_EQ(found, expected);
  }
}

TEST(Notation, GivesGeneratorsByNameLargerFirst) {
  const OverlapTable table = empty_table({"EXH", "ABA", "OSCE", "HRW"});
  Terms terms = main_effects(4);
  for (const Lists term : {0b0011u, 0b0101u, 0b0110u, 0b0111u, 0b1100u}) terms.add(term);
  EXPECT_EQ(notation(table, terms), "[EXH,ABA,OSCE][OSCE,HRW]");
  EXPECT_EQ(notation(table, main_effects(4)), "[EXH][ABA][OSCE][HRW]");
  EXPECT_EQ(parse_notation(table, "[OSCE,HRW][ABA,OSCE,EXH]").value(), terms);
}

TEST(Notation, RefusesWhatIsNoModel) {
  const OverlapTable table = empty_table({"A", "B", "C"});
  for (const char* text : {"A", "[A", "[A,X]", "[A,B,C]", "[]", "[A,]", "[A]B"}) {
    EXPECT_THAT(parse_notation(table, text), HasFault(Fault::InvalidInput)) << text;
  }
}

}  // namespace
}  // namespace depone::estimate
