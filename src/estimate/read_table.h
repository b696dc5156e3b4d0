// Reads an overlap table from CSV.
//
// Two forms, told apart by a column called count, n, freq or frequency (in any case):
//   * counted: one 0/1 column a list and that column; one row a combination of lists. Combinations
//     that are left out are empty; rows of the same combination are summed, with a warning.
//   * one row a person: 0/1 columns only, no count.
// Columns come in any order. A column of groups (strata) is named by the caller; all others must be
// lists, unless the caller names the lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estimate/overlap_table.h"

namespace depone::estimate {

struct ReadTableOptions {
  std::vector<std::string> lists = {};  // the list columns; empty: all that are not named otherwise
  std::string strata = {};              // the column of groups; empty: there is none
};

struct Stratum {
  std::string name;    // the value in the column of groups
  OverlapTable table;  // the same lists as the whole table; a list may be empty here
};

struct ReadTable {
  OverlapTable table;                 // everybody
  std::vector<Stratum> strata;        // by name; empty without a column of groups
  std::vector<std::string> warnings;  // full sentences
  bool counted = false;               // the first form
};

// InvalidInput, naming `name` and the line, for: fewer than 2 or more than kMaxLists lists; a cell
// that is not 0 or 1; a count that is negative, no whole number or too large (2^53 in total);
// people said to be on no list; nobody at all; a list that nobody is on; two lists with the same
// people; no overlap at all (nobody on two lists). NotFound for a named column that is not there.
Result<ReadTable> read_table(std::string_view csv, std::string_view name,
                             const ReadTableOptions& options = {});

// The checks on the table itself (the last four above), for tables from elsewhere.
Result<> check_table(const OverlapTable& table, std::string_view name);

}  // namespace depone::estimate
