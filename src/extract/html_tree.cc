#include "extract/html_tree.h"

#include <algorithm>

namespace depone::extract {

void GumboDeleter::operator()(GumboOutput* output) const {
  gumbo_destroy_output(&kGumboDefaultOptions, output);
}

const GumboNode* next_node(const GumboNode* node, const GumboNode* root, bool into) {
  if (into && is_element(node) && node->v.element.children.length > 0) {
    return static_cast<const GumboNode*>(node->v.element.children.data[0]);
  }
  while (node != root && node != nullptr && node->parent != nullptr) {
    const GumboNode* parent = node->parent;
    if (!is_element(parent)) return nullptr;
    const std::size_t next = node->index_within_parent + 1;
    if (next < parent->v.element.children.length) {
      return static_cast<const GumboNode*>(parent->v.element.children.data[next]);
    }
    node = parent;
  }
  return nullptr;
}

std::string_view attribute(const GumboNode* node, const char* name) {
  if (!is_element(node)) return {};
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool has_tag(const GumboNode* node, std::initializer_list<GumboTag> tags) {
  return is_element(node) && std::find(tags.begin(), tags.end(), node->v.element.tag) != tags.end();
}

std::string text_within(const GumboNode* node) {
  std::string out;
  for (const GumboNode* at = node; at != nullptr;) {
    const bool skip = has_tag(at, {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE});
    if (is_text(at)) {
      for (const char* c = at->v.text.text; *c != '\0'; ++c) {
        const bool space = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
        if (!space) {
          out += *c;
        } else if (!out.empty() && out.back() != ' ') {
          out += ' ';
        }
      }
    }
    at = next_node(at, node, !skip);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace depone::extract
