// Markdown and plain text to readable text.
#pragma once

#include <string>
#include <string_view>

#include "extract/raw_text.h"

namespace depone::extract {

// CommonMark 0.30 as people write it, by lines: no tree is built. Syntax goes, words stay: link
// targets, image sources, raw HTML tags and comments are dropped, lines of one paragraph are
// joined. Title: front matter, else the first heading. Date and byline: front matter.
RawText read_markdown(std::string_view text);

// Text as it is. Title: the first line, when it stands alone and does not end as a sentence does.
RawText read_plain(std::string_view text);

}  // namespace depone::extract
