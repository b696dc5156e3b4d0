// Which files a person means when they name files and folders.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/result.h"

namespace depone::casework {

struct GatheredFile {
  std::string path;  // as the operating system opens it
  std::string name;  // path below the folder that was named, or the file name
  std::uint64_t size_bytes = 0;
  std::int64_t modified_unix_seconds = 0;
};

// Something that went wrong with one item while the rest went on.
struct Problem {
  std::string item;
  Error error;
};

struct Gathered {
  std::vector<GatheredFile> files;  // in the order named; inside folders sorted by path
  std::vector<Problem> problems;    // items that could not be looked at
};

// Walks the folders among `paths`. Hidden entries, case.toml and dates.csv are not documents and
// are left out, and so are dossiers and vaults that lie among them; links to folders are not
// followed, so a loop cannot trap the walk. A path that does not exist is a problem, not a failure
// of the rest.
Gathered gather(const Disk& disk, const std::vector<std::string>& paths);

}  // namespace depone::casework
