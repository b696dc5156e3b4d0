// Bytes of an untrusted file to a Document.
//
// Pure: no disk, no clock, no network. Run on untrusted bytes only inside the jailed worker
// (worker.h); unit tests and fuzzers call it directly on bytes of their own.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "model/document.h"

namespace depone::extract {

struct RawText;  // raw_text.h

struct ExtractLimits {
  std::uint64_t file_bytes = std::uint64_t{64} << 20;
  std::uint64_t text_bytes = std::uint64_t{64} << 20;  // of UTF-8, after reading
  int pages = 5000;
  int html_depth = 2000;  // elements within elements
};

// Reads plain text, Markdown, HTML and PDF with text. The content decides which; the ending of
// `file_name` only between Markdown and plain text. The document's passages are split, its text is
// NFC, its language is that of most of the text, its name is `file_name`.
//
// InvalidInput: no bytes, not text, a name that promises PDF over other content, larger or deeper
// than the limits. Unsupported: a known kind of file that this version does not read (a ZIP
// archive, an image, a locked or scanned PDF ...). Corrupt: a PDF too damaged to read. Every
// message names the file.
Result<Document> extract(ByteView bytes, std::string_view file_name,
                         const ExtractLimits& limits = {});

// The same for a program that carries no PDF reader (`pdf` null): a PDF is then Unsupported. Such a
// program is small, and forking a small one for each document is what makes reading many fast.
using PdfReader = Result<RawText> (*)(ByteView bytes, int most_pages);
Result<Document> extract_with(ByteView bytes, std::string_view file_name,
                              const ExtractLimits& limits, PdfReader pdf);

// Builds the tables that text in any of our encodings and languages needs, once a process.
void warm_up_text();

}  // namespace depone::extract
