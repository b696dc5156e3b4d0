// Lists of people and counts as others keep them.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/disk.h"
#include "base/result.h"

namespace depone::casework {

// The bytes of a list in UTF-8, from whatever a spreadsheet in Seoul or Moscow saved (UTF-8,
// UTF-16, CP949, Windows-1251, KOI8-R; text/decode.h); UTF-8 comes as it is. InvalidInput, naming
// the file, when it is no text; else what the disk says.
Result<Bytes> read_list_bytes(const Disk& disk, const std::string& path, std::uint64_t most);

// The same of bytes that are there already; `name` is what they are called in messages.
Result<Bytes> list_in_utf8(Bytes bytes, const std::string& name);

}  // namespace depone::casework
