// Base64 with padding (RFC 4648 section 4), as checkpoints write it.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace depone::crypto {

std::string to_base64(ByteView bytes);
// InvalidInput on anything but canonical padded base64.
Result<Bytes> from_base64(std::string_view text);

}  // namespace depone::crypto
