// Lower case without moving anything: the form of a passage that patterns are matched against.
#pragma once

#include <string>
#include <string_view>

namespace depone::reading {

// `text` (UTF-8) with ASCII and Cyrillic letters lowered, yo folded to ye, and every kind of white
// space turned into as many plain spaces as it had bytes. Every byte offset keeps its meaning, so
// what is found in the folded text is quoted from the original at the same place. Bytes that are
// not UTF-8 pass through. Replaces what `folded` held and keeps its memory.
void fold_in_place(std::string_view text, std::string& folded);

// A pattern as people write it in data/reading: a space stands for one or more, an apostrophe for
// both shapes, a hyphen between letters for the hyphen and its Unicode twins.
std::string expand_pattern(std::string_view pattern);

}  // namespace depone::reading
