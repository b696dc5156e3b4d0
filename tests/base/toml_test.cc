#include "base/toml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

TEST(ParseToml, NamesTheLineThatIsWrong) {
  const auto wrong = parse_toml("a = 1\nb = \n", "case.toml", Fault::InvalidInput, "see the form");
  ASSERT_THAT(wrong, HasFault(Fault::InvalidInput));
  EXPECT_THAT(wrong.error().what, testing::StartsWith("case.toml, line 2 is not TOML: "));
  EXPECT_EQ(wrong.error().hint, "see the form");
}

TEST(ParseToml, RefusesWhatIsNotTomlOrNestsTooDeep) {
  for (const std::string& text :
       {std::string("a"), std::string("a = \"\xFF\""), std::string("a = 1\na = 2"),
        "a = " + std::string(100'000, '[') + std::string(100'000, ']')}) {
    EXPECT_THAT(parse_toml(text, "it"), HasFault(Fault::InvalidInput)) << text.substr(0, 40);
  }
}

TEST(ReadToml, ReadsATableOfTheBuildAndMissesOneThatIsNotThere) {
  EXPECT_THAT(read_toml(embedded_data(), "screening/facts.toml"), IsOk());
  EXPECT_THAT(read_toml(embedded_data(), "screening/fax.toml"), HasFault(Fault::NotFound));
}

}  // namespace
}  // namespace depone
