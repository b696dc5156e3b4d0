#include "casework/list_bytes.h"

#include "text/decode.h"
#include "text/unicode.h"

namespace depone::casework {

Result<Bytes> list_in_utf8(Bytes bytes, const std::string& name) {
  const std::string_view text = text_of(bytes);
  // Text has no zero bytes, UTF-16 has.
  if (text.find('\0') == std::string_view::npos && text::is_utf8(text)) return bytes;
  auto decoded = text::decode(bytes);
  if (!decoded.ok()) {
    return Error{Fault::InvalidInput, name + " is not a text: " + decoded.error().what,
                 "save the list as CSV; a spreadsheet file is not read"};
  }
  const ByteView read = bytes_of(decoded.value().text);
  return Bytes(read.begin(), read.end());
}

Result<Bytes> read_list_bytes(const Disk& disk, const std::string& path, std::uint64_t most) {
  return list_in_utf8(DP_TRY(disk.read_all(path, most)), path);
}

}  // namespace depone::casework
