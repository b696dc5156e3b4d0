// Overlap tables for tests: of the development data (0/1 columns and a count), or written down.
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "estimate/overlap_table.h"

namespace depone::estimate {

// Nothing when the file is not there: skip then.
inline std::optional<OverlapTable> shared_table(const std::string& name) {
  std::ifstream file(DEPONE_SOURCE_DIR "/../shared/data/mse/" + name + ".csv", std::ios::binary);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const CsvTable csv = read_csv(text, name).take();
  OverlapTable table = empty_table({csv.header.begin(), csv.header.end() - 1});
  for (const auto& row : csv.rows) {
    std::size_t cell = 0;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) cell |= std::size_t{row[i] == "1"} << i;
    table.counts[cell] += std::stoll(row.back());
  }
  return table;
}

// The same, without lists when the file is not there.
inline OverlapTable mse_table(const std::string& name) {
  return shared_table(name).value_or(OverlapTable{});
}

inline OverlapTable table_of(std::vector<std::string> lists, std::vector<std::int64_t> counts) {
  OverlapTable table = empty_table(std::move(lists));
  table.counts = std::move(counts);
  return table;
}

}  // namespace depone::estimate

#define DEPONE_SHARED_TABLE(name)                                            \
  __extension__({                                                            \
    const auto found = depone::estimate::shared_table(name);                 \
    if (!found) GTEST_SKIP() << "../shared/data/mse/" name ".csv is absent"; \
    *found;                                                                  \
  })
