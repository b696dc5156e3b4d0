// Comma-separated values: RFC 4180, one record at a time or whole.
//
// Quoted fields may hold separators, doubled quotes and line ends; records end in LF or CRLF; a
// byte order mark and blank lines are passed over. Unless it is told, the separator is
// whichever of comma, semicolon (as spreadsheets write where decimals have a comma) and tab stands
// most often in the first line. Bytes are not judged: callers that need UTF-8
// check it (text/unicode.h).
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depone {

// As a separator: found in the first line.
inline constexpr char kFromFirstLine = '\0';

// Walks over the records of a text, which must outlive the reader. Not thread-safe.
class CsvReader {
 public:
  // `name` is what the text is called in messages.
  CsvReader(std::string_view text, std::string_view name, char separator = kFromFirstLine);

  // Takes the next record; false at the end. InvalidInput, with the line, for a quote that is never
  // closed or stands in the middle of a field; the reader is at its end then.
  Result<bool> next();

  // The fields of the record last taken; they live until the next call of next().
  std::span<const std::string_view> fields() const { return fields_; }
  // The line, from 1, on which that record begins.
  std::size_t line() const { return line_; }
  char separator() const { return separator_; }
  // Where in the text the next record begins, or the blank lines before it; a byte order mark
  // counts.
  std::size_t at() const { return mark_ + at_; }

 private:
  Result<> take_field();

  std::string_view text_;
  std::string name_;
  char separator_;
  std::size_t mark_ = 0;  // bytes of a byte order mark
  std::size_t at_ = 0;
  std::size_t next_line_ = 1;
  std::size_t line_ = 1;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unquoted_;  // fields with doubled quotes, made plain; used_ of them
  std::size_t used_ = 0;
};

// A whole table with a header.
struct CsvTable {
  std::string name;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as header
  std::vector<std::size_t> lines;              // where each row begins, from 1

  // The index of a column; NotFound, naming those there are.
  Result<std::size_t> column(std::string_view title) const;
};

// InvalidInput when there is no header, when two columns have one name, or when a record has more
// or fewer fields than the header.
Result<CsvTable> read_csv(std::string_view text, std::string_view name,
                          char separator = kFromFirstLine);

// A field as it is written: in quotes when it holds a separator, a quote or a line end.
std::string csv_field(std::string_view value);

}  // namespace depone
