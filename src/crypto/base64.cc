#include "crypto/base64.h"

#include "crypto/sodium_ready.h"

namespace depone::crypto {

std::string to_base64(ByteView bytes) {
  ensure_sodium();
  if (bytes.empty()) return {};
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // libsodium ends the text with a NUL
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  ensure_sodium();
  Bytes bytes(text.size() / 4 * 3 + 1);  // one more, so that it is never a null pointer
  std::size_t length = 0;
  // With nothing to ignore and no end pointer, anything but whole canonical base64 is refused.
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return Error{Fault::InvalidInput, "a text is not padded base64 (RFC 4648 section 4)"};
  }
  bytes.resize(length);
  return bytes;
}

}  // namespace depone::crypto
