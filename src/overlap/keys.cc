#include "overlap/keys.h"

#include <algorithm>

#include "base/parallel.h"

namespace depone::overlap {

Result<ListKeys> keys_of(const CsvTable& list, const ColumnNames& names, const Protocol& protocol,
                         const KeyRule& rule, const Normaliser& normaliser, std::size_t threads,
                         Progress& progress, const Cancellation& cancellation) {
  if (static_cast<std::int64_t>(list.rows.size()) > protocol.maximum_records) {
    return Error{Fault::InvalidInput,
                 list.name + " has " + std::to_string(list.rows.size()) +
                     " records; the protocol allows " + std::to_string(protocol.maximum_records),
                 "the parties must agree on a larger maximum before anything is sent"};
  }
  std::vector<std::size_t> columns;
  for (const KeyField& field : rule.fields) {
    const auto named = names.find(field.column);
    auto column = list.column(named == names.end() ? field.column : named->second);
    if (!column.ok()) {
      Error error = std::move(column).take_error();
      error.what = list.name + ": " + error.what;
      error.hint += "; --column " + field.column + "=NAME says which one is meant";
      return error;
    }
    columns.push_back(column.value());
  }
  const std::string prefix = protocol.id_text() + "\x1f" + rule.name;
  constexpr std::size_t kBlock = 256;
  std::vector<crypto::Element> elements(list.rows.size());
  std::vector<char> whole(list.rows.size(), 1);
  DP_TRY(parallel_for((list.rows.size() + kBlock - 1) / kBlock, threads,
                      [&](std::size_t block) {
                        const std::size_t end = std::min(list.rows.size(), (block + 1) * kBlock);
                        for (std::size_t r = block * kBlock; r < end; ++r) {
                          std::string key = prefix;
                          for (std::size_t i = 0; i < columns.size() && whole[r] != 0; ++i) {
                            const std::string part =
                                normaliser.part(list.rows[r][columns[i]], rule.fields[i].kind);
                            if (part.empty()) whole[r] = 0;
                            key += "\x1f" + part;
                          }
                          if (whole[r] != 0) elements[r] = crypto::element_of(bytes_of(key));
                        }
                      },
                      progress, cancellation, "making keys"));
  ListKeys keys;
  keys.records = list.rows.size();
  for (std::size_t r = 0; r < elements.size(); ++r) {
    if (whole[r] != 0) keys.elements.push_back(elements[r]);
  }
  const std::size_t keyed = keys.elements.size();
  keys.without_key = keys.records - keyed;
  std::sort(keys.elements.begin(), keys.elements.end());
  keys.elements.erase(std::unique(keys.elements.begin(), keys.elements.end()), keys.elements.end());
  keys.repeated = keyed - keys.elements.size();
  return keys;
}

}  // namespace depone::overlap
