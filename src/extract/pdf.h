// PDF documents with text, by poppler: where each word stands is kept.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/raw_text.h"

namespace depone::extract {

// Words in reading order, joined to lines and lines to paragraphs: a wider gap, a jump, or another
// type size parts paragraphs, a hyphen at a line's end that parts a word is dropped. Pages are
// parted by an empty line. RawText::places has one entry a word (text points from the top left).
// Unsupported: locked by a password, or no text on any page (a scan). Corrupt: not readable as a
// PDF. Pages after `most_pages` are left out with a warning.
Result<RawText> read_pdf(ByteView bytes, int most_pages);

// Loads what poppler loads once a process, from files if need be: the worker calls it before it
// gives up the right to open any.
void warm_up_pdf();

}  // namespace depone::extract
