// Lists from different hands head the same column "name", "имя" and "이름": here they come under
// one name. Any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "linkage/table.h"

namespace depone::linkage {

// One column of the table, and what some files call it, or its parts.
struct SharedColumn {
  std::string name;
  std::vector<std::string> headings;
  bool operator==(const SharedColumn&) const = default;
};

// Headings to meanings, from data/linkage/column_names.csv.
class ColumnMeanings {
 public:
  // InvalidInput for a table without its columns, or a heading that has two meanings.
  static Result<ColumnMeanings> load(const DataFiles& data);
  // What the columns of one file mean, by place; empty where that is not known or where two of
  // them mean the same. Beside a surname, a name is a given name, unless there is one; without a
  // surname, a given name is the whole.
  std::vector<std::string> of(const std::vector<std::string>& header) const;

 private:
  std::map<std::string, std::string, std::less<>> meanings_;
};

// Sets TextFile::columns: what each file's columns are called in the table.
//
// In a file without a column of that very name, the headings `told` of it are that column, joined
// when there are several. Then columns with the same heading are one; then, unless `meanings` is
// null, those of one meaning of which a file has the one and another file the other, under the name
// that comes first. Where one file has whole names and another their parts, the parts are joined.
// Returns what came under another name than its own. NotFound for a told heading that no file has;
// else as header_of().
Result<std::vector<SharedColumn>> share_columns(std::vector<TextFile>& files,
                                                std::span<const SharedColumn> told,
                                                const ColumnMeanings* meanings);

}  // namespace depone::linkage
