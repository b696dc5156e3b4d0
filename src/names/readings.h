// The ways to read a name as Korean; internal to src/names.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "names/cut.h"
#include "names/tables.h"

namespace depone::names {

using Surnames = std::vector<std::pair<std::uint16_t, std::uint8_t>>;  // index, quarter bits

// The surnames a word in lower case may be; null when it is none.
const Surnames* surnames_called(const Matcher::Tables& tables, const std::string& text);

// Readings as surname and given name, in either order; none for what is not one to five parts of
// one script.
std::vector<KoreanReading> korean_readings(const Matcher::Tables& tables, const Cut& cut);

// The reading as a given name (or a surname) alone: its surname is kNoSurname of the tables.
std::vector<KoreanReading> korean_part_readings(const Matcher::Tables& tables, const Cut& cut);

}  // namespace depone::names
