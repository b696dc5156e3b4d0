// Places in a text.
#pragma once

#include <cstdint>

namespace depone {

// Unicode code points [start, end) of a document's extracted text, counted from 0.
struct TextSpan {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const TextSpan&, const TextSpan&) = default;
  bool covers(const TextSpan& other) const { return start <= other.start && other.end <= end; }
  bool overlaps(const TextSpan& other) const { return start < other.end && other.start < end; }
};

// A place on a page: `page` counts from 1; text points (1/72 inch) from the page's top left.
struct PageBox {
  int page = 0;
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

}  // namespace depone
