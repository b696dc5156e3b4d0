#include "estimate/table_fields.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace depone::estimate {
namespace {

std::string lower_case(std::string_view title) {
  std::string lower;
  for (const char c : trimmed(title)) {
    lower.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return lower;
}

bool is_number(std::string_view text) {
  const std::string_view digits = trimmed(text);
  double value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return !digits.empty() && fault == std::errc{} && end == digits.data() + digits.size();
}

// A first line of numbers is a row.
Result<> check_header(const CsvTable& csv) {
  if (std::ranges::all_of(csv.header, is_number)) {
    return Error{Fault::InvalidInput,
                 csv.name + ": the first line holds numbers, not the names of columns",
                 "put a line with a name for each list, and count, before it"};
  }
  return done();
}

// What a person may have meant by a value that is neither 0 nor 1.
std::string hint_for(std::string_view value, const std::string& column) {
  if (!is_number(value)) {
    return "name the list columns with --lists, a column of groups with --strata; in a list write "
           "1 "
           "for who is on it and 0 for who is not";
  }
  return "if " + in_quotes(column) +
         " says how many people, call it count; if it holds groups or years, --strata " + column +
         "; or name the lists with --lists";
}

bool names_the_count(std::string_view title) {
  const std::string lower = lower_case(title);
  return lower == "count" || lower == "n" || lower == "freq" || lower == "frequency";
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string in_quotes(std::string_view value) {
  constexpr std::size_t kShown = 40;
  std::string text = "\"";
  for (const char c : value.substr(0, kShown)) text += static_cast<unsigned char>(c) < 32 ? ' ' : c;
  return text + (value.size() > kShown ? "...\"" : "\"");
}

std::string at_line(std::string_view name, std::size_t line) {
  return std::string(name) + ", line " + std::to_string(line) + ": ";
}

Result<Columns> columns_of(const CsvTable& csv, const ReadTableOptions& options) {
  DP_TRY(check_header(csv));
  Columns columns;
  if (!options.strata.empty()) columns.strata = DP_TRY(csv.column(options.strata));
  for (const std::string& list : options.lists) {
    columns.lists.push_back(DP_TRY(csv.column(list)));
  }
  for (const std::string& covariate : options.covariates) {
    columns.covariates.push_back(DP_TRY(csv.column(covariate)));
  }
  std::vector<std::size_t> others;
  std::size_t sample = kNone;
  for (std::size_t i = 0; i < csv.header.size(); ++i) {
    const bool is_list = std::ranges::find(columns.lists, i) != columns.lists.end();
    const bool is_covariate = std::ranges::find(columns.covariates, i) != columns.covariates.end();
    if (is_covariate && is_list) {
      return Error{Fault::InvalidInput,
                   csv.name + ": " + in_quotes(csv.header[i]) + " is both a list and a covariate"};
    }
    if (i == columns.strata || is_list || is_covariate) continue;
    if (names_the_count(csv.header[i])) {
      if (columns.count != kNone) {
        return Error{Fault::InvalidInput,
                     csv.name + ": both " + in_quotes(csv.header[columns.count]) + " and " +
                         in_quotes(csv.header[i]) + " could be the count",
                     "rename one, or name the list columns with --lists"};
      }
      columns.count = i;
    } else {
      if (lower_case(csv.header[i]) == "sample") sample = i;
      others.push_back(i);
    }
  }
  if (columns.count != kNone) columns.sample = sample;
  if (options.lists.empty()) {
    std::ranges::copy_if(others, std::back_inserter(columns.lists),
                         [&](std::size_t i) { return i != columns.sample; });
  }
  for (const std::size_t i : columns.lists) {
    const std::string title(trimmed(csv.header[i]));
    if (title.empty()) {
      return Error{Fault::InvalidInput,
                   csv.name + ": column " + std::to_string(i + 1) + " has no name",
                   "give every list a name in the first line"};
    }
    columns.names.push_back(title);
  }
  if (columns.lists.size() < 2) {
    return Error{Fault::InvalidInput,
                 csv.name + ": " + std::to_string(columns.lists.size()) +
                     (columns.lists.size() == 1 ? " list; " : " lists; ") +
                     "an estimate needs two or more",
                 "one column of 0 and 1 a list, and one called count unless every row is a person"};
  }
  if (columns.lists.size() > kMaxLists) {
    return Error{Fault::InvalidInput,
                 csv.name + ": " + std::to_string(columns.lists.size()) + " lists; at most " +
                     std::to_string(kMaxLists) + " are handled",
                 "name those to use with --lists, or merge small ones"};
  }
  return columns;
}

Result<std::int64_t> count_of(std::string_view text, const std::string& where) {
  const std::string_view digits = trimmed(text);
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault == std::errc::result_out_of_range || value > kMostPeople) {
    return Error{Fault::InvalidInput, where + "the count " + in_quotes(text) + " is too large",
                 "at most 2^53 people are counted"};
  }
  const bool whole = fault == std::errc{} && end == digits.data() + digits.size();
  if (!whole) {
    double fraction = 0;
    const auto [rest, bad] =
        std::from_chars(digits.data(), digits.data() + digits.size(), fraction);
    const bool number = bad == std::errc{} && rest == digits.data() + digits.size();
    if (number && fraction >= 0 && fraction <= static_cast<double>(kMostPeople) &&
        fraction == static_cast<double>(static_cast<std::int64_t>(fraction))) {
      return static_cast<std::int64_t>(fraction);  // "12.0", "1e3"
    }
    return Error{Fault::InvalidInput,
                 where + "the count " + in_quotes(text) +
                     (number && fraction > 0 ? " is not whole"
                      : number               ? " is negative"
                                             : " is no number"),
                 digits.empty() ? "write how many people, or leave the row out when nobody is"
                 : digits.find(',') != std::string_view::npos
                     ? "write it without separators between thousands"
                     : "counts are whole numbers of people, 0 or more"};
  }
  if (value < 0) {
    return Error{Fault::InvalidInput, where + "the count " + in_quotes(text) + " is negative",
                 "counts are whole numbers of people, 0 or more"};
  }
  return value;
}

Result<Row> row_of(const CsvTable& csv, const Columns& columns, std::size_t row) {
  Row result;
  for (std::size_t i = 0; i < columns.lists.size(); ++i) {
    const std::string& field = csv.rows[row][columns.lists[i]];
    const std::string_view value = trimmed(field);
    if (value == "1") {
      result.on |= Lists{1} << i;
    } else if (value.empty() || value == "NA") {
      result.not_kept |= Lists{1} << i;
    } else if (value != "0") {
      return Error{Fault::InvalidInput,
                   at_line(csv.name, csv.lines[row]) + in_quotes(field) + " in the column " +
                       in_quotes(columns.names[i]) + " is not 0 or 1",
                   hint_for(value, columns.names[i])};
    }
  }
  if (result.not_kept != 0 && columns.strata == kNone) {
    const auto i = static_cast<std::size_t>(std::countr_zero(result.not_kept));
    return Error{Fault::InvalidInput,
                 at_line(csv.name, csv.lines[row]) + in_quotes(csv.rows[row][columns.lists[i]]) +
                     " in the column " + in_quotes(columns.names[i]) + " is not 0 or 1",
                 "a list that was not kept everywhere needs the column of groups or years: "
                 "--strata COLUMN"};
  }
  return result;
}

}  // namespace depone::estimate
