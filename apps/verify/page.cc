#include "apps/verify/page.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace depone::verify {
namespace {

// Both sides of the comparison: direction marks and controls are not shown on the page.
std::string comparable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::string_view rest = text.substr(at, 3);
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    const auto last = rest.size() == 3 ? static_cast<unsigned char>(rest[2]) : 0u;
    const bool mark = (rest.starts_with("\xE2\x80") &&
                       (last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE))) ||
                      (rest.starts_with("\xE2\x81") && last >= 0xA6 && last <= 0xA9);
    if (mark) at += 2;
    if (mark || control) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text[at];
    }
  }
  return out;
}

// Element content as text: <mark> is dropped, the five references are resolved. False for any
// other markup.
bool plain_text(std::string_view html, std::string& out) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> kReferences = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
  while (!html.empty()) {
    bool known = false;
    for (const std::string_view tag : {"<mark>", "</mark>"}) {
      if (html.starts_with(tag)) {
        html.remove_prefix(tag.size());
        known = true;
        break;
      }
    }
    for (const auto& [reference, letter] : kReferences) {
      if (!known && html.starts_with(reference)) {
        out += letter;
        html.remove_prefix(reference.size());
        known = true;
      }
    }
    if (known) continue;
    if (html.front() == '<' || html.front() == '&') return false;
    out += html.front();
    html.remove_prefix(1);
  }
  return true;
}

struct Element {
  std::string id;
  std::string text;
};

// The elements <`tag` ... `attribute`="id">text</`tag`>.
Result<std::vector<Element>> elements(std::string_view html, std::string_view tag,
                                      std::string_view attribute) {
  std::vector<Element> found;
  const Error odd{Fault::Tampered,
                  fmt::format("dossier.html has a <{}> that cannot be checked", tag)};
  const std::string opening = fmt::format("<{}", tag);
  const std::string closing = fmt::format("</{}>", tag);
  const std::string name = fmt::format(" {}=\"", attribute);
  for (std::size_t at = html.find(opening); at != html.npos; at = html.find(opening, at)) {
    const std::size_t after = at + opening.size();
    if (after < html.size() && html[after] != ' ' && html[after] != '>') {
      at = after;  // another element whose name begins alike
      continue;
    }
    const std::size_t open_end = html.find('>', after);
    const std::size_t close = html.find(closing, after);
    if (open_end == html.npos || close == html.npos || close < open_end) return odd;
    const std::string_view head = html.substr(after, open_end - after);
    const std::size_t begin = head.find(name);
    if (begin == head.npos) return odd;
    const std::size_t end = head.find('"', begin + name.size());
    if (end == head.npos) return odd;
    Element element{std::string(head.substr(begin + name.size(), end - begin - name.size())), {}};
    if (!plain_text(html.substr(open_end + 1, close - open_end - 1), element.text)) return odd;
    found.push_back(std::move(element));
    at = close;
  }
  return found;
}

}  // namespace

Result<std::size_t> check_page(std::string_view html, const Quotes& quotes,
                               const Passages& passages) {
  const std::vector<Element> quoted = DP_TRY(elements(html, "q", "data-quote"));
  for (const Element& element : quoted) {
    const auto found = quotes.find(element.id);
    if (found == quotes.end() || comparable(found->second) != comparable(element.text)) {
      return Error{Fault::Tampered,
                   fmt::format("quotation {} on the page is not that of dossier.json", element.id)};
    }
  }
  const std::vector<Element> whole = DP_TRY(elements(html, "blockquote", "data-passage"));
  for (const Element& element : whole) {
    const auto found = passages.find(element.id);
    if (found == passages.end() ||
        (!found->second.covered && comparable(found->second.text) != comparable(element.text))) {
      return Error{Fault::Tampered,
                   fmt::format("passage {} on the page is not the one revealed", element.id)};
    }
  }
  return quoted.size() + whole.size();
}

}  // namespace depone::verify
