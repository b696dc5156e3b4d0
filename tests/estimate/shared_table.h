// An overlap table of the development data: 0/1 columns and a count.
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

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

}  // namespace depone::estimate

#define DEPONE_SHARED_TABLE(name)                                            \
  __extension__({                                                            \
    const auto found = depone::estimate::shared_table(name);                 \
    if (!found) GTEST_SKIP() << "../shared/data/mse/" name ".csv is absent"; \
    *found;                                                                  \
  })
