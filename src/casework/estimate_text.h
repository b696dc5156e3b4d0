// How pages about estimates are set: lines of at most 88 columns, numbers with commas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depone::casework {

// "12,345"; "no limit" for an infinite end.
std::string people_text(double number);

// The sentence broken at spaces; the first line begins with `first`, the others with `indent`
// spaces, or as many as `first` is wide. Ends with a line end.
std::string paragraph(std::string_view first, std::string_view sentence);
std::string paragraph(std::string_view first, std::size_t indent, std::string_view sentence);

// A heading and its sentences as a list; nothing without sentences.
std::string listed(std::string_view heading, const std::vector<std::string>& sentences);

// Columns as wide as they must be: the first to the left, the others to the right, each line after
// `indent` spaces. The first row is the heading.
std::string columns(const std::vector<std::vector<std::string>>& rows, std::size_t indent);

}  // namespace depone::casework
