#include "extract/html_content.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

namespace depone::extract {
namespace {

// Parts of class and id names that say "not the article". Whole words between "-", "_" and blanks.
constexpr auto kNotArticle = std::to_array<std::string_view>(
    {"nav",       "navbar",       "navigation",    "menu",
     "gnb",       "lnb",          "breadcrumb",    "breadcrumbs",
     "footer",    "foot",         "sidebar",       "aside",
     "related",   "recommend",    "recommended",   "recommendations",
     "popular",   "trending",     "comment",       "comments",
     "reply",     "replies",      "disqus",        "share",
     "sharing",   "social",       "sns",           "ad",
     "ads",       "advert",       "advertisement", "banner",
     "promo",     "promotion",    "sponsored",     "newsletter",
     "subscribe", "subscription", "signup",        "cookie",
     "cookies",   "consent",      "popup",         "modal",
     "toolbar",   "tags",         "taglist",       "pagination",
     "pager",     "copyright",    "skip",          "login",
     "search",    "masthead",     "topbar",        "more",
     "readmore",  "rank",         "ranking",       "widget",
     "outbrain",  "taboola",      "hidden",        "sr",
     "visually",  "print",        "donate",        "paywall"});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The words of a class or id; capitals begin one too ("relatedLinks").
bool names_boilerplate(std::string_view name) {
  std::string word;
  const auto is_listed = [&word] {
    return std::find(kNotArticle.begin(), kNotArticle.end(), word) != kNotArticle.end();
  };
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char c = i < name.size() ? name[i] : ' ';
    const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    if (!letter || (c <= 'Z' && i > 0 && name[i - 1] >= 'a')) {
      if (is_listed()) return true;
      word.clear();
    }
    if (letter) word += lower(c);
  }
  return false;
}

bool is_container(const GumboNode* node) {
  return has_tag(node, {GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL,
                        GUMBO_TAG_P, GUMBO_TAG_SPAN, GUMBO_TAG_TABLE, GUMBO_TAG_FIGURE,
                        GUMBO_TAG_LI, GUMBO_TAG_A, GUMBO_TAG_HEADER, GUMBO_TAG_TD});
}

bool is_block(const GumboNode* node) {
  return has_tag(node,
                 {GUMBO_TAG_P,       GUMBO_TAG_DIV,     GUMBO_TAG_SECTION,    GUMBO_TAG_ARTICLE,
                  GUMBO_TAG_MAIN,    GUMBO_TAG_H1,      GUMBO_TAG_H2,         GUMBO_TAG_H3,
                  GUMBO_TAG_H4,      GUMBO_TAG_H5,      GUMBO_TAG_H6,         GUMBO_TAG_BLOCKQUOTE,
                  GUMBO_TAG_PRE,     GUMBO_TAG_UL,      GUMBO_TAG_OL,         GUMBO_TAG_DL,
                  GUMBO_TAG_TABLE,   GUMBO_TAG_FIGURE,  GUMBO_TAG_FIGCAPTION, GUMBO_TAG_HEADER,
                  GUMBO_TAG_FOOTER,  GUMBO_TAG_ADDRESS, GUMBO_TAG_HR,         GUMBO_TAG_BODY,
                  GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY, GUMBO_TAG_CENTER,     GUMBO_TAG_CAPTION,
                  GUMBO_TAG_FORM,    GUMBO_TAG_FIELDSET});
}

bool is_line(const GumboNode* node) {
  return has_tag(node, {GUMBO_TAG_BR, GUMBO_TAG_LI, GUMBO_TAG_TR, GUMBO_TAG_DT, GUMBO_TAG_DD});
}

struct Weight {
  std::size_t text = 0;   // bytes of visible text
  std::size_t links = 0;  // of them inside links
  double score = 0;
};
using Weights = std::unordered_map<const GumboNode*, Weight>;

struct Run {
  std::size_t bytes = 0;
  std::size_t commas = 0;
};

Run measure(const char* text) {
  Run run;
  bool space = true;
  for (const char* c = text; *c != '\0'; ++c) {
    const bool blank = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
    run.bytes += blank && space ? 0 : 1;
    run.commas += *c == ',' || *c == '.' ? 1 : 0;
    space = blank;
  }
  return run;
}

// Text and link bytes of every element below `root`, children added to parents as they close.
Weights weigh(const GumboNode* root) {
  Weights weights;
  std::vector<const GumboNode*> order;  // parents before children
  for (const GumboNode* node = root; node != nullptr;) {
    const bool skip = node != root && is_boilerplate(node);
    if (!skip && is_element(node)) {
      order.push_back(node);
      weights[node];
    }
    if (is_text(node) && node->parent != nullptr) {
      Weight& weight = weights[node->parent];
      const Run run = measure(node->v.text.text);
      weight.text += run.bytes;
      if (run.bytes >= 25) weight.score += 1.0 + static_cast<double>(run.commas);
    }
    node = next_node(node, root, !skip);
  }
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    Weight& own = weights[*at];
    if (has_tag(*at, {GUMBO_TAG_A})) own.links = own.text;
    if (*at == root || (*at)->parent == nullptr) continue;
    Weight& parent = weights[(*at)->parent];
    parent.text += own.text;
    parent.links += own.links;
  }
  return weights;
}

double link_share(const Weight& weight) {
  return weight.text == 0 ? 1.0
                          : static_cast<double>(weight.links) / static_cast<double>(weight.text);
}

// Paragraphs speak for the element that holds them, and half as loud for that one's parent.
const GumboNode* best_by_paragraphs(const GumboNode* root, const Weights& weights) {
  std::unordered_map<const GumboNode*, double> scores;
  const GumboNode* best = root;
  double best_score = 0;
  for (const auto& [node, weight] : weights) {
    const bool paragraph = has_tag(node, {GUMBO_TAG_P, GUMBO_TAG_PRE, GUMBO_TAG_BLOCKQUOTE,
                                          GUMBO_TAG_TD, GUMBO_TAG_LI, GUMBO_TAG_DIV});
    if (!paragraph || weight.score == 0 || node == root || node->parent == nullptr) continue;
    const double score = (weight.score + std::min(static_cast<double>(weight.text) / 100.0, 5.0)) *
                         (1.0 - link_share(weight));
    // A <div> with text of its own is paragraph and container at once.
    const GumboNode* holder = has_tag(node, {GUMBO_TAG_DIV, GUMBO_TAG_TD}) ? node : node->parent;
    scores[holder] += score;
    if (holder != root && holder->parent != nullptr) scores[holder->parent] += score / 2;
  }
  for (const auto& [node, score] : scores) {
    const auto weight = weights.find(node);
    if (weight == weights.end()) continue;
    const double whole = score * (1.0 - link_share(weight->second));
    // Ties go to the element that comes first in the page, so that results do not depend on
    // addresses.
    const bool first =
        whole == best_score && node->v.element.start_pos.offset < best->v.element.start_pos.offset;
    if (whole > best_score || first) {
      best_score = whole;
      best = node;
    }
  }
  return best;
}

// The element that the author marked as the article, when it holds a good part of the text.
const GumboNode* marked_article(const GumboNode* root, const Weights& weights,
                                std::size_t all_text) {
  const GumboNode* best = nullptr;
  std::size_t best_text = 0;
  int articles = 0;
  for (const GumboNode* node = root; node != nullptr;) {
    const auto weight = weights.find(node);
    if (weight != weights.end()) {
      const bool body = attribute(node, "itemprop") == "articleBody";
      const bool article = has_tag(node, {GUMBO_TAG_ARTICLE});
      const bool main = has_tag(node, {GUMBO_TAG_MAIN}) || attribute(node, "role") == "main";
      articles += article ? 1 : 0;
      const std::size_t text = weight->second.text - weight->second.links;
      if ((body || article || main) && text > best_text) {
        // Among nested marks the inner one wins while it keeps most of the outer one's text.
        best = node;
        best_text = text;
      } else if ((body || article) && best != nullptr && text * 10 > best_text * 7) {
        best = node;
      }
    }
    node = next_node(node, root, is_element(node) && !(node != root && is_boilerplate(node)));
  }
  return best_text * 3 >= all_text || (articles == 1 && best_text > 200) ? best : nullptr;
}

// A block that is mostly links: a list of other stories.
bool is_link_list(const GumboNode* node, const Weights& weights) {
  if (!has_tag(node, {GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_TABLE,
                      GUMBO_TAG_P, GUMBO_TAG_DL})) {
    return false;
  }
  const auto weight = weights.find(node);
  if (weight == weights.end() || weight->second.links == 0) return false;
  const bool paragraph = has_tag(node, {GUMBO_TAG_P});
  return link_share(weight->second) > (paragraph ? 0.9 : 0.6);
}

void append_collapsed(std::string& out, const char* text) {
  for (const char* c = text; *c != '\0'; ++c) {
    const bool blank = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
    if (!blank) {
      out += *c;
    } else if (!out.empty() && out.back() != ' ' && out.back() != '\n') {
      out += ' ';
    }
  }
}

void end_lines(std::string& out, std::size_t wanted) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (out.empty()) return;
  std::size_t have = 0;
  while (have < out.size() && out[out.size() - 1 - have] == '\n') ++have;
  for (; have < wanted; ++have) out += '\n';
}

bool is_preformatted(const GumboNode* node, const GumboNode* root) {
  for (; node != nullptr; node = node->parent) {
    if (has_tag(node, {GUMBO_TAG_PRE})) return true;
    if (node == root) break;
  }
  return false;
}

}  // namespace

bool is_boilerplate(const GumboNode* node) {
  if (!is_element(node)) return node->type == GUMBO_NODE_COMMENT;
  if (has_tag(node, {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
                     GUMBO_TAG_NAV,    GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER,   GUMBO_TAG_BUTTON,
                     GUMBO_TAG_SELECT, GUMBO_TAG_INPUT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_IFRAME,
                     GUMBO_TAG_SVG,    GUMBO_TAG_MATH,  GUMBO_TAG_CANVAS,   GUMBO_TAG_OBJECT,
                     GUMBO_TAG_AUDIO,  GUMBO_TAG_VIDEO, GUMBO_TAG_HEAD,     GUMBO_TAG_LABEL})) {
    return true;
  }
  if (has_tag(node, {GUMBO_TAG_HTML, GUMBO_TAG_BODY, GUMBO_TAG_MAIN, GUMBO_TAG_ARTICLE})) {
    return false;
  }
  const GumboVector& attributes = node->v.element.attributes;
  if (attributes.length == 0) return false;
  if (gumbo_get_attribute(&attributes, "hidden") != nullptr) return true;
  if (attribute(node, "aria-hidden") == "true") return true;
  const std::string_view style = attribute(node, "style");
  if (style.find("display:none") != style.npos || style.find("display: none") != style.npos) {
    return true;
  }
  const std::string_view role = attribute(node, "role");
  for (const std::string_view other : {"navigation", "banner", "contentinfo", "complementary",
                                       "search", "dialog", "menu", "toolbar", "alert"}) {
    if (role == other) return true;
  }
  return is_container(node) &&
         (names_boilerplate(attribute(node, "class")) || names_boilerplate(attribute(node, "id")));
}

const GumboNode* main_content(const GumboNode* root) {
  const Weights weights = weigh(root);
  const auto all = weights.find(root);
  const std::size_t all_text =
      all == weights.end() ? 0 : all->second.text - std::min(all->second.text, all->second.links);
  if (const GumboNode* article = marked_article(root, weights, all_text)) return article;
  const GumboNode* best = best_by_paragraphs(root, weights);
  // Where the winner holds little of the page, the page has no article: take it whole.
  const Weight& chosen = weights.at(best);
  return (chosen.text - std::min(chosen.text, chosen.links)) * 4 >= all_text ? best : root;
}

std::string readable_text(const GumboNode* content) {
  const Weights weights = weigh(content);
  std::string out;
  std::vector<const GumboNode*> open;  // blocks whose end still has to break the line
  const auto close_until = [&](const GumboNode* parent) {
    while (!open.empty() && open.back() != parent) {
      const GumboNode* last = open.back();
      open.pop_back();
      if (is_block(last)) {
        end_lines(out, 2);
      } else if (is_line(last)) {
        end_lines(out, 1);
      }
    }
  };
  for (const GumboNode* node = content; node != nullptr;) {
    if (node != content) close_until(node->parent);
    const bool skip = node != content && (is_boilerplate(node) || is_link_list(node, weights));
    if (is_text(node)) {
      if (is_preformatted(node->parent, content)) {
        out += node->v.text.text;
      } else {
        append_collapsed(out, node->v.text.text);
      }
    } else if (is_element(node) && !skip) {
      if (is_block(node)) {
        end_lines(out, 2);
      } else if (is_line(node)) {
        end_lines(out, 1);
        if (has_tag(node, {GUMBO_TAG_LI})) out += "- ";
      } else if (has_tag(node, {GUMBO_TAG_TD, GUMBO_TAG_TH}) && !out.empty() &&
                 out.back() != '\n') {
        out += out.back() == ' ' ? "; " : " ; ";
      }
      open.push_back(node);
    }
    node = next_node(node, content, !skip);
  }
  close_until(nullptr);
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  const std::size_t begin = out.find_first_not_of(" \n");
  return begin == std::string::npos ? std::string() : out.substr(begin);
}

}  // namespace depone::extract
