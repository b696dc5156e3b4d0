#include "linkage/column_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/csv.h"
#include "text/unicode.h"

namespace depone::linkage {
namespace {

constexpr const char* kTable = "linkage/column_names.csv";

// A heading without what hands differ in: case, full stops, and how its words are parted.
std::string plain_heading(std::string_view heading) {
  std::string plain;
  for (const char c : text::fold(heading)) {
    if (c == '.' || c == ':' || c == '*') continue;
    const bool blank = c == ' ' || c == '_' || c == '-' || c == '/' || c == '\t';
    if (!blank) {
      plain.push_back(c);
    } else if (!plain.empty() && plain.back() != ' ') {
      plain.push_back(' ');
    }
  }
  if (plain.ends_with(' ')) plain.pop_back();
  return plain;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The table's columns so far.
struct Columns {
  std::vector<std::string> names;
  std::map<std::string, std::string> by_meaning;
};

// What the columns of one file go by, and takes new ones in.
std::vector<std::string> names_of(const std::vector<std::string>& header,
                                  const std::vector<std::string>& meanings,
                                  std::span<const SharedColumn> told, Columns& columns) {
  std::vector<std::string> names(header.size());
  for (std::size_t i = 0; i < header.size(); ++i) {
    for (const SharedColumn& column : told) {
      if (has(column.headings, header[i]) && !has(header, column.name)) names[i] = column.name;
    }
    if (names[i].empty() && has(columns.names, header[i])) names[i] = header[i];
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!names[i].empty()) continue;
    const auto known = columns.by_meaning.find(meanings[i]);
    const bool free = !meanings[i].empty() && known != columns.by_meaning.end() &&
                      !has(names, known->second) && !has(header, known->second);
    names[i] = free ? known->second : header[i];
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!has(columns.names, names[i])) columns.names.push_back(names[i]);
    if (!meanings[i].empty()) columns.by_meaning.emplace(meanings[i], names[i]);
  }
  return names;
}

using Lines = std::vector<std::vector<std::string>>;  // headers, or what they mean, by file

// By file, the parts that make up a whole name which another file has in one column.
std::vector<SharedColumn> parts_of_names(const Lines& headers, const Lines& meanings) {
  std::vector<SharedColumn> parts(headers.size());
  std::string whole;
  for (std::size_t f = 0; f < headers.size() && whole.empty(); ++f) {
    const auto at = std::find(meanings[f].begin(), meanings[f].end(), "name");
    if (at != meanings[f].end()) {
      whole = headers[f][static_cast<std::size_t>(at - meanings[f].begin())];
    }
  }
  for (std::size_t f = 0; f < headers.size() && !whole.empty(); ++f) {
    if (has(meanings[f], "name") || !has(meanings[f], "surname")) continue;
    parts[f].name = whole;
    for (std::size_t i = 0; i < headers[f].size(); ++i) {
      const std::string& meaning = meanings[f][i];
      if (meaning == "surname" || meaning == "given name" || meaning == "patronymic") {
        parts[f].headings.push_back(headers[f][i]);
      }
    }
  }
  return parts;
}

}  // namespace

Result<ColumnMeanings> ColumnMeanings::load(const DataFiles& data) {
  const std::string text = DP_TRY(data.read(kTable));
  const CsvTable table = DP_TRY(read_csv(text, fmt::format("data/{}", kTable), ','));
  const std::size_t meaning = DP_TRY(table.column("meaning"));
  const std::size_t headings = DP_TRY(table.column("headings"));
  ColumnMeanings meanings;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::string_view rest = table.rows[r][headings];
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string heading = plain_heading(rest.substr(0, end));
      if (heading.starts_with(' ')) heading.erase(0, 1);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto [known, fresh] = meanings.meanings_.emplace(heading, table.rows[r][meaning]);
      if (!fresh && known->second != table.rows[r][meaning]) {
        return Error{Fault::InvalidInput,
                     fmt::format("{}, line {}: \"{}\" means {} already", table.name, table.lines[r],
                                 heading, known->second),
                     "a heading has one meaning"};
      }
    }
  }
  return meanings;
}

std::vector<std::string> ColumnMeanings::of(const std::vector<std::string>& header) const {
  std::vector<std::string> found;
  for (const std::string& heading : header) {
    const auto known = meanings_.find(plain_heading(heading));
    found.push_back(known == meanings_.end() ? std::string() : known->second);
  }
  const bool parted = has(found, "surname") && !(has(found, "name") && has(found, "given name"));
  const bool whole = !has(found, "surname");
  for (std::string& meaning : found) {
    if (parted && meaning == "name") meaning = "given name";
    if (whole && meaning == "given name") meaning = "name";
  }
  std::vector<std::string> meanings = found;
  for (std::string& meaning : meanings) {
    if (std::count(found.begin(), found.end(), meaning) > 1) meaning.clear();
  }
  return meanings;
}

Result<std::vector<SharedColumn>> share_columns(std::vector<TextFile>& files,
                                                std::span<const SharedColumn> told,
                                                const ColumnMeanings* meanings) {
  Lines headers;
  Lines means;
  for (const TextFile& file : files) {
    headers.push_back(DP_TRY(header_of(file)));
    means.push_back(meanings != nullptr ? meanings->of(headers.back())
                                        : std::vector<std::string>(headers.back().size()));
  }
  const std::vector<SharedColumn> parts = parts_of_names(headers, means);
  Columns columns;
  std::vector<std::string> headings;
  std::map<std::string, std::vector<std::string>> renamed;
  for (const SharedColumn& column : told) columns.names.push_back(column.name);
  for (std::size_t f = 0; f < files.size(); ++f) {
    const std::vector<std::string>& header = headers[f];
    std::vector<SharedColumn> of_file = {parts[f]};
    of_file.insert(of_file.end(), told.begin(), told.end());  // what is told comes last and holds
    files[f].columns = names_of(header, means[f], of_file, columns);
    headings.insert(headings.end(), header.begin(), header.end());
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (files[f].columns[i] == header[i]) continue;
      std::vector<std::string>& others = renamed[files[f].columns[i]];
      if (!has(others, header[i])) others.push_back(header[i]);
    }
  }
  for (const SharedColumn& column : told) {
    for (const std::string& heading : column.headings) {
      if (has(headings, heading)) continue;
      return Error{Fault::NotFound, fmt::format("no file has a column \"{}\"", heading),
                   fmt::format("the columns are {}", fmt::join(headings, ", "))};
    }
  }
  std::vector<SharedColumn> shared;
  for (auto& [name, others] : renamed) shared.push_back({name, std::move(others)});
  return shared;
}

}  // namespace depone::linkage
