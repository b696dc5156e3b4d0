#include "estimate/read_table.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/csv.h"

namespace depone::estimate {
namespace {

// Whole numbers up to here are exact as floating point.
constexpr std::int64_t kMostPeople = std::int64_t{1} << 53;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool names_the_count(std::string_view title) {
  std::string lower;
  for (const char c : trimmed(title)) {
    lower.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return lower == "count" || lower == "n" || lower == "freq" || lower == "frequency";
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

struct Columns {
  std::vector<std::size_t> lists;
  std::vector<std::string> names;
  std::size_t count = SIZE_MAX;   // SIZE_MAX: one row a person
  std::size_t strata = SIZE_MAX;  // SIZE_MAX: no groups
};

Result<Columns> columns_of(const CsvTable& csv, const ReadTableOptions& options) {
  Columns columns;
  if (!options.strata.empty()) columns.strata = DP_TRY(csv.column(options.strata));
  for (const std::string& list : options.lists) {
    columns.lists.push_back(DP_TRY(csv.column(list)));
  }
  for (std::size_t i = 0; i < csv.header.size(); ++i) {
    const bool is_list = std::ranges::find(columns.lists, i) != columns.lists.end();
    if (i == columns.strata || is_list) continue;
    if (names_the_count(csv.header[i])) {
      if (columns.count != SIZE_MAX) {
        return Error{Fault::InvalidInput,
                     csv.name + ": both " + in_quotes(csv.header[columns.count]) + " and " +
                         in_quotes(csv.header[i]) + " could be the count",
                     "rename one, or name the list columns with --lists"};
      }
      columns.count = i;
    } else if (options.lists.empty()) {
      columns.lists.push_back(i);
    }
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
    return Error{Fault::InvalidInput, where + "the count " + in_quotes(text) + " is too large", ""};
  }
  const bool whole = fault == std::errc{} && end == digits.data() + digits.size();
  if (!whole) {
    double fraction = 0;
    const auto [rest, bad] =
        std::from_chars(digits.data(), digits.data() + digits.size(), fraction);
    const bool is_number = bad == std::errc{} && rest == digits.data() + digits.size();
    if (is_number && fraction >= 0 && fraction <= static_cast<double>(kMostPeople) &&
        fraction == static_cast<double>(static_cast<std::int64_t>(fraction))) {
      return static_cast<std::int64_t>(fraction);  // "12.0", "1e3"
    }
    return Error{Fault::InvalidInput,
                 where + "the count " + in_quotes(text) +
                     (is_number && fraction > 0 ? " is not whole"
                      : is_number               ? " is negative"
                                                : " is no number"),
                 "counts are whole numbers of people, 0 or more"};
  }
  if (value < 0) {
    return Error{Fault::InvalidInput, where + "the count " + in_quotes(text) + " is negative",
                 "counts are whole numbers of people, 0 or more"};
  }
  return value;
}

Result<Lists> lists_of(const CsvTable& csv, const Columns& columns, std::size_t row) {
  Lists lists = 0;
  for (std::size_t i = 0; i < columns.lists.size(); ++i) {
    const std::string& field = csv.rows[row][columns.lists[i]];
    const std::string_view value = trimmed(field);
    if (value == "1") {
      lists |= Lists{1} << i;
    } else if (value != "0") {
      return Error{Fault::InvalidInput,
                   at_line(csv.name, csv.lines[row]) + in_quotes(field) + " in the column " +
                       in_quotes(columns.names[i]) + " is not 0 or 1",
                   "name the list columns with --lists, a column of groups with --strata"};
    }
  }
  return lists;
}

}  // namespace

Result<> check_table(const OverlapTable& table, std::string_view name) {
  const std::string where = std::string(name) + ": ";
  if (table.observed() == 0) {
    return Error{Fault::InvalidInput, where + "nobody is on any list", ""};
  }
  bool overlap = false;
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    overlap = overlap || (table.counts[s] > 0 && (s & (s - 1)) != 0);
  }
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if (table.on_list(i) > 0) continue;
    return Error{Fault::InvalidInput, where + "nobody is on the list " + in_quotes(table.lists[i]),
                 "leave it out: an empty list says nothing about those on none"};
  }
  if (!overlap) {
    return Error{Fault::InvalidInput, where + "nobody is on two lists",
                 "without overlap nothing can be estimated; check how the lists were linked"};
  }
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    for (std::size_t j = i + 1; j < table.list_count(); ++j) {
      bool differ = false;
      for (std::size_t s = 1; s < table.counts.size() && !differ; ++s) {
        differ = table.counts[s] > 0 && (s >> i & 1) != (s >> j & 1);
      }
      if (differ) continue;
      return Error{Fault::InvalidInput,
                   where + "the lists " + in_quotes(table.lists[i]) + " and " +
                       in_quotes(table.lists[j]) + " hold the same people",
                   "leave one out: a copy is no second list"};
    }
  }
  return done();
}

Result<ReadTable> read_table(std::string_view text, std::string_view name,
                             const ReadTableOptions& options) {
  const CsvTable csv = DP_TRY(read_csv(text, name));
  const Columns columns = DP_TRY(columns_of(csv, options));
  ReadTable read;
  read.counted = columns.count != SIZE_MAX;
  read.table = empty_table(columns.names);
  std::map<std::string, OverlapTable> strata;
  std::map<std::pair<std::string, Lists>, std::size_t> seen;
  std::size_t repeated = 0;
  std::int64_t total = 0;
  for (std::size_t row = 0; row < csv.rows.size(); ++row) {
    const std::string where = at_line(csv.name, csv.lines[row]);
    const Lists lists = DP_TRY(lists_of(csv, columns, row));
    std::int64_t count = 1;
    if (read.counted) count = DP_TRY(count_of(csv.rows[row][columns.count], where));
    if (lists == 0 && count > 0) {
      return Error{Fault::InvalidInput, where + "people on no list cannot have been counted",
                   "leave the row out: their number is what is estimated"};
    }
    if (count > kMostPeople - total) {
      return Error{Fault::InvalidInput, where + "the counts add up to too many people", ""};
    }
    total += count;
    const std::string group(columns.strata == SIZE_MAX ? std::string_view{}
                                                       : trimmed(csv.rows[row][columns.strata]));
    if (read.counted && !seen.emplace(std::pair{group, lists}, row).second) ++repeated;
    if (lists == 0) continue;
    read.table.counts[lists] += count;
    if (columns.strata != SIZE_MAX) {
      strata.try_emplace(group, empty_table(columns.names)).first->second.counts[lists] += count;
    }
  }
  for (auto& [group, table] : strata) {
    if (table.observed() > 0) read.strata.push_back({group, std::move(table)});
  }
  if (repeated > 0) {
    read.warnings.push_back(std::to_string(repeated) +
                            (repeated == 1 ? " row repeats" : " rows repeat") +
                            " a combination of lists; their counts were added.");
  }
  DP_TRY(check_table(read.table, name));
  return read;
}

}  // namespace depone::estimate
