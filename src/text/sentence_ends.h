// Where sentences end inside one paragraph.
#pragma once

#include <cstddef>
#include <string_view>

namespace depone::text {

// Whether a sentence ends at the mark (full stop, exclamation or question mark, ellipsis) that
// occupies bytes [mark, after_mark) of `paragraph`. `begin` is where the current sentence began.
// On true, `end` is set behind the closing quotes and brackets that belong to the sentence.
// Looks a bounded distance to both sides, so a scan over all marks is linear.
bool ends_sentence(std::string_view paragraph, std::size_t begin, std::size_t mark,
                   std::size_t after_mark, std::size_t& end);

// The byte length of a sentence mark at `at`, 0 when there is none.
std::size_t mark_length(std::string_view text, std::size_t at);

}  // namespace depone::text
