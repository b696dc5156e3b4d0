#include "rules/words.h"

#include <fmt/format.h>

#include "model/claim.h"
#include "model/document.h"

namespace depone::rules {

std::string counted(std::size_t number, std::string_view thing) {
  if (number == 0) return fmt::format("no {}", thing);
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string quoted(const Case& the_case, ClaimRef ref,
                   const std::function<bool(ClaimRef)>& may_quote) {
  constexpr std::uint32_t kLongest = 160;
  const Claim& claim = the_case.claim(ref);
  if (claim.quote.empty() || (may_quote && !may_quote(ref))) {
    return fmt::format("[words withheld: {}]", describe(claim));
  }
  const bool longer = count_code_points(claim.quote) > kLongest;
  return fmt::format("\"{}{}\"", slice(claim.quote, {0, kLongest}), longer ? "..." : "");
}

}  // namespace depone::rules
