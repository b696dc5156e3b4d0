// A spec proposed from the data: what kind each column is, which columns repeat one another, and
// which blocking rules find most for the pairs they cost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "linkage/spec.h"
#include "linkage/table.h"

namespace depone::linkage {

// What was seen of a column, and what was made of it: for the person who checks the proposal.
struct ColumnFinding {
  std::string column;
  std::string verdict;  // "date, 77 % filled, 5038 values"
};

struct Proposal {
  Spec spec;
  std::vector<ColumnFinding> columns;
  // Of the pairs that are probably the same, the share that the rules find, as estimated from pairs
  // that agree on much else; 1 when all pairs are compared.
  double expected_recall = 0;
  std::uint64_t expected_pairs = 0;
};

struct ProposeOptions {
  std::vector<std::string> ignore;  // columns that must not be used: the truth, notes
  bool across_files = false;
  std::uint64_t seed = 1;
};

// Looks at all values and at the names of the columns. The same for any order of the rows.
// InvalidInput when no column can be compared.
Result<Proposal> propose(const Table& table, const NameTables& name_tables,
                         const ProposeOptions& options);

// A column as the choice of blocking rules sees it.
struct ColumnKind {
  std::string column;
  Kind kind = Kind::Category;
  // Columns of one group say the same twice (a full name and its surname, a postcode and its town):
  // agreement on two of them is not two pieces of evidence.
  std::size_t group = 0;
  bool part_of_name = false;  // given name or surname of a group that also has the full name
};

// The kinds of the columns alone, and the fields made of them (column_kinds.cc). `order` has the
// rows in the order of their content.
Result<std::vector<ColumnFinding>> propose_fields(const Table& table,
                                                  const std::vector<RecordIndex>& order,
                                                  const NameTables& name_tables,
                                                  const ProposeOptions& options, Spec& spec,
                                                  std::vector<ColumnKind>& kinds);

}  // namespace depone::linkage
