#include "base/program.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace depone {
namespace {

TEST(Program, IsFoundBesideTheOneThatRuns) {
  const std::string self = program_beside("base_test");
  EXPECT_TRUE(std::filesystem::exists(self)) << self;
  EXPECT_TRUE(std::filesystem::equivalent(self, "/proc/self/exe"));
}

}  // namespace
}  // namespace depone
