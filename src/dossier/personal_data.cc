#include "dossier/personal_data.h"

#include <algorithm>
#include <optional>

namespace depone::dossier {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_mail_letter(char c) {
  return is_letter(c) || is_digit(c) || is_high(c) || c == '.' || c == '_' || c == '-' ||
         c == '+' || c == '%';
}

std::optional<PersonalData> email_at(std::string_view text, std::size_t at_sign) {
  std::size_t begin = at_sign;
  while (begin > 0 && is_mail_letter(text[begin - 1]) && at_sign - begin < 256) --begin;
  std::size_t end = at_sign + 1;
  while (end < text.size() && is_mail_letter(text[end]) && end - at_sign < 256) ++end;
  while (end > at_sign + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  const std::string_view domain = text.substr(at_sign + 1, end - at_sign - 1);
  // A handle ("@name") identifies a person as well, if it is long enough to be one.
  if (begin == at_sign && domain.size() < 3) return std::nullopt;
  if (begin < at_sign && domain.empty()) return std::nullopt;
  return PersonalData{PersonalDataKind::Email, begin, end};
}

// A run of digit groups as people write telephone and document numbers.
struct Digits {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::size_t> groups;  // digits of each group
  std::size_t count = 0;            // digits of all groups
  bool plus = false;
  bool marked = false;  // hyphen or parenthesis between groups
};

Digits digits_at(std::string_view text, std::size_t at) {
  Digits run;
  run.begin = run.end = at;
  run.plus = at > 0 && text[at - 1] == '+';
  if (run.plus) --run.begin;
  if (run.begin > 0 && text[run.begin - 1] == '(') --run.begin;
  while (at < text.size()) {
    std::size_t digits = 0;
    while (at + digits < text.size() && is_digit(text[at + digits])) ++digits;
    if (digits == 0) break;
    run.groups.push_back(digits);
    run.count += digits;
    at += digits;
    run.end = at;
    std::size_t gap = at;
    bool marked = false;
    while (gap < text.size() && gap - at < 3 &&
           (text[gap] == ' ' || text[gap] == '-' || text[gap] == '(' || text[gap] == ')')) {
      marked = marked || text[gap] != ' ';
      ++gap;
    }
    if (gap == at || gap >= text.size() || !is_digit(text[gap])) break;
    run.marked = run.marked || marked;
    at = gap;
  }
  return run;
}

// "2017-12-22": ten characters, as ISO 8601 writes a day.
bool is_iso_date(std::string_view text, std::size_t at) {
  if (at + 10 > text.size() || text[at + 4] != '-' || text[at + 7] != '-') return false;
  for (const std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u}) {
    if (!is_digit(text[at + i])) return false;
  }
  return at + 10 == text.size() || !is_digit(text[at + 10]);
}

// "1 000 000 000": a number with thousands separated, not marked otherwise.
bool is_thousands(const Digits& run) {
  return !run.plus && !run.marked && run.groups.size() > 1 && run.groups.front() <= 3 &&
         std::all_of(run.groups.begin() + 1, run.groups.end(),
                     [](std::size_t digits) { return digits == 3; });
}

// "2015 2016 2017" or "2014-2016": years side by side.
bool is_years(std::string_view text, const Digits& run) {
  if (run.plus) return false;
  for (std::size_t at = run.begin; at < run.end;) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const std::string_view year = text.substr(at, 4);
    if (!year.starts_with("19") && !year.starts_with("20")) return false;
    at += 4;
    if (at < run.end && is_digit(text[at])) return false;
  }
  return std::all_of(run.groups.begin(), run.groups.end(),
                     [](std::size_t digits) { return digits == 4; });
}

// Latin letters straight before the digits: "M 12345678", "AB123456".
std::size_t series_before(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  if (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '-')) --at;
  std::size_t letters = 0;
  while (at > 0 && text[at - 1] >= 'A' && text[at - 1] <= 'Z' && letters < 3) {
    --at;
    ++letters;
  }
  const bool word_start = at == 0 || (!is_letter(text[at - 1]) && !is_digit(text[at - 1]));
  return letters > 0 && letters < 3 && word_start ? at : begin;
}

std::optional<PersonalData> number_at(std::string_view text, const Digits& run) {
  if (is_thousands(run) || is_years(text, run)) return std::nullopt;
  if (run.plus && run.count >= 8) {
    return PersonalData{PersonalDataKind::Telephone, run.begin, run.end};
  }
  const bool trunk = is_digit(text[run.begin]) &&
                     (text[run.begin] == '0' || text[run.begin] == '7' || text[run.begin] == '8');
  if (run.count >= 9 && (run.marked || (trunk && run.groups.size() > 1))) {
    return PersonalData{PersonalDataKind::Telephone, run.begin, run.end};
  }
  const std::size_t longest = *std::max_element(run.groups.begin(), run.groups.end());
  const std::size_t series = series_before(text, run.begin);
  const bool lettered = series != run.begin && run.groups.front() >= 6 && run.groups.front() <= 9;
  // "45 06 123456" and "4506 123456": the Russian internal passport.
  const bool internal_passport = run.count == 10 && run.groups.back() == 6 && run.groups.size() > 1;
  const bool card = run.count >= 13 && run.count <= 19 && run.groups.size() >= 4;
  if (lettered || internal_passport || card || longest >= 9) {
    return PersonalData{PersonalDataKind::DocumentNumber, lettered ? series : run.begin, run.end};
  }
  return std::nullopt;
}

}  // namespace

std::vector<PersonalData> find_personal_data(std::string_view text) {
  std::vector<PersonalData> found;
  const auto keep = [&](const PersonalData& data) {
    if (found.empty() || data.begin >= found.back().end) {
      found.push_back(data);
    } else {
      found.back().end = std::max(found.back().end, data.end);
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '@') {
      if (const auto email = email_at(text, at)) {
        keep(*email);
        at = email->end;
        continue;
      }
    }
    if (is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]))) {
      if (is_iso_date(text, at)) {
        at += 10;
        continue;
      }
      const Digits run = digits_at(text, at);
      if (const auto number = number_at(text, run)) keep(*number);
      at = std::max(run.end, at + 1);
      continue;
    }
    ++at;
  }
  return found;
}

}  // namespace depone::dossier
