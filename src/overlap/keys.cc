#include "overlap/keys.h"

#include <algorithm>

#include "text/latin.h"
#include "text/unicode.h"

namespace depone::overlap {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Fold leaves UTF-8 letters; what is ASCII and neither letter nor digit goes.
std::string plain_text(std::string_view value) {
  std::string plain;
  for (const char c : text::fold(value)) {
    const bool letter = (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
    if (letter || is_digit(c)) plain.push_back(c);
  }
  return plain;
}

std::string plain_name(std::string_view value) {
  std::vector<std::string> words(1);
  for (const char c : text::any_latin(value)) {
    if ((c >= 'a' && c <= 'z') || is_digit(c)) {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  std::sort(words.begin(), words.end());
  std::string plain;
  for (const std::string& word : words) plain += word + (word.empty() ? "" : " ");
  return plain;
}

std::vector<std::string> digit_groups(std::string_view value) {
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!is_digit(value[i])) continue;
    if (i == 0 || !is_digit(value[i - 1])) groups.emplace_back();
    groups.back().push_back(value[i]);
  }
  return groups;
}

bool is_year(std::string_view digits) {
  return digits.size() == 4 && digits >= "1800" && digits <= "2199";
}

std::string two_digits(const std::string& group) { return group.size() == 1 ? "0" + group : group; }

std::string plain_date(std::string_view value) {
  const auto groups = digit_groups(value);
  std::string year;
  std::string month;
  std::string day;
  if (groups.size() == 1 && groups[0].size() == 8) {
    year = groups[0].substr(0, 4);
    month = groups[0].substr(4, 2);
    day = groups[0].substr(6, 2);
  } else if (groups.size() >= 3 && groups[0].size() == 4) {
    year = groups[0];
    month = two_digits(groups[1]);
    day = two_digits(groups[2]);
  } else if (groups.size() >= 3 && groups[2].size() == 4) {
    day = two_digits(groups[0]);
    month = two_digits(groups[1]);
    year = groups[2];
  }
  const bool sound = is_year(year) && month.size() == 2 && month >= "01" && month <= "12" &&
                     day.size() == 2 && day >= "01" && day <= "31";
  return sound ? year + "-" + month + "-" + day : std::string();
}

std::string plain_year(std::string_view value) {
  for (const std::string& group : digit_groups(value)) {
    if (is_year(group)) return group;
    if (group.size() == 8 && is_year(group.substr(0, 4))) return group.substr(0, 4);
  }
  return {};
}

}  // namespace

std::string key_part(std::string_view value, KeyKind kind) {
  switch (kind) {
    case KeyKind::Text:
      return plain_text(value);
    case KeyKind::Name:
      return plain_name(value);
    case KeyKind::Date:
      return plain_date(value);
    case KeyKind::Year:
      return plain_year(value);
  }
  return {};
}

Result<ListKeys> keys_of(const CsvTable& list, const Protocol& protocol, const KeyRule& rule) {
  if (static_cast<std::int64_t>(list.rows.size()) > protocol.maximum_records) {
    return Error{Fault::InvalidInput,
                 list.name + " has " + std::to_string(list.rows.size()) +
                     " records; the protocol allows " + std::to_string(protocol.maximum_records),
                 "the parties must agree on a larger maximum before anything is sent"};
  }
  std::vector<std::size_t> columns;
  for (const KeyField& field : rule.fields) {
    columns.push_back(DP_TRY(list.column(field.column)));
  }
  const std::string prefix = to_hex(crypto::view(protocol.id())) + "\x1f" + rule.name;
  ListKeys keys;
  keys.records = list.rows.size();
  for (const auto& row : list.rows) {
    std::string key = prefix;
    bool whole = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string part = key_part(row[columns[i]], rule.fields[i].kind);
      whole = whole && !part.empty();
      key += "\x1f" + part;
    }
    if (whole) {
      keys.elements.push_back(crypto::element_of(bytes_of(key)));
    } else {
      ++keys.without_key;
    }
  }
  const std::size_t keyed = keys.elements.size();
  std::sort(keys.elements.begin(), keys.elements.end());
  keys.elements.erase(std::unique(keys.elements.begin(), keys.elements.end()), keys.elements.end());
  keys.repeated = keyed - keys.elements.size();
  return keys;
}

}  // namespace depone::overlap
