// UTF-8 to code points and back, for the tables and readings of this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depone::names {

// Ill-formed bytes become U+FFFD, one each.
std::u32string points_of(std::string_view text);
std::string utf8_of(std::u32string_view points);
void append_utf8(std::string& text, char32_t point);

// The parts of `text` between blanks and line ends.
std::vector<std::string> words_of(std::string_view text);

}  // namespace depone::names
