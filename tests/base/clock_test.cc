#include "base/clock.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

TEST(Instant, RoundTripsThroughRfc3339) {
  for (const char* text :
       {"1970-01-01T00:00:00Z", "2026-11-23T06:30:59Z", "2000-02-29T23:59:59Z"}) {
    EXPECT_EQ(format_instant(parse_instant(text).value()), text);
  }
  EXPECT_EQ(parse_instant("2001-09-09T01:46:40Z").value().unix_seconds, 1'000'000'000);
}

TEST(Instant, RefusesTimesThatDoNotExist) {
  for (const char* text : {"2025-02-29T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01 00:00:00Z",
                           "2025-1-01T00:00:00Z", ""}) {
    EXPECT_THAT(parse_instant(text), HasFault(Fault::InvalidInput)) << text;
  }
}

}  // namespace
}  // namespace depone
