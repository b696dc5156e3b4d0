// Unicode in and out: the only user of ICU. All texts are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/text_span.h"

namespace depone::text {

// Whether `text` is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

// Normalisation form C. Ill-formed sequences become U+FFFD.
std::string nfc(std::string_view text);

// For comparing, never for showing: NFKC, case folded, and Cyrillic yo folded to ye.
std::string fold(std::string_view text);

// Byte offsets to code point offsets and back, for one text that outlives the index.
// O(size) to build, O(1) a look-up (a table entry every 64 bytes, then a short scan).
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  // `byte` <= text.size(); an offset inside a code point counts as that code point's start.
  std::uint32_t point_at(std::size_t byte) const;
  // text.size() for offsets past the end.
  std::size_t byte_at(std::uint32_t point) const;
  TextSpan span(std::size_t byte_begin, std::size_t byte_end) const;
  std::uint32_t size() const { return points_; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> points_before_;  // code points before byte 64 * i
  std::uint32_t points_ = 0;
};

}  // namespace depone::text
