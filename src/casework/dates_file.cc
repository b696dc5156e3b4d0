#include "casework/dates_file.h"

#include <vector>

#include "base/disk.h"

namespace depone::casework {
namespace {

using Fields = std::vector<std::string>;

// Takes one record off the front of `csv`; quoted fields may hold commas, quotes and line ends.
Fields take_record(std::string_view& csv, std::size_t& line) {
  Fields fields(1);
  bool quoted = false;
  std::size_t i = 0;
  for (; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        fields.back().push_back(c);
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        fields.back().push_back('"');
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  csv.remove_prefix(i < csv.size() ? i + 1 : csv.size());
  return fields;
}

std::string_view without_ending(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

Result<Dates> parse_dates(std::string_view csv, std::string_view name) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  Dates dates;
  std::size_t file_column = 0;
  std::size_t date_column = 1;
  std::size_t line = 1;
  for (bool first = true; !csv.empty(); first = false) {
    const std::size_t at = line;
    const Fields fields = take_record(csv, line);
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (first) {
      bool named = false;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string& field = fields[i];
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
      return Error{
          Fault::InvalidInput,
          std::string(name) + ", line " + std::to_string(at) + ": a file and a date are needed",
          "write for example testimony.txt,2025-08-12"};
    }
    if (fields[date_column].empty()) continue;
    auto date = parse_partial_date(fields[date_column]);
    if (!date.ok()) {
      Error error = std::move(date).take_error();
      error.what = std::string(name) + ", line " + std::to_string(at) + ": " + error.what;
      return error;
    }
    dates.emplace(fields[file_column], std::move(date).take());
  }
  return dates;
}

PartialDate date_for(const Dates& dates, std::string_view name) {
  for (const std::string_view key :
       {name, file_name(name), without_ending(name), without_ending(file_name(name))}) {
    if (const auto found = dates.find(key); found != dates.end()) return found->second;
  }
  return {};
}

}  // namespace depone::casework
