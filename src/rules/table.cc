#include "rules/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/toml.h"

namespace depone::rules {
namespace {

// TOML as JSON: the rest of the code then needs to know one tree only. Dates and times, which our
// tables write as text, become their text.
Json to_json(const toml::node& node, int depth) {
  if (depth > kMaxJsonDepth) return nullptr;
  if (const toml::table* table = node.as_table()) {
    Json json = Json::object();
    for (const auto& [key, value] : *table)
      json[std::string(key.str())] = to_json(value, depth + 1);
    return json;
  }
  if (const toml::array* array = node.as_array()) {
    Json json = Json::array();
    for (const toml::node& value : *array) json.push_back(to_json(value, depth + 1));
    return json;
  }
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto flag = node.value_exact<bool>()) return *flag;
  if (const auto whole = node.value_exact<std::int64_t>()) return *whole;
  if (const auto real = node.value_exact<double>()) return *real;
  return nullptr;
}

}  // namespace

Result<Table> Table::parse(std::string_view text, std::string file) {
  const std::string name = "data/" + file;
  const toml::table table = DP_TRY(parse_toml(
      text, name, Fault::InvalidInput, "correct the line; lists of tables are written [[norm]]"));
  return Table(to_json(table, 0), name);
}

Error Table::wrong(std::string_view key, std::string_view why, std::string hint) const {
  return {Fault::InvalidInput, fmt::format("{}, member \"{}\": {}", place_, key, why),
          std::move(hint)};
}

Result<std::string> Table::text(std::string_view key) const {
  if (!has(key)) return wrong(key, "is missing", fmt::format("add {} = \"...\"", key));
  const std::string text = DP_TRY(text_or_empty(key));
  if (text.empty()) return wrong(key, "is empty", fmt::format("write {} = \"...\"", key));
  return text;
}

Result<std::string> Table::text_or_empty(std::string_view key) const {
  if (!has(key)) return std::string();
  const Json& value = json_.at(key);
  if (!value.is_string()) return wrong(key, "is not text", fmt::format("write {} = \"...\"", key));
  return value.get<std::string>();
}

Result<std::int64_t> Table::whole(std::string_view key, std::int64_t least,
                                  std::int64_t most) const {
  const std::string fix = fmt::format("write a whole number from {} to {}", least, most);
  if (!has(key)) return wrong(key, "is missing", fix);
  const Json& value = json_.at(key);
  if (!value.is_number_integer()) return wrong(key, "is not a whole number", fix);
  const auto number = value.get<std::int64_t>();
  if (number < least || number > most) {
    return wrong(key, fmt::format("{} is out of range", number), fix);
  }
  return number;
}

Result<Decimal> Table::decimal(std::string_view key) const {
  const std::string fix = fmt::format("write {0} = 40, or {0} = \"2.5\"", key);
  if (!has(key)) return wrong(key, "is missing", fix);
  const Json& value = json_.at(key);
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    if (number < -1'000'000'000 || number > 1'000'000'000) {
      return wrong(key, "is out of range", "write a number below a thousand million");
    }
    return Decimal::whole(number);
  }
  if (!value.is_string()) return wrong(key, "is not an exact number", fix);
  Result<Decimal> number = parse_decimal(value.get<std::string>());
  if (!number.ok()) return wrong(key, "is not a number", fix);
  return number;
}

Result<bool> Table::flag_or_false(std::string_view key) const {
  if (!has(key)) return false;
  const Json& value = json_.at(key);
  if (!value.is_boolean()) {
    return wrong(key, "is neither true nor false", fmt::format("write {} = true", key));
  }
  return value.get<bool>();
}

Result<PartialDate> Table::date_or_unknown(std::string_view key) const {
  const std::string text = DP_TRY(text_or_empty(key));
  if (text.empty()) return PartialDate{};
  Result<PartialDate> date = parse_partial_date(text);
  if (!date.ok()) {
    return wrong(key, "is not a date", fmt::format("write {} = \"2017-12-22\"", key));
  }
  return date;
}

Result<std::vector<std::string>> Table::texts(std::string_view key) const {
  std::vector<std::string> texts;
  if (!has(key)) return texts;
  const std::string fix = fmt::format("write {} = [\"...\", \"...\"]", key);
  const Json& list = json_.at(key);
  if (!list.is_array()) return wrong(key, "is not a list", fix);
  for (const Json& value : list) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
      return wrong(key, "has an entry that is not text", fix);
    }
    texts.push_back(value.get<std::string>());
  }
  return texts;
}

Result<std::pair<std::string, std::string>> Table::two_texts(std::string_view key) const {
  const std::string fix = fmt::format("write {} = [\"hour\", \"hours\"]", key);
  if (!has(key)) return wrong(key, "is missing", fix);
  const Json& list = json_.at(key);
  if (!list.is_array() || list.size() != 2 || !list[0].is_string() || !list[1].is_string()) {
    return wrong(key, "is not a list of two texts", fix);
  }
  return std::pair(list[0].get<std::string>(), list[1].get<std::string>());
}

Result<std::vector<Table>> Table::tables(std::string_view key, std::string_view naming) const {
  std::vector<Table> tables;
  if (!has(key)) return tables;
  const Json& value = json_.at(key);
  if (value.is_object()) {
    tables.push_back(Table(value, fmt::format("{}, {}", place_, key)));
    return tables;
  }
  if (!value.is_array()) {
    return wrong(key, "is not a table", fmt::format("write [[{}]] on a line of its own", key));
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const Json& entry = value[i];
    if (!entry.is_object()) {
      return wrong(key, "has an entry that is not a table",
                   fmt::format("write [[{}]] before each entry, or {{...}}", key));
    }
    const bool named = entry.contains(naming) && entry.at(naming).is_string();
    const std::string name = named ? fmt::format("\"{}\"", entry.at(naming).get<std::string>())
                                   : fmt::format("{}", i + 1);
    tables.push_back(Table(entry, fmt::format("{}, {} {}", place_, key, name)));
  }
  return tables;
}

Result<std::vector<std::pair<std::string, std::string>>> Table::all_texts(
    std::initializer_list<std::string_view> except) const {
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [key, value] : json_.items()) {
    if (std::find(except.begin(), except.end(), key) != except.end()) continue;
    if (!value.is_string())
      return wrong(key, "is not text", fmt::format("write {} = \"...\"", key));
    members.emplace_back(key, value.get<std::string>());
  }
  return members;
}

Result<> Table::only(std::initializer_list<std::string_view> known) const {
  for (const auto& [key, value] : json_.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return wrong(key, "is not known here",
                 fmt::format("remove it, or use one of: {}", fmt::join(known, ", ")));
  }
  return done();
}

}  // namespace depone::rules
