// Who is who where only the ids tell: "rec-7-org" and "rec-7-dup-0" are one person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depone::linkage {

// InvalidInput unless `pattern` is a regular expression (RE2's syntax) with exactly one group.
Result<> check_truth_pattern(std::string_view pattern);

// For each text the number of its person: texts whose whole matches `pattern` are one person when
// the group took the same from them; any other text is a person alone. InvalidInput when the
// pattern is not one or fits no text.
Result<std::vector<std::uint32_t>> truth_by_pattern(const std::vector<std::string>& texts,
                                                    std::string_view pattern);

}  // namespace depone::linkage
