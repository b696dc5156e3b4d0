// gtest matchers for Result<T>: EXPECT_THAT(result, IsOk()), HasFault(Fault::Tampered).
#pragma once

#include <gmock/gmock.h>

#include <ostream>

#include "base/result.h"

namespace depone {

template <class T>
void PrintTo(const Result<T>& result, std::ostream* out) {
  if (result.ok()) {
    *out << "ok";
  } else {
    *out << fault_name(result.error().fault) << ": " << to_string(result.error());
  }
}

// Written out, because what MATCHER makes costs several times as much to compile for each T.
class IsOk {
 public:
  using is_gtest_matcher = void;
  template <class T>
  bool MatchAndExplain(const Result<T>& result, std::ostream*) const {
    return result.ok();
  }
  void DescribeTo(std::ostream* out) const { *out << "succeeds"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "fails"; }
};

class HasFault {
 public:
  using is_gtest_matcher = void;
  explicit HasFault(Fault fault) : fault_(fault) {}
  template <class T>
  bool MatchAndExplain(const Result<T>& result, std::ostream*) const {
    return !result.ok() && result.error().fault == fault_;
  }
  void DescribeTo(std::ostream* out) const { *out << "fails as " << fault_name(fault_); }
  void DescribeNegationTo(std::ostream* out) const {
    *out << "does not fail as " << fault_name(fault_);
  }

 private:
  Fault fault_;
};

}  // namespace depone
