#include "base/json.h"

#include <algorithm>

DEPONE_JSON_TEMPLATES(, nlohmann::basic_json<>)
DEPONE_JSON_TEMPLATES(, nlohmann::basic_json<nlohmann::ordered_map>)

namespace depone {

Result<Json> parse_json(std::string_view text, std::string_view name) {
  int deepest = 0;
  const auto too_deep = [&deepest](int around, Json::parse_event_t event, Json&) {
    const bool opens =
        event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    deepest = std::max(deepest, around + (opens ? 1 : 0));
    return deepest <= kMaxJsonDepth;
  };
  try {
    Json json = Json::parse(text.begin(), text.end(), too_deep);
    if (deepest > kMaxJsonDepth) {
      return Error{Fault::InvalidInput, std::string(name) + " nests deeper than 64 levels"};
    }
    return json;
  } catch (const Json::parse_error& error) {
    return Error{Fault::InvalidInput, std::string(name) + " is not JSON: it fails at byte " +
                                          std::to_string(error.byte)};
  } catch (const Json::out_of_range&) {
    return Error{Fault::InvalidInput, std::string(name) + " holds a number that is too large"};
  }
}

std::string canonical(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string dump_json(const OrderedJson& json, int indent) {
  return json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
}

Result<std::string> json_string(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    return Error{Fault::InvalidInput, std::string("the text member \"") + key + "\" is missing"};
  }
  return found->get<std::string>();
}

Result<std::int64_t> json_integer(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) {
    return Error{Fault::InvalidInput, std::string("the integer member \"") + key + "\" is missing"};
  }
  return found->get<std::int64_t>();
}

}  // namespace depone
