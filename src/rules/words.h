// Words that explanations share.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "model/finding.h"

namespace depone::rules {

// "1 origin", "3 origins", "no origin": `thing` in the singular.
std::string counted(std::size_t number, std::string_view thing);

// The claim's words in quotation marks, shortened to 160 code points; its value described instead
// where `may_quote` forbids them. An empty `may_quote` allows all.
std::string quoted(const Case& the_case, ClaimRef ref,
                   const std::function<bool(ClaimRef)>& may_quote);

}  // namespace depone::rules
