// How the loaders of this module say that an entry of data/ is wrong.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "base/toml.h"

namespace depone::names {

inline Error wrong_entry(std::string_view path, std::string_view entry) {
  return Error{Fault::Corrupt,
               fmt::format("data/{}: {} is missing or not of the expected form", path, entry)};
}

}  // namespace depone::names
