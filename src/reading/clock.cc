#include "reading/clock.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

#include "reading/data_node.h"
#include "reading/folded_text.h"
#include "reading/number_tables.h"
#include "reading/quantity_tables.h"

namespace depone::reading {
namespace {

constexpr int kDay = 24 * 60;

struct ClockForms {
  std::vector<std::unique_ptr<re2::RE2>> intervals;
  std::unique_ptr<re2::RE2> any;  // without which none of the intervals is tried
  std::vector<std::string> am;
  std::vector<std::string> pm;
  std::vector<std::string> night;
  std::vector<std::string> noon;
  std::vector<std::string> midnight;
  std::vector<std::string> ignored;
};

struct Moment {
  int minutes = 0;    // since midnight
  bool sure = false;  // of the half of the day
};

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

bool has_any(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return text.find(word) != std::string_view::npos;
  });
}

Result<ClockForms> load_forms(const DataNode& node, std::string_view code) {
  ClockForms forms;
  const std::string hour = expand_pattern(node["hour"].text());
  std::string all;
  for (std::string pattern : node["intervals"].texts()) {
    pattern = expand_pattern(pattern);
    for (std::size_t at = pattern.find("{hour}"); at != std::string::npos;
         at = pattern.find("{hour}", at)) {
      pattern.replace(at, 6, hour);
      at += hour.size();
    }
    all += (all.empty() ? "" : "|") + pattern;
    auto compiled = DP_TRY(compile_pattern(pattern, "clock.toml"));
    if (compiled->NumberOfCapturingGroups() != 2) {
      return Error{
          Fault::InvalidInput,
          fmt::format("data/reading/clock.toml: an interval of [{}] does not capture two hours",
                      code),
          "correct the table"};
    }
    forms.intervals.push_back(std::move(compiled));
  }
  forms.any = DP_TRY(compile_pattern(all, "clock.toml"));
  forms.am = node["am"].texts();
  forms.pm = node["pm"].texts();
  forms.night = node["night"].texts();
  forms.noon = node["noon"].texts();
  forms.midnight = node["midnight"].texts();
  forms.ignored = node["ignored"].texts();
  return forms;
}

// "06", "6:30", "six", 여섯: hours and minutes; nullopt when there are none or too many.
std::optional<Moment> face_value(std::string_view text, Language language,
                                 const NumberLexicon& numbers) {
  const auto digit = std::find_if(text.begin(), text.end(), is_digit);
  Moment moment;
  if (digit == text.end()) {
    std::vector<Numeral> found;
    numbers.find(text, language, found);
    if (found.empty() || found.front().value > Decimal::whole(12)) return std::nullopt;
    moment.minutes = static_cast<int>(found.front().value.ten_thousandths / Decimal::kScale) * 60;
    return moment;
  }
  int hour = 0;
  int minute = 0;
  auto at = static_cast<std::size_t>(digit - text.begin());
  for (; at < text.size() && is_digit(text[at]); ++at) hour = hour * 10 + (text[at] - '0');
  const bool clock_face = at + 2 < text.size() && (text[at] == ':' || text[at] == '.') &&
                          is_digit(text[at + 1]) && is_digit(text[at + 2]);
  if (clock_face) {
    minute = (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
  } else {
    const auto more =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_digit);
    for (auto c = more; c != text.end() && is_digit(*c); ++c) minute = minute * 10 + (*c - '0');
    if (more == text.end() && text.find("반") != std::string_view::npos) minute = 30;
  }
  if (hour > 24 || minute > 59) return std::nullopt;
  moment.minutes = hour * 60 + minute;
  moment.sure = hour > 12 || hour == 0 || clock_face;
  return moment;
}

std::optional<Moment> read_moment(const ClockForms& forms, std::string_view written,
                                  Language language, const NumberLexicon& numbers) {
  std::string text(written);
  for (const std::string& word : forms.ignored) {
    if (const std::size_t at = text.find(word); at != std::string::npos)
      text.erase(at, word.size());
  }
  auto moment = face_value(text, language, numbers);
  if (!moment) {
    if (has_any(text, forms.noon)) return Moment{12 * 60, true};
    if (has_any(text, forms.midnight)) return Moment{0, true};
    return std::nullopt;
  }
  const int hour = moment->minutes / 60;
  constexpr int kNoon = 12 * 60;
  if (hour > 12) {
    moment->sure = true;
  } else if (has_any(text, forms.night)) {
    // Up to five o'clock the night is the morning's, twelve at night is midnight.
    moment->sure = true;
    if (hour == 12) moment->minutes -= kNoon;
    if (hour > 5 && hour < 12) moment->minutes += kNoon;
  } else if (has_any(text, forms.pm)) {
    moment->sure = true;
    if (hour < 12) moment->minutes += kNoon;
  } else if (has_any(text, forms.am)) {
    moment->sure = true;
    if (hour == 12) moment->minutes -= kNoon;
  }
  return moment;
}

}  // namespace

struct ClockLexicon::Tables {
  ClockForms english;
  ClockForms russian;
  ClockForms korean;
  NumberLexicon numbers;
};

Result<ClockLexicon> ClockLexicon::load(const DataFiles& data, const NumberLexicon& numbers) {
  const DataNode root = DP_TRY(DataNode::load(data, "clock.toml"));
  auto tables = std::make_shared<Tables>();
  tables->english = DP_TRY(load_forms(root["en"], "en"));
  tables->russian = DP_TRY(load_forms(root["ru"], "ru"));
  tables->korean = DP_TRY(load_forms(root["ko"], "ko"));
  tables->numbers = numbers;
  ClockLexicon lexicon;
  lexicon.tables_ = std::move(tables);
  return lexicon;
}

void ClockLexicon::find(std::string_view folded, Language language,
                        std::vector<ClockInterval>& out) const {
  const ClockForms& forms = language == Language::Korean    ? tables_->korean
                            : language == Language::Russian ? tables_->russian
                                                            : tables_->english;
  if (!re2::RE2::PartialMatch(piece(folded), *forms.any)) return;
  std::array<re2::StringPiece, 3> groups;
  for (const auto& pattern : forms.intervals) {
    std::size_t at = 0;
    while (at < folded.size() && pattern->Match(piece(folded), at, folded.size(),
                                                re2::RE2::UNANCHORED, groups.data(), 3)) {
      ClockInterval interval;
      interval.begin = static_cast<std::size_t>(groups[0].data() - folded.data());
      interval.end = interval.begin + groups[0].size();
      at = std::max(interval.end, interval.begin + 1);
      const bool inside_word = interval.begin > 0 && (is_latin(folded[interval.begin - 1]) ||
                                                      is_digit(folded[interval.begin - 1]));
      if (inside_word || (interval.end < folded.size() && is_digit(folded[interval.end]))) continue;
      const auto text_of = [](const re2::StringPiece& group) {
        return std::string_view(group.data(), group.size());
      };
      const auto start = read_moment(forms, text_of(groups[1]), language, tables_->numbers);
      auto stop = read_moment(forms, text_of(groups[2]), language, tables_->numbers);
      if (!start || !stop || !start->sure) continue;
      if (!stop->sure) {
        // "from 6 am to 10": the same half when that comes later, else the other.
        if (stop->minutes <= start->minutes) stop->minutes += kDay / 2;
      }
      int minutes = (stop->minutes - start->minutes) % kDay;
      if (minutes <= 0) minutes += kDay;
      interval.hours = Decimal{minutes * Decimal::kScale / 60};
      const int end_of_day = stop->minutes % kDay;
      interval.derivation = fmt::format("{:02}:{:02} to {:02}:{:02} is {} hours",
                                        start->minutes / 60, start->minutes % 60, end_of_day / 60,
                                        end_of_day % 60, to_string(interval.hours));
      const bool overlaps = std::any_of(out.begin(), out.end(), [&](const ClockInterval& other) {
        return other.begin < interval.end && interval.begin < other.end;
      });
      if (!overlaps) out.push_back(std::move(interval));
    }
  }
  std::sort(out.begin(), out.end(),
            [](const ClockInterval& a, const ClockInterval& b) { return a.begin < b.begin; });
}

}  // namespace depone::reading
