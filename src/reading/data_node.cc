#include "reading/data_node.h"

#include <fmt/format.h>

#include "base/toml.h"

namespace depone::reading {

class NodeReader {
 public:
  static DataNode read(const toml::node& node) {
    DataNode made;
    if (const auto* table = node.as_table()) {
      made.kind_ = DataNode::Kind::Table;
      for (const auto& [key, value] : *table) {
        made.members_.emplace_back(std::string(key.str()), read(value));
      }
    } else if (const auto* array = node.as_array()) {
      made.kind_ = DataNode::Kind::List;
      for (const toml::node& item : *array) made.items_.push_back(read(item));
    } else if (const auto* text = node.as_string()) {
      made.kind_ = DataNode::Kind::Text;
      made.text_ = text->get();
    } else if (const auto* number = node.as_integer()) {
      made.kind_ = DataNode::Kind::Whole;
      made.whole_ = number->get();
    } else if (const auto* flag = node.as_boolean()) {
      made.kind_ = DataNode::Kind::Text;
      made.text_ = flag->get() ? "true" : "false";
    }
    return made;
  }
};

Result<DataNode> DataNode::load(const DataFiles& data, std::string_view name) {
  const toml::table table = DP_TRY(read_toml(data, fmt::format("reading/{}", name)));
  return NodeReader::read(table);
}

const DataNode& DataNode::operator[](std::string_view name) const {
  static const DataNode nothing;
  for (const auto& [key, value] : members_) {
    if (key == name) return value;
  }
  return nothing;
}

std::vector<std::string> DataNode::texts() const {
  std::vector<std::string> texts;
  if (kind_ == Kind::Text) texts.push_back(text_);
  for (const DataNode& item : items_) {
    if (item.kind_ == Kind::Text) texts.push_back(item.text_);
  }
  return texts;
}

std::int64_t DataNode::whole(std::int64_t otherwise) const {
  return kind_ == Kind::Whole ? whole_ : otherwise;
}

}  // namespace depone::reading
