#include "base/toml.h"

#include <fmt/format.h>

namespace depone {

Result<toml::table> parse_toml(std::string_view text, std::string_view name, Fault fault,
                               std::string hint) {
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    return Error{fault,
                 fmt::format("{}, line {} is not TOML: {}", name, error.source().begin.line,
                             error.description()),
                 std::move(hint)};
  }
}

Result<toml::table> read_toml(const DataFiles& data, std::string_view path) {
  const std::string text = DP_TRY(data.read(path));
  return parse_toml(text, fmt::format("data/{}", path), Fault::Corrupt,
                    "correct the table, or leave out --data");
}

}  // namespace depone
