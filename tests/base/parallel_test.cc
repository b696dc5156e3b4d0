#include "base/parallel.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "tests/base/result_matchers.h"

namespace depone {
namespace {

TEST(Parallel, DoesEveryItemOnceForAnyNumberOfThreads) {
  for (const std::size_t threads : {0u, 1u, 2u, 7u}) {
    std::vector<int> times(1000, 0);
    NoProgress progress;
    ASSERT_THAT(
        parallel_for(
            times.size(), threads, [&](std::size_t i) { ++times[i]; }, progress, Cancellation()),
        IsOk());
    EXPECT_EQ(times, std::vector<int>(1000, 1)) << threads;
  }
}

TEST(Parallel, StopsWhenAsked) {
  Cancellation cancellation;
  std::atomic<int> count{0};
  NoProgress progress;
  const auto result = parallel_for(
      1000, 2,
      [&](std::size_t) {
        if (++count == 10) cancellation.request();
      },
      progress, cancellation);
  EXPECT_THAT(result, HasFault(Fault::Cancelled));
  EXPECT_LT(count.load(), 1000);
}

}  // namespace
}  // namespace depone
