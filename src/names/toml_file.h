// A TOML file of data/ for the loaders of this module; the one place that catches its exceptions.
#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "base/data_files.h"
#include "base/result.h"

namespace depone::names {

inline Error wrong_entry(std::string_view path, std::string_view entry) {
  return Error{Fault::Corrupt,
               fmt::format("data/{}: {} is missing or not of the expected form", path, entry)};
}

// NotFound, or Corrupt with the line.
inline Result<toml::table> read_toml(const DataFiles& data, const std::string& path) {
  const std::string text = DP_TRY(data.read(path));
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return Error{Fault::Corrupt, fmt::format("data/{}, line {}: {}", path,
                                             error.source().begin.line, error.description())};
  }
}

}  // namespace depone::names
