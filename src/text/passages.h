// Text to passages: sentence-sized spans, each with its language.
#pragma once

#include <string_view>
#include <vector>

#include "model/document.h"

namespace depone::text {

// By script first (Hangul, Cyrillic, Latin), then by frequent words for Latin and Cyrillic texts
// that are not English or Russian. Other for those; Unknown for texts with no letters.
Language language_of_text(std::string_view text);

// Sentences of `text` in order; paragraph breaks always end one. Abbreviations ("Mr.", "г.",
// "тыс.") do not. Spans hold no white space at either end; no passage is longer than 2,000 code
// points. `text` is UTF-8.
std::vector<Passage> split_passages(std::string_view text);

}  // namespace depone::text
