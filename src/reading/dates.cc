#include "reading/dates.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "reading/data_node.h"
#include "reading/folded_text.h"
#include "reading/number_tables.h"
#include "reading/quantity_tables.h"

namespace depone::reading {
namespace {

enum class Part { Year, Month, Day };
enum class Direction { Nearest, Past, Future };

struct DateForm {
  std::unique_ptr<re2::RE2> pattern;  // of the whole mention
  std::vector<Part> parts;
  std::optional<int> year_offset;
  std::optional<int> month_offset;
  Direction direction = Direction::Nearest;
  bool is_claim = false;
};

struct DateForms {
  std::unique_ptr<re2::RE2> any;
  std::vector<DateForm> forms;
  std::vector<std::pair<int, std::unique_ptr<re2::RE2>>> months;
};

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

int number(const re2::StringPiece& digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() ? value : 0;
}

Result<DateForm> read_form(const DataNode& entry, std::string_view file, const std::string& months,
                           std::string& alternative) {
  DateForm form;
  std::string pattern = entry["pattern"].text();
  if (const std::size_t at = pattern.find("{month}"); at != std::string::npos) {
    pattern.replace(at, 7, "(" + months + ")");
  }
  // Hyphens stay plain here: they stand between digits.
  std::string spaced;
  for (const char c : pattern) spaced += c == ' ' ? std::string(" *") : std::string(1, c);
  alternative = spaced;
  form.pattern = DP_TRY(compile_pattern("\\A(?:" + spaced + ")\\z", file));
  for (const std::string& name : entry["parts"].texts()) {
    if (name != "year" && name != "month" && name != "day") {
      return Error{Fault::InvalidInput,
                   fmt::format("data/reading/{}: \"{}\" is no part of a date", file, name),
                   "correct the table"};
    }
    form.parts.push_back(name == "year" ? Part::Year : name == "month" ? Part::Month : Part::Day);
  }
  if (static_cast<std::size_t>(form.pattern->NumberOfCapturingGroups()) != form.parts.size() ||
      form.parts.size() > 3) {
    return Error{Fault::InvalidInput,
                 fmt::format("data/reading/{}: \"{}\" captures {} groups for {} parts", file,
                             pattern, form.pattern->NumberOfCapturingGroups(), form.parts.size()),
                 "correct the table"};
  }
  if (!entry["year"].empty()) form.year_offset = static_cast<int>(entry["year"].whole(0));
  if (!entry["month_offset"].empty()) {
    form.month_offset = static_cast<int>(entry["month_offset"].whole(0));
  }
  const std::string& relative = entry["relative"].text();
  form.direction = relative == "past"     ? Direction::Past
                   : relative == "future" ? Direction::Future
                                          : Direction::Nearest;
  form.is_claim = !form.parts.empty() && entry["claim"].text() != "false";
  return form;
}

Result<DateForms> load_forms(const DataFiles& data, std::string_view code) {
  const std::string file = fmt::format("dates_{}.toml", code);
  const DataNode root = DP_TRY(DataNode::load(data, file));
  DateForms forms;
  std::vector<std::string> names;
  for (const auto& [key, spellings] : root["months"].members()) {
    const int month = number(piece(key));
    const std::string alternatives = fmt::format("{}", fmt::join(spellings.texts(), "|"));
    auto pattern = DP_TRY(compile_pattern("\\A(?:" + alternatives + ")\\z", file));
    forms.months.emplace_back(month, std::move(pattern));
    names.push_back(alternatives);
  }
  const std::string months = fmt::format("{}", fmt::join(names, "|"));
  std::vector<std::string> all;
  for (const DataNode& entry : root["date"].items()) {
    std::string alternative;
    DateForm form = DP_TRY(read_form(entry, file, months, alternative));
    forms.forms.push_back(std::move(form));
    all.push_back(std::move(alternative));
  }
  forms.any = DP_TRY(compile_pattern(fmt::format("{}", fmt::join(all, "|")), file));
  return forms;
}

int last_day_of(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// The year a date without one means; 0 when the document's date does not tell.
int year_for(const DateForm& form, int month, int day, const PartialDate& published) {
  if (!published.known()) return 0;
  if (form.year_offset) return published.year + *form.year_offset;
  if (published.month == 0) return form.direction == Direction::Future ? 0 : published.year;
  const int there = month * 31 + (day == 0 ? 15 : day);
  const int here = published.month * 31 + (published.day == 0 ? 31 : published.day);
  switch (form.direction) {
    case Direction::Past:
      return there <= here ? published.year : published.year - 1;
    case Direction::Future:
      return there >= here ? published.year : published.year + 1;
    case Direction::Nearest:
      break;
  }
  // News speak of the near future and of the year behind them.
  constexpr int kThreeMonths = 3 * 31;
  return there <= here + kThreeMonths ? published.year : published.year - 1;
}

bool resolve(const DateForm& form, std::array<int, 3> value, const PartialDate& published,
             PartialDate& date) {
  date = {value[0], value[1], value[2]};
  if (form.month_offset) {
    if (published.month == 0) return false;
    const int months = published.year * 12 + published.month - 1 + *form.month_offset;
    date = {months / 12, months % 12 + 1, 0};
    return true;
  }
  if (date.year == 0) date.year = year_for(form, date.month, date.day, published);
  if (date.year <= 0 || date.month < 0 || date.month > 12) return false;
  if (date.month == 0) return date.day == 0;
  return date.day >= 0 && date.day <= last_day_of(date.year, date.month);
}

}  // namespace

struct DateLexicon::Tables {
  DateForms english;
  DateForms russian;
  DateForms korean;
};

Result<DateLexicon> DateLexicon::load(const DataFiles& data) {
  auto tables = std::make_shared<Tables>();
  tables->english = DP_TRY(load_forms(data, "en"));
  tables->russian = DP_TRY(load_forms(data, "ru"));
  tables->korean = DP_TRY(load_forms(data, "ko"));
  DateLexicon lexicon;
  lexicon.tables_ = std::move(tables);
  return lexicon;
}

namespace {

// Whether the mention stands free of letters and digits that would make it something else.
bool stands_free(std::string_view text, std::size_t begin, std::size_t end, bool korean) {
  if (begin > 0) {
    const char c = text[begin - 1];
    if (is_digit(c) || is_latin(c) || c == '$' || c == '#' || c == '_' || c == '/') return false;
    if ((c == '.' || c == ',') && begin > 1 && is_digit(text[begin - 2])) return false;
    if (begin > 1 && is_cyrillic(text[begin - 2])) return false;
  }
  if (end < text.size()) {
    const char c = text[end];
    if (is_digit(c) || is_latin(c) || (!korean && is_cyrillic(c)) || c == '%' || c == '/')
      return false;
    if ((c == '.' || c == ',' || c == ':') && end + 1 < text.size() && is_digit(text[end + 1]))
      return false;
  }
  return true;
}

std::optional<DateMention> interpret(const DateForms& forms, std::string_view found,
                                     const PartialDate& published) {
  std::array<re2::StringPiece, 4> groups;
  for (const DateForm& form : forms.forms) {
    const int count = static_cast<int>(form.parts.size()) + 1;
    if (!form.pattern->Match(piece(found), 0, found.size(), re2::RE2::ANCHOR_BOTH, groups.data(),
                             count)) {
      continue;
    }
    std::array<int, 3> value = {0, 0, 0};
    for (std::size_t i = 0; i < form.parts.size(); ++i) {
      int part = number(groups[i + 1]);
      if (form.parts[i] == Part::Month && part == 0) {
        for (const auto& [month, pattern] : forms.months) {
          if (re2::RE2::FullMatch(groups[i + 1], *pattern)) part = month;
        }
      }
      if (part == 0) return std::nullopt;
      value[static_cast<std::size_t>(form.parts[i])] = part;
    }
    DateMention mention;
    mention.is_claim = form.is_claim;
    mention.bare_year = form.parts.size() == 1 && form.parts[0] == Part::Year && found.size() == 4;
    if (!resolve(form, value, published, mention.date)) return std::nullopt;
    return mention;
  }
  return std::nullopt;
}

}  // namespace

void DateLexicon::find(std::string_view folded, Language language, const PartialDate& published,
                       std::vector<DateMention>& out) const {
  const bool korean = language == Language::Korean;
  const DateForms& forms = korean                          ? tables_->korean
                           : language == Language::Russian ? tables_->russian
                                                           : tables_->english;
  std::size_t at = 0;
  re2::StringPiece match;
  while (at < folded.size() &&
         forms.any->Match(piece(folded), at, folded.size(), re2::RE2::UNANCHORED, &match, 1)) {
    const auto begin = static_cast<std::size_t>(match.data() - folded.data());
    const std::size_t end = begin + match.size();
    at = std::max(end, begin + 1);
    if (match.empty() || !stands_free(folded, begin, end, korean)) {
      // A longer word may begin like a date; look again one letter on.
      at = begin + 1;
      continue;
    }
    auto mention = interpret(forms, folded.substr(begin, end - begin), published);
    if (!mention) continue;
    mention->begin = begin;
    mention->end = end;
    while (mention->end > begin && folded[mention->end - 1] == ' ') --mention->end;
    out.push_back(*mention);
  }
}

}  // namespace depone::reading
