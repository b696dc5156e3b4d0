#include "casework/overlap_tables.h"

#include <algorithm>

#include "estimate/disclosure.h"

namespace depone::casework {
namespace {

// More lists make more choices than can be gone through.
constexpr std::size_t kMostChecked = 9;
// A total that is there three times cannot be hidden in place of a cell: its copies still tell it.
constexpr int kCopies = 3;

}  // namespace

Result<std::vector<std::optional<std::int64_t>>> safe_counts(
    const overlap::Protocol& protocol, const std::vector<std::optional<std::int64_t>>& counts) {
  const std::size_t parties = protocol.parties.size();
  std::vector<std::optional<std::int64_t>> hidden(counts.size());
  hidden[0] = 0;
  if (parties > kMostChecked) return hidden;
  estimate::OverlapTable table;
  for (const overlap::Party& party : protocol.parties) table.lists.push_back(party.name);
  for (const auto& count : counts) table.counts.push_back(count.value_or(0));
  estimate::CountTable known = estimate::count_table(table);
  const std::vector<std::vector<std::size_t>> sums = known.sums;
  // Everybody's total, the last, is not known from the lengths: it may be hidden.
  for (int copy = 1; copy < kCopies; ++copy) {
    known.sums.insert(known.sums.end(), sums.begin(), sums.end() - 1);
  }
  const estimate::SafeTable safe = DP_TRY(estimate::suppress(known, protocol.minimum_cell));
  for (std::size_t list = 0; list < parties; ++list) {
    const bool told = safe.sums[list].has_value() && safe.sums[sums.size() + list].has_value();
    if (!told) return hidden;
  }
  for (std::size_t cell = 0; cell < safe.cells.size(); ++cell) hidden[cell + 1] = safe.cells[cell];
  return hidden;
}

std::string counts_csv(const overlap::Protocol& protocol,
                       const std::vector<std::optional<std::int64_t>>& counts) {
  std::string csv;
  for (const overlap::Party& party : protocol.parties) csv += party.name + ",";
  csv += "count\n";
  for (std::size_t s = 1; s < counts.size(); ++s) {
    for (std::size_t i = 0; i < protocol.parties.size(); ++i) csv += (s >> i & 1) ? "1," : "0,";
    csv += (counts[s] ? std::to_string(*counts[s]) : "hidden") + "\n";
  }
  return csv;
}

}  // namespace depone::casework
