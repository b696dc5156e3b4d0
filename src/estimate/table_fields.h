// The columns and fields of a table of lists, for read_table.cc alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "estimate/read_table.h"

namespace depone::estimate {

// Whole numbers up to here are exact as floating point.
inline constexpr std::int64_t kMostPeople = std::int64_t{1} << 53;
inline constexpr std::size_t kNone = SIZE_MAX;

// Which column of a CSV file is what, by index.
struct Columns {
  std::vector<std::size_t> lists;
  std::vector<std::string> names;  // of the lists
  std::vector<std::size_t> covariates;
  std::size_t count = kNone;   // kNone: one row a person
  std::size_t strata = kNone;  // kNone: no groups
  std::size_t sample = kNone;  // kNone: one linkage
};

// Errors are those of read_table().
Result<Columns> columns_of(const CsvTable& csv, const ReadTableOptions& options);

// A count at the place `where`.
Result<std::int64_t> count_of(std::string_view text, const std::string& where);

struct Row {
  Lists on = 0;
  Lists not_kept = 0;
};
Result<Row> row_of(const CsvTable& csv, const Columns& columns, std::size_t row);

// For messages: the value in quotes, cut short; "lists.csv, line 3: ".
std::string in_quotes(std::string_view value);
std::string at_line(std::string_view name, std::size_t line);

// Without spaces and tabs at the ends.
std::string_view trimmed(std::string_view text);

}  // namespace depone::estimate
