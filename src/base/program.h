// Where the programs of this installation lie: beside the one that runs.
#pragma once

#include <string>
#include <string_view>

namespace depone {

// The path of `name` in the folder of the running program, links to it followed; whether it is
// there is not looked at. Empty when the system does not tell (no /proc).
std::string program_beside(std::string_view name);

}  // namespace depone
