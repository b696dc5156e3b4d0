// Which blocking rules a proposed spec has: those that find most for the pairs they cost.
//
// What a rule finds is estimated on pairs that are probably the same: they agree on two independent
// things far more often than chance would have it, and what made them agree is drawn anew from
// other such pairs. What is left of the budget goes to rules for each two groups of facts, so that
// no pair depends on what the estimate could see. One thread.
#pragma once

#include <vector>

#include "linkage/propose.h"
#include "linkage/table.h"

namespace depone::linkage {

// Adds the rules and what is expected of them. `order` has the rows in the order of their content.
void choose_rules(const Table& table, const std::vector<RecordIndex>& order,
                  const ProposeOptions& options, const NameTables& name_tables,
                  const std::vector<ColumnKind>& kinds, Proposal& proposal);

}  // namespace depone::linkage
