// Legacy encodings to UTF-8 and back, by ICU's converters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace depone::text {

struct Converted {
  std::string text;                // UTF-8; what the encoding does not define is U+FFFD
  std::uint64_t replacements = 0;  // how many of those
};

// nullopt when ICU does not know the encoding `name` (IANA names and common aliases).
std::optional<Converted> to_utf8(ByteView bytes, const char* name);

// The bytes of `text` in the encoding; nullopt when it cannot hold them all.
std::optional<std::string> from_utf8(std::string_view text, const char* name);

}  // namespace depone::text
