#include "casework/listed_names.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/csv.h"
#include "linkage/normalise.h"
#include "linkage/spec.h"
#include "text/words.h"

namespace depone::casework {
namespace {

constexpr std::size_t kLeastMixed = 6;     // characters of an identifier with letters in it
constexpr std::size_t kLeastDigits = 8;    // of one without: wages and counts are shorter
constexpr std::size_t kManyValues = 100;   // distinct; no column of towns or trades has as many
constexpr std::size_t kMostNameWords = 5;  // more is a sentence

// Words in headings of columns that name people, folded.
constexpr std::array<std::string_view, 12> kNameHeadings = {
    "name",  "given",   "surname",  "patronymic", "alias", "имя",
    "имена", "фамилия", "отчество", "фио",        "이름",  "성명"};

struct Columns {
  std::set<std::string> names;
  std::set<std::string> identifiers;
};

bool names_people(linkage::Kind kind) {
  return kind == linkage::Kind::Name || kind == linkage::Kind::Person ||
         kind == linkage::Kind::People || kind == linkage::Kind::CrossScriptName ||
         kind == linkage::Kind::CrossScriptPerson;
}

Columns columns_of_specs(std::span<const KeptList> lists, const CaseFile& case_file) {
  Columns columns;
  for (const KeptList& list : lists) {
    const bool is_spec =
        std::any_of(case_file.estimates.begin(), case_file.estimates.end(),
                    [&](const EstimateEntry& entry) { return entry.spec == list.name; });
    if (!is_spec) continue;
    const auto spec = linkage::parse_spec(list.text, list.name);
    if (!spec.ok()) continue;
    for (const linkage::Field& field : spec.value().fields) {
      std::set<std::string>* const into = names_people(field.kind) ? &columns.names
                                          : field.kind == linkage::Kind::Identifier
                                              ? &columns.identifiers
                                              : nullptr;
      if (into == nullptr) continue;
      into->insert(field.columns.begin(), field.columns.end());
      for (const linkage::SharedColumn& shared : spec.value().columns) {
        if (into->contains(shared.name)) {
          into->insert(shared.headings.begin(), shared.headings.end());
        }
      }
    }
  }
  return columns;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool heads_names(const std::string& heading) {
  const std::vector<text::Word> words = text::words(heading);
  return std::any_of(words.begin(), words.end(), [](const text::Word& word) {
    return std::any_of(kNameHeadings.begin(), kNameHeadings.end(), [&](std::string_view name) {
      return word.folded.find(name) != std::string::npos;
    });
  });
}

// Words between blanks.
std::size_t blank_words(std::string_view text) {
  std::size_t count = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    count += !blank && !in_word ? 1 : 0;
    in_word = !blank;
  }
  return count;
}

// Hangul, Kana and Han stand in three bytes from E3 on; a name of them needs no blank.
std::size_t east_asian_letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE3 && byte <= 0xED;
  }));
}

bool names_somebody(std::string_view value) {
  const std::size_t words = blank_words(value);
  return (words >= 2 && words <= kMostNameWords) || east_asian_letters(value) >= 3;
}

// One column, or two read as one.
std::vector<std::string> values_of(const CsvTable& table, std::size_t first, std::size_t last) {
  std::vector<std::string> values;
  for (const std::vector<std::string>& row : table.rows) {
    std::string value = row[first];
    if (last != first && !row[last].empty() && !value.empty()) value += " " + row[last];
    if (!value.empty()) values.push_back(std::move(value));
  }
  return values;
}

bool mostly_differ(const std::vector<std::string>& values) {
  const std::set<std::string_view> distinct(values.begin(), values.end());
  return 2 * distinct.size() > values.size() || distinct.size() > kManyValues;
}

template <class Is>
bool most_are(const std::vector<std::string>& values, Is is) {
  return !values.empty() && 10 * std::count_if(values.begin(), values.end(), is) >=
                                8 * static_cast<std::ptrdiff_t>(values.size());
}

void add_names(const CsvTable& table, const Columns& told, std::set<std::string>& names) {
  std::vector<bool> wordy;  // may be part of a name
  std::vector<bool> sure;   // is
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    const std::vector<std::string> values = values_of(table, i, i);
    sure.push_back(told.names.contains(table.header[i]) || heads_names(table.header[i]));
    wordy.push_back(sure[i] || most_are(values, [](const std::string& value) {
                      return !has_digit(value) && value.find('@') == std::string::npos &&
                             blank_words(value) <= kMostNameWords;
                    }));
  }
  // Given names beside a column of surnames: "Tae ho" for "Tae-ho" is half a name as well.
  const auto is_part = [&](std::size_t i) {
    const bool beside = (i > 0 && sure[i - 1]) || (i + 1 < sure.size() && sure[i + 1]);
    const std::vector<std::string> values = values_of(table, i, i);
    return sure[i] && beside &&
           2 * std::count_if(values.begin(), values.end(), names_somebody) <
               static_cast<std::ptrdiff_t>(values.size());
  };
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    for (const std::size_t last : {i, i + 1}) {
      if (last >= table.header.size() || !wordy[i] || !wordy[last]) continue;
      if (last == i && is_part(i)) continue;
      std::vector<std::string> values = values_of(table, i, last);
      if (!(sure[i] && sure[last]) && !mostly_differ(values)) continue;
      for (std::string& value : values) {
        if (names_somebody(value)) names.insert(std::move(value));
      }
    }
  }
}

void add_identifiers(const CsvTable& table, const Columns& told, std::set<std::string>& names) {
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    std::vector<std::string> values = values_of(table, i, i);
    const bool sure = told.identifiers.contains(table.header[i]);
    const bool looks = most_are(values, [](const std::string& value) {
      return has_digit(value) || value.find('@') != std::string::npos;
    });
    if (!sure && (!looks || !mostly_differ(values))) continue;
    for (std::string& value : values) {
      const std::string compact = linkage::compact(value);
      const bool digits = compact.find_first_not_of("0123456789") == std::string::npos;
      if (compact.size() >= (digits ? kLeastDigits : kLeastMixed) &&
          linkage::date_text(value).empty()) {
        names.insert(std::move(value));
      }
    }
  }
}

}  // namespace

std::vector<std::string> listed_names(std::span<const KeptList> lists, const CaseFile& case_file) {
  const Columns told = columns_of_specs(lists, case_file);
  std::set<std::string> names;
  for (const KeptList& list : lists) {
    const auto table = read_csv(list.text, list.name);
    if (!table.ok()) continue;
    add_names(table.value(), told, names);
    add_identifiers(table.value(), told, names);
  }
  return {names.begin(), names.end()};
}

}  // namespace depone::casework
