// What a format's reader hands on, before text is normalised and split.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/partial_date.h"
#include "model/text_span.h"

namespace depone::extract {

// Where some of the text stands on a page: bytes [begin, end) of RawText::text.
struct Placed {
  std::size_t begin = 0;
  std::size_t end = 0;
  PageBox box;
};

struct RawText {
  std::string format;
  std::string title;
  std::string byline;
  PartialDate date;
  std::string text;            // well-formed UTF-8; paragraphs parted by empty lines
  std::vector<Placed> places;  // in order, for formats with pages
  std::vector<std::string> warnings;
};

}  // namespace depone::extract
