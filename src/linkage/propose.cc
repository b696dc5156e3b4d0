#include "linkage/propose.h"

#include <algorithm>

#include "linkage/choose_rules.h"
#include "linkage/order.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kAllPairsRecords = 2000;

// By all columns but those that must not be used.
Result<std::vector<RecordIndex>> order_of_all(const Table& table, const ProposeOptions& options) {
  Spec all;
  for (const Column& column : table.columns) {
    if (std::find(options.ignore.begin(), options.ignore.end(), column.name) ==
        options.ignore.end()) {
      all.fields.push_back({column.name, Kind::Category, {column.name}, false});
    }
  }
  const Cancellation never;
  return content_order(table, all, 0, never);
}

}  // namespace

Result<Proposal> propose(const Table& table, const NameTables& name_tables,
                         const ProposeOptions& options) {
  Proposal proposal;
  proposal.spec.id = table.id_column;
  proposal.spec.ignore = options.ignore;
  const std::vector<RecordIndex> order = DP_TRY(order_of_all(table, options));
  std::vector<ColumnKind> kinds;
  proposal.columns =
      DP_TRY(propose_fields(table, order, name_tables, options, proposal.spec, kinds));
  const std::uint64_t all = std::uint64_t{table.size()} * (table.size() - 1) / 2;
  if (table.size() <= kAllPairsRecords) {
    proposal.spec.rules.push_back({});
    proposal.spec.block_pairs = std::max<std::uint64_t>(proposal.spec.block_pairs, all);
    proposal.expected_recall = 1;
    proposal.expected_pairs = all;
    return proposal;
  }
  choose_rules(table, order, options, name_tables, kinds, proposal);
  return proposal;
}

}  // namespace depone::linkage
