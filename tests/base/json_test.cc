#include "base/json.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

TEST(ParseJson, RefusesWhatIsNotJsonOrTooMuchOfIt) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("{\"a\":1}}"), std::string("\"\xFF\""),
        std::string("[1e999]"), std::string("-2e2025"), std::string(65, '[') + std::string(65, ']'),
        std::string(100'000, '[')}) {
    EXPECT_THAT(parse_json(text, "it"), HasFault(Fault::InvalidInput)) << text.substr(0, 80);
  }
}

TEST(ParseJson, ReadsTheLargestThatFits) {
  EXPECT_THAT(parse_json("[1e308, -1e-999, 18446744073709551615]", "it"), IsOk());
  EXPECT_THAT(parse_json(std::string(64, '[') + std::string(64, ']'), "it"), IsOk());
}

}  // namespace
}  // namespace depone
