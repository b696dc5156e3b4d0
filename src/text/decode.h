// Bytes of unknown encoding to UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace depone::text {

struct Decoded {
  std::string text;      // well-formed UTF-8, NFC, "\n" line ends, no NUL, no byte order mark
  std::string encoding;  // IANA name of what was read: "UTF-8", "windows-1251", "KOI8-R", ...
  std::vector<std::string> warnings;  // "3 bytes were not valid UTF-8 and are shown as U+FFFD"
};

// Reads UTF-8, UTF-16 (either order, with or without mark), EUC-KR, CP949, Windows-1251 and KOI8-R
// by itself; `declared` (an IANA name from a header or meta tag, may be empty) is tried first and
// dropped when the bytes contradict it. InvalidInput when the bytes are not text at all.
Result<Decoded> decode(ByteView bytes, std::string_view declared = {});

}  // namespace depone::text
