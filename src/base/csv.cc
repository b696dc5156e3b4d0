#include "base/csv.h"

#include <algorithm>
#include <array>
#include <set>

namespace depone {
namespace {

// Of comma, semicolon and tab the one most often in the first line, quoted text aside.
char separator_of(std::string_view text) {
  constexpr std::string_view kSeparators = ",;\t";
  std::array<std::size_t, kSeparators.size()> times{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (const auto at = kSeparators.find(c); at != std::string_view::npos) ++times[at];
  }
  return kSeparators[static_cast<std::size_t>(std::ranges::max_element(times) - times.begin())];
}

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string_view name, char separator)
    : text_(text), name_(name), separator_(separator) {
  if (text_.starts_with("\xEF\xBB\xBF")) mark_ = 3;
  text_.remove_prefix(mark_);
  if (separator_ == kFromFirstLine) separator_ = separator_of(text_);
}

Result<> CsvReader::take_field() {
  const std::size_t begin = at_;
  const auto ends_field = [this](char c) { return c == separator_ || c == '\n' || c == '\r'; };
  if (at_ == text_.size() || text_[at_] != '"') {
    while (at_ < text_.size() && !ends_field(text_[at_])) ++at_;
    fields_.push_back(text_.substr(begin, at_ - begin));
    return done();
  }
  const std::size_t opened = next_line_;
  bool doubled = false;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++next_line_;
    if (text_[at_] != '"') continue;
    if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      doubled = true;
      ++at_;
      continue;
    }
    const std::string_view inside = text_.substr(begin + 1, at_ - begin - 1);
    ++at_;
    if (at_ < text_.size() && !ends_field(text_[at_])) {
      at_ = text_.size();
      return Error{
          Fault::InvalidInput,
          name_ + ", line " + std::to_string(next_line_) + ": text stands after a closing quote",
          "a quote inside a quoted field is written twice"};
    }
    if (!doubled) {
      fields_.push_back(inside);
      return done();
    }
    if (used_ == unquoted_.size()) unquoted_.emplace_back();
    std::string& plain = unquoted_[used_++];
    plain.clear();
    for (std::size_t i = 0; i < inside.size(); ++i) {
      plain.push_back(inside[i]);
      if (inside[i] == '"') ++i;
    }
    fields_.push_back(plain);
    return done();
  }
  return Error{Fault::InvalidInput,
               name_ + ", line " + std::to_string(opened) + ": a quote is opened and never closed",
               "close it, or write quotes inside a quoted field twice"};
}

Result<bool> CsvReader::next() {
  fields_.clear();
  used_ = 0;
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_++] == '\n') ++next_line_;
  }
  if (at_ == text_.size()) return false;
  line_ = next_line_;
  while (true) {
    DP_TRY(take_field());
    if (at_ == text_.size()) return true;
    const char c = text_[at_++];
    if (c == separator_) continue;
    if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++next_line_;
    return true;
  }
}

Result<std::size_t> CsvTable::column(std::string_view title) const {
  const auto found = std::find(header.begin(), header.end(), title);
  if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  std::string there;
  for (const std::string& other : header) there += (there.empty() ? "" : ", ") + other;
  return Error{Fault::NotFound, name + " has no column \"" + std::string(title) + "\"",
               "its columns are " + there};
}

Result<CsvTable> read_csv(std::string_view text, std::string_view name, char separator) {
  CsvTable table;
  table.name = name;
  CsvReader reader(text, name, separator);
  const bool has_header = DP_TRY(reader.next());
  if (!has_header) {
    return Error{Fault::InvalidInput, table.name + " is empty", "its first line names the columns"};
  }
  std::set<std::string_view> seen;
  for (const std::string_view field : reader.fields()) table.header.emplace_back(field);
  for (const std::string& title : table.header) {
    if (!seen.insert(title).second) {
      return Error{Fault::InvalidInput, table.name + " has two columns \"" + title + "\"",
                   "rename one of them"};
    }
  }
  while (true) {
    const bool more = DP_TRY(reader.next());
    if (!more) return table;
    if (reader.fields().size() != table.header.size()) {
      return Error{Fault::InvalidInput,
                   table.name + ", line " + std::to_string(reader.line()) + ": " +
                       std::to_string(reader.fields().size()) + " fields, but the header has " +
                       std::to_string(table.header.size()),
                   "a field that holds a comma is written in quotes"};
    }
    table.rows.emplace_back(reader.fields().begin(), reader.fields().end());
    table.lines.push_back(reader.line());
  }
}

std::string csv_field(std::string_view value) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(value);
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

}  // namespace depone
