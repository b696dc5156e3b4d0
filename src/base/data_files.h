// The tables under data/, either those built into the executable or those of a folder.
//
// The build embeds data/ whole (cmake/embed.cmake), so the product is one file; a lawyer or
// linguist who edits the tables points `--data` at a folder instead and needs no compiler.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/result.h"

namespace depone {

class DataFiles {
 public:
  virtual ~DataFiles() = default;
  // The text of data/`path`, for example "reading/numbers_ko.toml"; NotFound names it.
  virtual Result<std::string> read(std::string_view path) const = 0;
  // Paths that begin with `prefix`, sorted.
  virtual Result<std::vector<std::string>> list(std::string_view prefix) const = 0;
};

// What the build embedded. Defined in the `data` library (cmake/embed.cmake), which executables
// and tests link.
const DataFiles& embedded_data();

// A folder laid out as data/; `disk` must outlive the result.
std::unique_ptr<DataFiles> folder_data(const Disk& disk, std::string folder);

}  // namespace depone
