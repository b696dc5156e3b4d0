// Applicability: whether a norm governs a case at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/finding.h"
#include "rules/norm.h"
#include "rules/norms.h"

namespace depone::rules {

struct Applicability {
  // Unset: the norm governs. NotApplicable with the reason, or NotShown where the case does not
  // state what decides it; the former goes before the latter.
  std::optional<Answer> answer;
  std::string because;             // a clause
  std::vector<std::string> notes;  // sentences: in force only in part of the period, ...
  bool benchmark = false;          // not bound, but worth comparing
};

Applicability applicability(const Norm& norm, const NormContext& context);

// "since 2017-12-22", "2024-12-13, applies from 2027-12-14"; empty for what is no law.
std::string in_force_words(const Norm& norm);

}  // namespace depone::rules
