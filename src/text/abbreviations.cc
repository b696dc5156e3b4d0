// Sources: GOST R 7.0.12-2011 (Russian abbreviations in bibliographic records) for the Russian
// list; Chicago Manual of Style, 17th edition, chapter 10, and the ISO 3166/month short forms for
// the English list; the openers are the function words that head most sentences of either language.
#include "text/abbreviations.h"

#include <algorithm>
#include <array>
#include <utility>

namespace depone::text {
namespace {

using enum Abbreviation;

// Both tables are sorted by bytes: looked up by bisection.
constexpr auto kAbbreviations = [] {
  std::array<std::pair<std::string_view, Abbreviation>, 127> table = {{
      {"mr", BeforeName},      {"mrs", BeforeName},   {"ms", BeforeName},
      {"messrs", BeforeName},  {"dr", BeforeName},    {"prof", BeforeName},
      {"st", BeforeName},      {"gen", BeforeName},   {"col", BeforeName},
      {"lt", BeforeName},      {"sgt", BeforeName},   {"capt", BeforeName},
      {"maj", BeforeName},     {"cmdr", BeforeName},  {"adm", BeforeName},
      {"brig", BeforeName},    {"rep", BeforeName},   {"sen", BeforeName},
      {"gov", BeforeName},     {"pres", BeforeName},  {"rev", BeforeName},
      {"hon", BeforeName},     {"amb", BeforeName},   {"supt", BeforeName},
      {"e.g", BeforeName},     {"i.e", BeforeName},   {"cf", BeforeName},
      {"viz", BeforeName},     {"vs", BeforeName},    {"approx", BeforeName},
      {"mt", BeforeName},      {"ft", BeforeName},    {"им", BeforeName},
      {"ул", BeforeName},      {"пр-т", BeforeName},  {"просп", BeforeName},
      {"пер", BeforeName},     {"пл", BeforeName},    {"бул", BeforeName},
      {"наб", BeforeName},     {"дер", BeforeName},   {"пос", BeforeName},
      {"обл", Inner},          {"акад", BeforeName},  {"проф", BeforeName},
      {"доц", BeforeName},     {"ген", BeforeName},   {"полк", BeforeName},
      {"гр", BeforeName},      {"гр-н", BeforeName},  {"тов", BeforeName},
      {"т.е", BeforeName},     {"т.н", BeforeName},   {"т.к", BeforeName},
      {"напр", BeforeName},    {"ок", BeforeName},    {"св", BeforeName},
      {"см", BeforeName},      {"ср", BeforeName},    {"прим", BeforeName},
      {"в т.ч", BeforeName},   {"т.ч", BeforeName},   {"no", BeforeNumber},
      {"nos", BeforeNumber},   {"art", BeforeNumber}, {"arts", BeforeNumber},
      {"fig", BeforeNumber},   {"sec", BeforeNumber}, {"para", BeforeNumber},
      {"paras", BeforeNumber}, {"vol", BeforeNumber}, {"ch", BeforeNumber},
      {"pp", BeforeNumber},    {"ed", BeforeNumber},  {"ст", BeforeNumber},
      {"стр", BeforeNumber},   {"гл", BeforeNumber},  {"рис", BeforeNumber},
      {"табл", BeforeNumber},  {"пп", BeforeNumber},  {"ч", BeforeNumber},
      {"тел", BeforeNumber},   {"кв", BeforeNumber},  {"корп", BeforeNumber},
      {"inc", Inner},          {"ltd", Inner},        {"co", Inner},
      {"corp", Inner},         {"jr", Inner},         {"sr", Inner},
      {"dept", Inner},         {"est", Inner},        {"jan", Inner},
      {"feb", Inner},          {"mar", Inner},        {"apr", Inner},
      {"jun", Inner},          {"jul", Inner},        {"aug", Inner},
      {"sep", Inner},          {"sept", Inner},       {"oct", Inner},
      {"nov", Inner},          {"dec", Inner},        {"u.s", Inner},
      {"u.k", Inner},          {"u.n", Inner},        {"d.p.r.k", Inner},
      {"гг", Inner},           {"вв", Inner},         {"тыс", Inner},
      {"млн", Inner},          {"млрд", Inner},       {"трлн", Inner},
      {"мин", Inner},          {"сек", Inner},        {"час", Inner},
      {"и.о", BeforeName},     {"etc", Closing},      {"a.m", Closing},
      {"p.m", Closing},        {"al", Closing},       {"т.д", Closing},
      {"т.п", Closing},        {"др", Closing},       {"пр", Closing},
      {"руб", Closing},
  }};
  std::sort(table.begin(), table.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return table;
}();

constexpr auto kMoreClosing = std::to_array<std::string_view>(
    {"коп", "долл", "чел", "экз", "кг", "км", "н.э", "г.г", "проц"});

constexpr auto kOpeners = [] {
  auto table = std::to_array<std::string_view>(
      {"the",      "they",      "he",     "she",       "it",    "we",     "i",     "you",  "this",
       "these",    "those",     "that",   "there",     "in",    "on",     "at",    "but",  "and",
       "however",  "according", "after",  "before",    "when",  "while",  "if",    "as",   "for",
       "from",     "his",       "her",    "their",     "our",   "my",     "its",   "some", "many",
       "most",     "all",       "one",    "another",   "no",    "not",    "by",    "with", "since",
       "during",   "although",  "what",   "who",       "how",   "why",    "so",    "then", "a",
       "an",       "about",     "more",   "over",      "under", "also",   "both",  "each", "other",
       "others",   "он",        "она",    "оно",       "они",   "мы",     "я",     "вы",   "это",
       "эти",      "этот",      "эта",    "в",         "во",    "на",     "по",    "но",   "а",
       "и",        "если",      "когда",  "после",     "до",    "при",    "за",    "из",   "от",
       "с",        "со",        "к",      "ко",        "для",   "о",      "об",    "как",  "что",
       "кто",      "все",       "всего",  "так",       "также", "однако", "его",   "ее",   "их",
       "наш",      "мой",       "там",    "здесь",     "тогда", "потом",  "затем", "еще",  "один",
       "другой",   "другие",    "многие", "некоторые", "у",     "не",     "без",   "под",  "над",
       "согласно", "каждый"});
  std::sort(table.begin(), table.end());
  return table;
}();

}  // namespace

Abbreviation abbreviation(std::string_view token) {
  const auto place =
      std::lower_bound(kAbbreviations.begin(), kAbbreviations.end(), token,
                       [](const auto& entry, std::string_view key) { return entry.first < key; });
  if (place != kAbbreviations.end() && place->first == token) return place->second;
  const bool closing =
      std::find(kMoreClosing.begin(), kMoreClosing.end(), token) != kMoreClosing.end();
  return closing ? Closing : None;
}

bool opens_sentence(std::string_view word) {
  return std::binary_search(kOpeners.begin(), kOpeners.end(), word);
}

}  // namespace depone::text
