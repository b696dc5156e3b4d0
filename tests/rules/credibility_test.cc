#include "rules/credibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "reference/credibility_reference.h"
#include "tests/base/result_matchers.h"
#include "tests/rules/memory_data.h"

namespace depone::rules {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const Ladder& ladder() {
  static const Ladder loaded = Ladder::load(embedded_data()).take();
  return loaded;
}

Testimony random_testimony() {
  Testimony testimony;
  testimony.stance = *rc::gen::element(Stance::Supports, Stance::Contradicts, Stance::Unclear);
  testimony.first_hand = *rc::gen::arbitrary<bool>();
  testimony.hedged = *rc::gen::arbitrary<bool>();
  testimony.bare_denial = testimony.stance == Stance::Contradicts && *rc::gen::arbitrary<bool>();
  testimony.reliability = *rc::gen::element('A', 'B', 'C', 'D', 'E', 'F');
  return testimony;
}

std::vector<Testimony> random_testimonies() {
  std::vector<Testimony> testimonies;
  const int count = *rc::gen::inRange(0, 9);
  for (int i = 0; i < count; ++i) testimonies.push_back(random_testimony());
  return testimonies;
}

int graded(const std::vector<Testimony>& testimonies) {
  return ladder().grade(tally_of(testimonies)).credibility;
}

RC_GTEST_PROP(Credibility, EqualsTheLiteralTwin, ()) {
  const std::vector<Testimony> testimonies = random_testimonies();
  std::vector<reference::Voice> voices;
  for (const Testimony& testimony : testimonies) {
    using Side = reference::Voice::Side;
    const Side side = testimony.stance == Stance::Supports      ? Side::For
                      : testimony.stance == Stance::Contradicts ? Side::Against
                                                                : Side::Neither;
    voices.push_back({side, testimony.first_hand, testimony.hedged, testimony.bare_denial,
                      testimony.reliability});
  }
  RC_ASSERT(graded(testimonies) == reference::credibility(voices));
}

RC_GTEST_PROP(Credibility, IsNeverWorsenedByMoreSupport, ()) {
  std::vector<Testimony> testimonies = random_testimonies();
  const int before = graded(testimonies);
  Testimony another = random_testimony();
  another.stance = Stance::Supports;
  another.bare_denial = false;
  testimonies.push_back(another);
  RC_ASSERT(graded(testimonies) <= before);
}

RC_GTEST_PROP(Credibility, IsNeverImprovedByMoreContradiction, ()) {
  std::vector<Testimony> testimonies = random_testimonies();
  const int before = graded(testimonies);
  Testimony another = random_testimony();
  another.stance = Stance::Contradicts;
  testimonies.push_back(another);
  // 6 is no grade but the lack of one: a first denial turns it into 5.
  RC_PRE(before != 6);
  RC_ASSERT(graded(testimonies) >= before);
}

TEST(Credibility, NeedsTwoOriginsToConfirm) {
  Testimony witness;
  witness.first_hand = true;
  witness.reliability = 'A';
  EXPECT_EQ(graded({witness}), 2);
  EXPECT_EQ(graded({witness, witness}), 1);
}

TEST(Credibility, CannotBeJudgedWhenNobodySpeaks) { EXPECT_EQ(graded({}), 6); }

TEST(Ladder, RefusesLevelsOutOfOrder) {
  const std::map<std::string, std::string> files{
      {"propositions/credibility.toml",
       "[[level]]\ncredibility = 3\nbecause = \"a\"\n[[level]]\ncredibility = 1\nbecause = "
       "\"b\"\n"}};
  const MemoryData data(files);
  const auto refused = Ladder::load(data);
  ASSERT_THAT(refused, HasFault(Fault::InvalidInput));
  EXPECT_THAT(refused.error().what,
              AllOf(HasSubstr("data/propositions/credibility.toml"), HasSubstr("credibility")));
}

}  // namespace
}  // namespace depone::rules
