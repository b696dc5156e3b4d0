// Byte sequences and their hexadecimal form.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depone {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// The bytes of a text and back, without copying; the view lives as long as its argument's memory.
ByteView bytes_of(std::string_view text);
std::string_view text_of(ByteView bytes);

Bytes copy_of(ByteView bytes);

// Lower-case hexadecimal, two digits a byte.
std::string to_hex(ByteView bytes);

// Fault::InvalidInput on an odd length or a character outside [0-9a-fA-F].
Result<Bytes> from_hex(std::string_view hex);

}  // namespace depone
