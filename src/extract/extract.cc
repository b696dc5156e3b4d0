#include "extract/extract.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/disk.h"
#include "extract/html.h"
#include "extract/markdown.h"
#include "extract/raw_text.h"
#include "extract/sniff.h"
#include "text/decode.h"
#include "text/passages.h"
#include "text/unicode.h"

namespace depone::extract {
namespace {

constexpr std::size_t kLongestTitleBytes = 600;

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

// Entities and fonts can smuggle in what decode() takes out of plain text.
std::string without_controls(std::string text) {
  std::erase_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
  return text;
}

// One line, NFC, of bounded length, for titles and bylines.
std::string clean_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, 4 * kLongestTitleBytes)) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  line.resize(std::min(line.size(), kLongestTitleBytes));
  // Not in the middle of a character, nor before a mark that belongs to the last one.
  while (!line.empty() && !text::is_utf8(line) && line.size() + 4 > kLongestTitleBytes) {
    line.pop_back();
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return text::nfc(line);
}

// Gives each passage the box around its words on the page where it begins. `places` and the
// passages are in the order of the text.
void place_passages(std::string_view text, const std::vector<Placed>& places,
                    std::vector<Passage>& passages) {
  const text::CodePointIndex index(text);
  std::size_t first = 0;
  for (Passage& passage : passages) {
    const std::size_t begin = index.byte_at(passage.span.start);
    const std::size_t end = index.byte_at(passage.span.end);
    while (first < places.size() && places[first].end <= begin) ++first;
    for (std::size_t i = first; i < places.size() && places[i].begin < end; ++i) {
      const PageBox& box = places[i].box;
      if (!passage.box) passage.box = box;
      PageBox& whole = *passage.box;
      if (whole.page != box.page) break;
      whole.left = std::min(whole.left, box.left);
      whole.top = std::min(whole.top, box.top);
      whole.right = std::max(whole.right, box.right);
      whole.bottom = std::max(whole.bottom, box.bottom);
    }
  }
}

Result<RawText> read_text(ByteView bytes, std::string_view file_name, const ExtractLimits& limits) {
  text::Decoded decoded = DP_TRY(text::decode(
      bytes, declared_charset(text_of(bytes.first(std::min<std::size_t>(bytes.size(), 4096))))));
  const std::string ending = lower_ascii(file_ending(file_name));
  const bool named_html = ending == "html" || ending == "htm" || ending == "xhtml";
  const bool named_markdown = ending == "md" || ending == "markdown";
  Result<RawText> raw = [&]() -> Result<RawText> {
    if (named_html || (!named_markdown && looks_like_html(decoded.text))) {
      return read_html(decoded.text, limits.html_depth);
    }
    return named_markdown ? read_markdown(decoded.text) : read_plain(decoded.text);
  }();
  if (!raw.ok()) return raw;
  std::vector<std::string>& warnings = raw.value().warnings;
  warnings.insert(warnings.begin(), decoded.warnings.begin(), decoded.warnings.end());
  if (!decoded.encoding.starts_with("UTF-")) {
    warnings.push_back(fmt::format("read as {}", decoded.encoding));
  }
  return raw;
}

Result<RawText> read_any(ByteView bytes, std::string_view file_name, const ExtractLimits& limits,
                         PdfReader pdf) {
  if (bytes.empty()) {
    return Error{Fault::InvalidInput, "is empty", "get the file again from where it came"};
  }
  if (bytes.size() > limits.file_bytes) {
    return Error{Fault::InvalidInput,
                 fmt::format("is {} MiB large; the limit is {} MiB", bytes.size() >> 20,
                             limits.file_bytes >> 20),
                 "split it into parts"};
  }
  const Sniffed sniffed = sniff(bytes);
  if (sniffed.kind == Kind::Pdf && pdf != nullptr) return pdf(bytes, limits.pages);
  if (lower_ascii(file_ending(file_name)) == "pdf") {
    std::string_view like = sniffed.description;
    if (like.empty()) {
      const Result<text::Decoded> decoded = text::decode(bytes);
      like = !decoded.ok()
                 ? "nothing known"
                 : (looks_like_html(decoded.value().text) ? "an HTML page" : "plain text");
    }
    return Error{Fault::InvalidInput,
                 fmt::format("is named .pdf but is not a PDF: it looks like {}", like),
                 "give it the right ending, or get the file again"};
  }
  if (sniffed.kind != Kind::Text) {
    return Error{Fault::Unsupported,
                 fmt::format("is {}, which this version does not read", sniffed.description),
                 "save its text as PDF, HTML or plain text and add that"};
  }
  return read_text(bytes, file_name, limits);
}

Error naming(std::string_view file_name, Error error) {
  error.what = fmt::format("{}: {}", file_name, error.what);
  return error;
}

}  // namespace

Result<Document> extract_with(ByteView bytes, std::string_view file_name,
                              const ExtractLimits& limits, PdfReader pdf) {
  Result<RawText> read = read_any(bytes, file_name, limits, pdf);
  if (!read.ok()) return naming(file_name, std::move(read).take_error());
  RawText raw = std::move(read).take();
  Document document;
  document.name = file_name;
  document.format = std::move(raw.format);
  document.title = clean_line(raw.title);
  document.byline = clean_line(raw.byline);
  document.date = raw.date;
  document.warnings = std::move(raw.warnings);
  if (raw.text.size() > limits.text_bytes) {
    return naming(file_name,
                  {Fault::InvalidInput,
                   fmt::format("holds more than {} MiB of text", limits.text_bytes >> 20),
                   "split it into parts"});
  }
  document.text =
      document.format == "text" ? std::move(raw.text) : text::nfc(without_controls(raw.text));
  // Composition across two words would move what follows; then no place can be trusted.
  const bool moved = !raw.places.empty() && document.text != raw.text;
  document.passages = text::split_passages(document.text);
  if (moved) {
    document.warnings.emplace_back("where passages stand on the page could not be kept");
  } else if (!raw.places.empty()) {
    place_passages(document.text, raw.places, document.passages);
  }
  if (document.passages.empty()) {
    return naming(file_name, {Fault::InvalidInput, "holds no words", ""});
  }
  document.language = text::language_of_text(document.text);
  return document;
}

void warm_up_text() {
  const std::string_view samples[] = {
      "The men of the site.", "Они работали там.", "그들은 거기서 일했다.", "e\u0301 \u1112\u1161",
      // The same Russian and Korean words in Windows-1251, KOI8-R and EUC-KR.
      "\xCE\xED\xE8 \xF0\xE0\xE1\xEE\xF2\xE0\xEB\xE8",
      "\xEF\xCE\xC9 \xD2\xC1\xC2\xCF\xD4\xC1\xCC\xC9",
      "\xB1\xD7\xB5\xE9\xC0\xBA \xC0\xCF\xC7\xDF\xB4\xD9", "<p>\xC3\xA9</p>"};
  for (const std::string_view sample : samples) {
    ignore(extract_with(bytes_of(sample), "sample", {}, nullptr),
           "only the tables it leaves in memory are wanted");
  }
}

}  // namespace depone::extract
