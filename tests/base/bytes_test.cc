#include "base/bytes.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

TEST(Hex, WritesTwoLowerCaseDigitsAByte) {
  EXPECT_EQ(to_hex(Bytes{0x00, 0x7f, 0xA0, 0xff}), "007fa0ff");
}

TEST(Hex, ReadsBothCases) { EXPECT_EQ(from_hex("7Fa0").value(), (Bytes{0x7f, 0xa0})); }

TEST(Hex, RefusesOddLengthAndForeignCharacters) {
  EXPECT_THAT(from_hex("abc"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(from_hex("0g"), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone
