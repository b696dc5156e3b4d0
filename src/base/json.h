// JSON, the one door to nlohmann-json (3.11).
//
// `Json` keeps its keys sorted, so `canonical()` is a fixed byte sequence for equal content: no
// white space, keys in byte order, integers only. Ledger events are hashed in that form
// (docs/format.md). parse() bounds its nesting, so hostile input cannot exhaust the stack.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

// What every source that holds a value would compile again is compiled in json.cc, once.
// clang-format off
#define DEPONE_JSON_TEMPLATES(extern, json)                                \
  extern template class nlohmann::detail::serializer<json>;                \
  extern template json::basic_json(const json&);                           \
  extern template json::json_value::json_value(nlohmann::detail::value_t); \
  extern template void json::json_value::destroy(nlohmann::detail::value_t);
// clang-format on
DEPONE_JSON_TEMPLATES(extern, nlohmann::basic_json<>)
DEPONE_JSON_TEMPLATES(extern, nlohmann::basic_json<nlohmann::ordered_map>)

namespace depone {

using Json = nlohmann::json;
// Keeps the order in which keys were set: for output that people read.
using OrderedJson = nlohmann::ordered_json;

inline constexpr int kMaxJsonDepth = 64;

// Fault::InvalidInput with the byte position when `text` is not JSON; also when it nests deeper
// than kMaxJsonDepth or holds a number that no double is as large as. `name` is what the text is
// called in the message.
Result<Json> parse_json(std::string_view text, std::string_view name);

// The canonical form; invalid UTF-8 in strings is replaced by U+FFFD.
std::string canonical(const Json& json);

// One line (or `indent` spaces a level) for output; invalid UTF-8 is replaced by U+FFFD.
std::string dump_json(const OrderedJson& json, int indent = -1);

// A member of the wanted type; Fault::InvalidInput naming the key otherwise.
Result<std::string> json_string(const Json& object, const char* key);
Result<std::int64_t> json_integer(const Json& object, const char* key);

}  // namespace depone
