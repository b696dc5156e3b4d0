// A table of data/reading as plain values, so that only one file needs the TOML library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"

namespace depone::reading {

// A value of a TOML file: text, whole number, list or table; booleans are the texts "true" and
// "false". Asking for what is not there gives an empty node, so that optional members need no case
// of their own. Owns its parts.
class DataNode {
 public:
  // data/reading/`name` parsed; NotFound, or Corrupt naming file and line.
  static Result<DataNode> load(const DataFiles& data, std::string_view name);

  bool empty() const { return kind_ == Kind::Nothing; }
  // The member called `name`, or an empty node.
  const DataNode& operator[](std::string_view name) const;
  // Members of a table, in the order of their names.
  const std::vector<std::pair<std::string, DataNode>>& members() const { return members_; }
  // Elements of a list; none for anything else.
  const std::vector<DataNode>& items() const { return items_; }
  // A list's texts, or the one text; none for anything else.
  std::vector<std::string> texts() const;
  const std::string& text() const { return text_; }
  std::int64_t whole(std::int64_t otherwise) const;

 private:
  friend class NodeReader;
  enum class Kind { Nothing, Text, Whole, List, Table };

  Kind kind_ = Kind::Nothing;
  std::string text_;
  std::int64_t whole_ = 0;
  std::vector<DataNode> items_;
  std::vector<std::pair<std::string, DataNode>> members_;
};

}  // namespace depone::reading
