// The internal-consistency back-test: sizes that are known, estimated as if they were not.
//
// Each list in turn is taken as a whole population, and its size estimated from the overlap of the
// other lists among its people. The size is known, so the method's error on data of this kind is
// seen and not assumed (Binette and Steorts 2022, J. R. Stat. Soc. A 185:640). A method that fails
// here has no claim to be right about those on no list; one that passes has still not been tested
// on people whom no list reaches.
#pragma once

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

struct BackTestCase {
  std::string list;             // taken as the population
  std::int64_t size = 0;        // people on it: the truth
  std::int64_t seen = 0;        // of them, on another list: what the method was shown
  Estimate estimate;            // may be refused
  std::optional<double> error;  // (estimate - size) / size
  std::optional<bool> covered;  // the interval holds the size
};

struct BackTest {
  std::vector<BackTestCase> cases;  // in the order of the lists
  int judged = 0;                   // cases with an estimate and an interval
  int covered = 0;                  // of them
  std::optional<double> median_absolute_error;
  std::string refusal;  // when not empty, there are no cases
};

// Needs three lists or more. Refusals and invalid input of the method are refusals of a case;
// Cancelled and other faults are passed on.
Result<BackTest> back_test(const OverlapTable& table, const Method& method, Progress& progress,
                           const Cancellation& cancellation);

// The people of list i as the other lists see them.
OverlapTable within_list(const OverlapTable& table, std::size_t i);

OrderedJson to_json(const BackTest& test);

}  // namespace depone::estimate
