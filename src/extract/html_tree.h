// Small steps over Gumbo's tree, all of them iterative: the depth of a page is its author's choice.
#pragma once

#include <gumbo.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace depone::extract {

struct GumboDeleter {
  void operator()(GumboOutput* output) const;
};
using Tree = std::unique_ptr<GumboOutput, GumboDeleter>;

inline bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}
inline bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}
inline GumboTag tag_of(const GumboNode* node) {
  return is_element(node) ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
}

// The node that follows `node` in document order inside `root`; with `into` false its children are
// passed over. nullptr at the end.
const GumboNode* next_node(const GumboNode* node, const GumboNode* root, bool into);

// The value of an attribute, empty when it is not there.
std::string_view attribute(const GumboNode* node, const char* name);

bool has_tag(const GumboNode* node, std::initializer_list<GumboTag> tags);

// All text below `node`, white space runs as one space.
std::string text_within(const GumboNode* node);

}  // namespace depone::extract
