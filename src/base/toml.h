// TOML, the one door to toml++ (3.3): tables of data/ and files that people write.
//
// toml++ throws when a text is not TOML; here that is an error with the line. Reading members does
// not throw: those that are missing or of another type are empty.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "base/data_files.h"
#include "base/result.h"

namespace depone {

// "NAME, line N is not TOML: ..." of the given fault when `text` is not TOML. `name` is what it is
// called in the message; `hint` the next step.
Result<toml::table> parse_toml(std::string_view text, std::string_view name,
                               Fault fault = Fault::InvalidInput, std::string hint = {});

// data/`path`: NotFound, or Corrupt with the line.
Result<toml::table> read_toml(const DataFiles& data, std::string_view path);

}  // namespace depone
