#include "extract/html.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "base/json.h"
#include "extract/dates.h"
#include "extract/html_content.h"
#include "extract/html_tree.h"

namespace depone::extract {
namespace {

constexpr std::size_t kLongestHeadline = 600;  // bytes; longer ones are not headlines
constexpr std::size_t kLongestByline = 200;

struct Metadata {
  std::string shared_title;  // og:title
  std::string page_title;
  std::string headline;  // first <h1>
  std::string byline;
  std::string written_byline;  // in the page's own text
  PartialDate published;
  PartialDate linked;   // JSON-LD
  PartialDate timed;    // <time datetime>
  PartialDate written;  // a date in the page's own text
};

bool equals(std::string_view text, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (text.size() != name.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < text.size() && same; ++i) {
      const char c = text[i];
      same = (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) == name[i];
    }
    if (same) return true;
  }
  return false;
}

void read_meta(const GumboNode* node, Metadata& found) {
  const std::string_view content = attribute(node, "content");
  for (const char* const key : {"property", "name", "itemprop"}) {
    const std::string_view name = attribute(node, key);
    if (equals(name, {"og:title", "twitter:title"}) && found.shared_title.empty()) {
      found.shared_title = content.substr(0, kLongestHeadline);
    }
    if (equals(name, {"author", "article:author", "dc.creator", "byl", "parsely-author"}) &&
        found.byline.empty() && content.find("://") == std::string_view::npos) {
      found.byline = content.substr(0, kLongestByline);
    }
    if (equals(name,
               {"article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
                "dcterms.created", "pubdate", "publishdate", "publish-date", "parsely-pub-date",
                "sailthru.date", "og:published_time", "article.published", "dc.terms.created"}) &&
        !found.published.known()) {
      found.published = metadata_date(content);
    }
  }
}

// schema.org objects in any nesting: lists, "@graph", "mainEntity".
void read_linked_data(std::string_view text, Metadata& found) {
  const Result<Json> parsed = parse_json(text, "linked data");
  if (!parsed.ok()) return;
  std::vector<const Json*> waiting = {&parsed.value()};
  while (!waiting.empty()) {
    const Json& json = *waiting.back();
    waiting.pop_back();
    if (json.is_object()) {
      const auto date = json.find("datePublished");
      if (date != json.end() && date->is_string() && !found.linked.known()) {
        found.linked = metadata_date(date->get_ref<const std::string&>());
      }
      const auto author = json.find("author");
      if (author != json.end() && found.byline.empty()) {
        const Json& first = author->is_array() && !author->empty() ? author->front() : *author;
        if (first.is_string()) found.byline = first.get<std::string>().substr(0, kLongestByline);
        if (first.is_object() && first.contains("name") && first["name"].is_string()) {
          found.byline = first["name"].get<std::string>().substr(0, kLongestByline);
        }
      }
    }
    if (json.is_structured()) {
      for (const Json& member : json) waiting.push_back(&member);
    }
  }
}

bool class_has(const GumboNode* node, std::initializer_list<std::string_view> parts) {
  const std::string_view names = attribute(node, "class");
  if (names.empty()) return false;
  for (const std::string_view part : parts) {
    if (names.find(part) != std::string_view::npos) return true;
  }
  return false;
}

void read_element(const GumboNode* node, Metadata& found) {
  if (has_tag(node, {GUMBO_TAG_META})) return read_meta(node, found);
  if (has_tag(node, {GUMBO_TAG_TITLE}) && found.page_title.empty()) {
    found.page_title = text_within(node).substr(0, kLongestHeadline);
    return;
  }
  if (has_tag(node, {GUMBO_TAG_SCRIPT})) {
    if (equals(attribute(node, "type"), {"application/ld+json"}) &&
        node->v.element.children.length > 0) {
      const auto* child = static_cast<const GumboNode*>(node->v.element.children.data[0]);
      if (is_text(child)) read_linked_data(child->v.text.text, found);
    }
    return;
  }
  if (has_tag(node, {GUMBO_TAG_H1}) && found.headline.empty()) {
    std::string headline = text_within(node);
    if (headline.size() <= kLongestHeadline) found.headline = std::move(headline);
  }
  if (has_tag(node, {GUMBO_TAG_TIME}) && !found.timed.known()) {
    const std::string_view stamp = attribute(node, "datetime");
    found.timed = stamp.empty() ? written_date(text_within(node)) : metadata_date(stamp);
  }
  if (!found.written.known() && class_has(node, {"date", "Date", "time", "published"})) {
    found.written = written_date(text_within(node));
  }
  if (attribute(node, "itemprop") == "datePublished" && !found.timed.known()) {
    const std::string_view content = attribute(node, "content");
    found.timed = content.empty() ? written_date(text_within(node)) : metadata_date(content);
  }
  const bool author = equals(attribute(node, "rel"), {"author"}) ||
                      equals(attribute(node, "itemprop"), {"author"}) ||
                      class_has(node, {"byline", "author", "reporter"});
  if (author && found.written_byline.empty()) {
    std::string byline = text_within(node);
    if (byline.size() <= kLongestByline) found.written_byline = std::move(byline);
  }
}

Metadata read_metadata(const GumboNode* root) {
  Metadata found;
  for (const GumboNode* node = root; node != nullptr; node = next_node(node, root, true)) {
    if (is_element(node)) read_element(node, found);
  }
  return found;
}

const GumboNode* body_of(const GumboNode* root) {
  for (const GumboNode* node = root; node != nullptr; node = next_node(node, root, true)) {
    if (has_tag(node, {GUMBO_TAG_BODY})) return node;
  }
  return root;
}

template <class Value>
Value first_of(std::initializer_list<Value> values, bool (*is_set)(const Value&)) {
  for (const Value& value : values) {
    if (is_set(value)) return value;
  }
  return {};
}

}  // namespace

Result<RawText> read_html(std::string_view html, int most_depth) {
  const int depth = nesting_depth(html);
  if (depth > most_depth) {
    return Error{
        Fault::InvalidInput,
        fmt::format("nests elements more than {} deep, as no honest page does", most_depth),
        "save the page's text as a plain text file"};
  }
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const Tree tree(gumbo_parse_with_options(&options, html.data(), html.size()));
  if (!tree || tree->root == nullptr) {
    return Error{Fault::Corrupt, "cannot be read as HTML", ""};
  }
  const Metadata found = read_metadata(tree->root);
  RawText raw;
  raw.format = "html";
  const auto has_text = [](const std::string& text) { return !text.empty(); };
  const auto has_date = [](const PartialDate& date) { return date.known(); };
  raw.title =
      first_of<std::string>({found.shared_title, found.headline, found.page_title}, has_text);
  raw.byline = first_of<std::string>({found.byline, found.written_byline}, has_text);
  raw.date =
      first_of<PartialDate>({found.published, found.linked, found.timed, found.written}, has_date);
  raw.text = readable_text(main_content(body_of(tree->root)));
  // The headline often stands outside the element that holds the article, and makes claims.
  if (!found.headline.empty() &&
      raw.text.substr(0, 4 * kLongestHeadline).find(found.headline) == std::string::npos) {
    raw.text = raw.text.empty() ? found.headline : found.headline + "\n\n" + raw.text;
  }
  return raw;
}

}  // namespace depone::extract
