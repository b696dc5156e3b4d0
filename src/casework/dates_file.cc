#include "casework/dates_file.h"

#include "base/csv.h"
#include "base/disk.h"

namespace depone::casework {
namespace {

std::string_view without_ending(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

Result<Dates> parse_dates(std::string_view csv, std::string_view name) {
  Dates dates;
  std::size_t file_column = 0;
  std::size_t date_column = 1;
  CsvReader reader(csv, name);
  for (bool first = true;; first = false) {
    const bool more = DP_TRY(reader.next());
    if (!more) return dates;
    const auto fields = reader.fields();
    if (first) {
      bool named = false;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view field = fields[i];
        if (field == "file" || field == "name" || field == "document" || field == "id")
          file_column = i;
        if (field == "date") {
          date_column = i;
          named = true;
        }
      }
      if (named) continue;
    }
    if (fields.size() <= file_column || fields.size() <= date_column) {
      return Error{Fault::InvalidInput,
                   std::string(name) + ", line " + std::to_string(reader.line()) +
                       ": a file and a date are needed",
                   "write for example testimony.txt,2025-08-12"};
    }
    if (fields[date_column].empty()) continue;
    auto date = parse_partial_date(fields[date_column]);
    if (!date.ok()) {
      Error error = std::move(date).take_error();
      error.what =
          std::string(name) + ", line " + std::to_string(reader.line()) + ": " + error.what;
      return error;
    }
    dates.emplace(fields[file_column], std::move(date).take());
  }
}

PartialDate date_for(const Dates& dates, std::string_view name) {
  for (const std::string_view key :
       {name, file_name(name), without_ending(name), without_ending(file_name(name))}) {
    if (const auto found = dates.find(key); found != dates.end()) return found->second;
  }
  return {};
}

}  // namespace depone::casework
