// Languages by script and frequent words, for whole texts and for passages within one.
#pragma once

#include <string_view>

#include "model/document.h"

namespace depone::text {

// As language_of_text, but a text too short to tell (a name, a heading) in the script of
// `surroundings` is taken to be in that language.
Language language_within(std::string_view text, Language surroundings);

}  // namespace depone::text
