// The invented demonstration case that ships inside the program.
#pragma once

#include <string>

#include "base/data_files.h"
#include "base/disk.h"
#include "base/result.h"

namespace depone::casework {

// Writes data/demo/ into `folder`, so that it can be added like any person's folder.
Result<> unpack_demo(const DataFiles& data, Disk& disk, const std::string& folder);

}  // namespace depone::casework
