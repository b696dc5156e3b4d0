// Numbers as written in any script, as one value: "50,000", "5만", "6만5천여", "50 тыс.", "٥٠".
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace depone::lineage {

// A number in a text, bytes [begin, end). Only for comparing documents: a value read wrongly in the
// same way on both sides does no harm, so doubtful separators are read one fixed way.
struct WrittenNumber {
  std::size_t begin = 0;
  std::size_t end = 0;
  double value = 0;
};

// Numbers in digits, in order. Groups of three digits after a comma, point or blank are thousands;
// other commas and points are decimal. A multiplier that follows (천 만 억, 千 万 億, тыс. млн,
// thousand, million, ...) is applied, Korean and Chinese chains are summed. O(size).
std::vector<WrittenNumber> written_numbers(std::string_view text);

}  // namespace depone::lineage
