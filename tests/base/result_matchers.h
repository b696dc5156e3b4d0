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

MATCHER(IsOk, "succeeds") { return arg.ok(); }
MATCHER_P(HasFault, fault, std::string("fails as ") + fault_name(fault)) {
  return !arg.ok() && arg.error().fault == fault;
}

}  // namespace depone
