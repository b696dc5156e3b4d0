#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "extract/html.h"

namespace depone::extract {
namespace {

// Elements that never hold others (HTML Standard, section 13.1.2, "void elements").
constexpr auto kVoid = std::to_array<std::string_view>(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr", "frame", "keygen", "bgsound", "basefont", "image"});
// Elements that a second one of their kind closes, so that leaving out the end tag is no nesting;
// whatever truly nests them (lists, tables) is counted itself.
constexpr auto kSelfClosing = std::to_array<std::string_view>(
    {"p",     "li",       "dt",      "dd",     "tr",       "td",   "th",   "tbody", "thead",
     "tfoot", "colgroup", "caption", "option", "optgroup", "html", "head", "body",  "rb",
     "rt",    "rp",       "rtc",     "h1",     "h2",       "h3",   "h4",   "h5",    "h6"});
// Their content is text up to their own end tag.
constexpr auto kRawText = std::to_array<std::string_view>(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"});
// An end tag inside does not close what was opened outside of these.
constexpr auto kScopes = std::to_array<std::string_view>(
    {"table", "template", "object", "applet", "marquee", "svg", "math", "button", "select"});

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

// Tags of a page one after the other; text, comments and attribute values are skipped over.
class Tags {
 public:
  explicit Tags(std::string_view html) : html_(html) {}

  // The next tag, or false at the end.
  bool next(std::string& name, bool& is_end, bool& closes_itself) {
    while ((at_ = html_.find('<', at_)) != std::string_view::npos) {
      ++at_;
      if (html_.substr(at_).starts_with("!--")) {
        skip_to("-->");
        continue;
      }
      if (at_ < html_.size() && (html_[at_] == '!' || html_[at_] == '?')) {
        skip_to(">");
        continue;
      }
      is_end = at_ < html_.size() && html_[at_] == '/';
      if (is_end) ++at_;
      if (at_ >= html_.size() || !is_letter(html_[at_])) continue;
      name.clear();
      while (at_ < html_.size() && html_[at_] != '>' && html_[at_] != '/' &&
             static_cast<unsigned char>(html_[at_]) > ' ') {
        name += lower(html_[at_++]);
      }
      closes_itself = skip_attributes();
      if (!is_end && is_one_of(kRawText, name)) skip_raw(name);
      return true;
    }
    return false;
  }

 private:
  void skip_to(std::string_view end) {
    const std::size_t found = html_.find(end, at_);
    at_ = found == std::string_view::npos ? html_.size() : found + end.size();
  }

  // To behind the ">"; true for "/>".
  bool skip_attributes() {
    bool after_equals = false;
    for (; at_ < html_.size(); ++at_) {
      const char c = html_[at_];
      if (c == '>') {
        ++at_;
        return at_ >= 2 && html_[at_ - 2] == '/';
      }
      if ((c == '"' || c == '\'') && after_equals) {
        const std::size_t close = html_.find(c, at_ + 1);
        at_ = close == std::string_view::npos ? html_.size() : close;
      }
      if (c == '=') {
        after_equals = true;
      } else if (static_cast<unsigned char>(c) > ' ') {
        after_equals = false;
      }
    }
    return false;
  }

  void skip_raw(std::string_view name) {
    for (std::size_t at = at_; (at = html_.find("</", at)) != std::string_view::npos; ++at) {
      const std::string_view after = html_.substr(at + 2, name.size());
      if (after.size() == name.size() && std::equal(after.begin(), after.end(), name.begin(),
                                                    [](char a, char b) { return lower(a) == b; })) {
        at_ = at;
        return;
      }
    }
    at_ = html_.size();
  }

  std::string_view html_;
  std::size_t at_ = 0;
};

// The elements open at one place. Names are numbered, so a deep stack stays small.
class OpenElements {
 public:
  void open(const std::string& name) {
    const std::size_t id = id_of(name);
    stack_.push_back(id);
    ++counts_[id];
    deepest_ = std::max(deepest_, stack_.size());
  }

  void close(const std::string& name) {
    const std::size_t id = id_of(name);
    if (counts_[id] == 0) return;
    // Only as far as the innermost scope; an end tag that finds nothing there closes nothing.
    std::size_t at = stack_.size();
    while (at > 0 && stack_[at - 1] != id && !scopes_[stack_[at - 1]]) --at;
    if (at == 0 || stack_[at - 1] != id) return;
    while (stack_.size() >= at) {
      --counts_[stack_.back()];
      stack_.pop_back();
    }
  }

  std::size_t deepest() const { return deepest_; }

 private:
  std::size_t id_of(const std::string& name) {
    const auto [entry, is_new] = ids_.emplace(name, ids_.size());
    if (is_new) {
      counts_.push_back(0);
      scopes_.push_back(is_one_of(kScopes, name));
    }
    return entry->second;
  }

  std::unordered_map<std::string, std::size_t> ids_;
  std::vector<std::size_t> counts_;
  std::vector<bool> scopes_;
  std::vector<std::size_t> stack_;
  std::size_t deepest_ = 0;
};

}  // namespace

int nesting_depth(std::string_view html) {
  // Beyond this nothing needs to be told apart, and end tags that search a scope in vain stay
  // cheap.
  constexpr std::size_t kDeepEnough = 100'000;
  Tags tags(html);
  OpenElements open;
  std::string name;
  bool is_end = false;
  bool closes_itself = false;
  while (open.deepest() < kDeepEnough && tags.next(name, is_end, closes_itself)) {
    if (is_one_of(kVoid, name) || is_one_of(kSelfClosing, name)) continue;
    if (is_end) {
      open.close(name);
    } else {
      open.open(name);
    }
  }
  return static_cast<int>(open.deepest());
}

std::string_view declared_charset(std::string_view start) {
  start = start.substr(0, 4096);
  for (std::size_t at = 0; at < start.size(); ++at) {
    constexpr std::string_view kKey = "charset=";
    const std::string_view here = start.substr(at, kKey.size());
    const bool found =
        here.size() == kKey.size() && std::equal(here.begin(), here.end(), kKey.begin(),
                                                 [](char a, char b) { return lower(a) == b; });
    if (!found) continue;
    std::string_view value = start.substr(at + kKey.size());
    while (!value.empty() &&
           (value.front() == '"' || value.front() == '\'' || value.front() == ' ')) {
      value.remove_prefix(1);
    }
    return value.substr(0, value.find_first_of("\"' \t\r\n;/>"));
  }
  return {};
}

}  // namespace depone::extract
