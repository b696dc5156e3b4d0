// Reads an overlap table from CSV.
//
// Two forms, told apart by a column called count, n, freq or frequency (in any case):
//   * counted: one 0/1 column a list and that column; one row a combination of lists. Combinations
//     that are left out are empty; rows of the same combination are summed, with a warning.
//   * one row a person: 0/1 columns only, no count.
// Columns come in any order. Columns of groups (strata) and of covariates are named by the caller;
// all others must be lists, unless the caller names the lists.
//
// A list that was not kept in some groups, say in some years, has NA or nothing in its column in
// every row of such a group. Mixed with 0 and 1 within a group it is an error: whether the list was
// kept, or a field was forgotten, cannot be told.
//
// A column called "sample" beside a count numbers plausible linkages of the same records, as
// `depone link --samples` writes them: each is a table of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estimate/doubly_robust.h"
#include "estimate/overlap_table.h"

namespace depone::estimate {

struct ReadTableOptions {
  std::vector<std::string> lists = {};  // the list columns; empty: all that are not named otherwise
  std::string strata = {};              // the column of groups; empty: there is none
  std::vector<std::string> covariates = {};
};

struct Stratum {
  std::string name;    // the value in the column of groups
  OverlapTable table;  // the same lists as the whole table; a list may be empty here
  Lists not_kept = 0;  // lists that were not kept here; nobody is on them
};

struct ReadTable {
  // Everybody; of several linkages the one with the middle number of people (the lower of two; of
  // equals the first) among those that check_table() accepts.
  OverlapTable table;
  std::vector<Stratum> strata;                 // by name; empty without a column of groups
  std::vector<OverlapTable> linkages;          // by their place in the file; empty without samples
  std::optional<PeopleWithCovariates> people;  // with covariates
  std::vector<std::string> warnings;           // full sentences
  bool counted = false;                        // the first form
};

// InvalidInput, naming `name` and the line, for: fewer than 2 or more than kMaxLists lists; a cell
// that is not 0 or 1; a count that is negative, no whole number or too large (2^53 in total);
// people said to be on no list; nobody at all; a list that nobody is on; two lists with the same
// people; no overlap at all (nobody on two lists); a list that was kept in a part of a group, or a
// group with fewer than two lists kept; a covariate that is empty, or over 2,000,000 people with
// covariates; linkages together with groups or covariates; one linkage alone, or none that
// check_table() accepts. NotFound for a named
// column that is not there.
Result<ReadTable> read_table(std::string_view csv, std::string_view name,
                             const ReadTableOptions& options = {});

// The checks on the table itself (from "nobody at all" to "no overlap at all"), for tables from
// elsewhere.
Result<> check_table(const OverlapTable& table, std::string_view name);

}  // namespace depone::estimate
