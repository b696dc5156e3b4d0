// The published tables of ../shared/data/mse, where they are at hand.
#pragma once

#include <charconv>
#include <fstream>
#include <sstream>
#include <string>

#include "base/csv.h"
#include "estimate/overlap_table.h"

namespace depone::estimate {

// A table with a column a list and a last column of counts; without lists when the file is not
// there: tests skip then.
inline OverlapTable mse_table(const std::string& name) {
  std::ifstream file(std::string(DEPONE_SOURCE_DIR) + "/../shared/data/mse/" + name + ".csv");
  if (!file) return {};
  std::stringstream text;
  text << file.rdbuf();
  const CsvTable csv = read_csv(text.str(), name).take();
  const auto number = [](const std::string& field) {
    std::int64_t value = 0;
    std::from_chars(field.data(), field.data() + field.size(), value);
    return value;
  };
  std::vector<std::string> lists(csv.header.begin(), csv.header.end() - 1);
  OverlapTable table = empty_table(std::move(lists));
  for (const auto& row : csv.rows) {
    std::size_t cell = 0;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      cell |= static_cast<std::size_t>(number(row[i])) << i;
    }
    table.counts[cell] += number(row.back());
  }
  return table;
}

}  // namespace depone::estimate
