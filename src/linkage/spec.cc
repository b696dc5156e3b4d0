#include "linkage/spec.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace depone::linkage {
namespace {

struct TakeName {
  Take take;
  std::string_view name;
};
constexpr std::array<TakeName, 13> kTakes = {{{Take::Sound, "sound"},
                                              {Take::Last, "last"},
                                              {Take::Year, "year"},
                                              {Take::Day, "day"},
                                              {Take::Decade, "decade"},
                                              {Take::District, "district"},
                                              {Take::Initial, "initial"},
                                              {Take::Group, "group"},
                                              {Take::Words, "words"},
                                              {Take::Pairs, "pairs"},
                                              {Take::WholeName, "whole_name"},
                                              {Take::NameWords, "name_words"},
                                              {Take::NamePart, "name_part"}}};

}  // namespace

std::string text_of(const BlockKey& key) {
  if (key.take == Take::Whole) return key.column;
  if (key.take == Take::Prefix) return fmt::format("prefix{}({})", key.length, key.column);
  for (const TakeName& take : kTakes) {
    if (take.take == key.take) return fmt::format("{}({})", take.name, key.column);
  }
  return key.column;
}

Result<BlockKey> block_key_of(std::string_view text) {
  if (text.empty()) {
    return Error{Fault::InvalidInput, "a blocking key is empty", "write a column's name"};
  }
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') {
    return BlockKey{std::string(text), Take::Whole, 0};
  }
  const std::string_view name = text.substr(0, open);
  const std::string column(text.substr(open + 1, text.size() - open - 2));
  for (const TakeName& take : kTakes) {
    if (take.name == name) return BlockKey{column, take.take, 0};
  }
  if (name.starts_with("prefix")) {
    int length = 0;
    const auto read = std::from_chars(name.data() + 6, name.data() + name.size(), length);
    if (read.ec == std::errc() && read.ptr == name.data() + name.size() && length > 0 &&
        length <= 64) {
      return BlockKey{column, Take::Prefix, length};
    }
  }
  // A column may have brackets in its name.
  return BlockKey{std::string(text), Take::Whole, 0};
}

std::string text_of(const BlockRule& rule) {
  if (rule.keys.empty()) return "all pairs";
  std::string text;
  for (const BlockKey& key : rule.keys) text += (text.empty() ? "" : " & ") + text_of(key);
  return text;
}

}  // namespace depone::linkage
