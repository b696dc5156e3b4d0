// HTML pages to the text of their main content, with title, date and byline.
#pragma once

#include <string_view>

#include "base/result.h"
#include "extract/raw_text.h"

namespace depone::extract {

// The encoding a page declares in its first kilobytes ("" when none): a <meta charset>, or the
// http-equiv form. `start` is raw bytes in any superset of ASCII.
std::string_view declared_charset(std::string_view start);

// How deep elements of `html` nest at most, counted in one pass before any tree is built. Never
// less than a parser would build, apart from the handful of elements that HTML itself inserts.
int nesting_depth(std::string_view html);

// The page's article: of the elements that hold paragraphs, the one with most text that is not
// link, after Kohlschuetter, Fankhauser, Nejdl: Boilerplate Detection using Shallow Text Features
// (WSDM 2010, section 3: link density and text length per block). Navigation, asides, footers,
// comments, related links and everything hidden are dropped by element, role and class name.
// InvalidInput when elements nest deeper than `most_depth`.
Result<RawText> read_html(std::string_view html, int most_depth);

}  // namespace depone::extract
