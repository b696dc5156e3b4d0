// Which part of a page is its article.
#pragma once

#include <string>

#include "extract/html_tree.h"

namespace depone::extract {

// Whether the element and all below it is never part of an article: scripts, navigation, what is
// hidden, what its class names as related links or comments.
bool is_boilerplate(const GumboNode* node);

// The element that holds the article; the body when nothing stands out.
const GumboNode* main_content(const GumboNode* root);

// The text of the article: paragraphs parted by empty lines, list items and table rows one a line.
std::string readable_text(const GumboNode* content);

}  // namespace depone::extract
