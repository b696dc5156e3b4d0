#include "extract/sniff.h"

#include <algorithm>
#include <array>
#include <string>

namespace depone::extract {
namespace {

struct Signature {
  std::string_view bytes;
  std::size_t offset;
  std::string_view description;
};

using namespace std::string_view_literals;

// File signatures as `file(1)` and the PRONOM registry of the UK National Archives list them.
constexpr auto kSignatures = std::to_array<Signature>({
    {"\x89PNG\r\n\x1A\n"sv, 0, "a PNG image"},
    {"\xFF\xD8\xFF"sv, 0, "a JPEG image"},
    {"GIF8"sv, 0, "a GIF image"},
    {"II*\0"sv, 0, "a TIFF image"},
    {"MM\0*"sv, 0, "a TIFF image"},
    {"WEBP"sv, 8, "a WebP image"},
    {"ftypheic"sv, 4, "a HEIC image"},
    {"ftyp"sv, 4, "an MP4 video or audio file"},
    {"WAVE"sv, 8, "a WAVE sound file"},
    {"AVI "sv, 8, "an AVI video"},
    {"ID3"sv, 0, "an MP3 sound file"},
    {"OggS"sv, 0, "an Ogg sound file"},
    {"fLaC"sv, 0, "a FLAC sound file"},
    {"\x1A\x45\xDF\xA3"sv, 0, "a Matroska video"},
    {"\x7F"
     "ELF"sv,
     0, "a Linux program"},
    {"MZ\x90\0"sv, 0, "a Windows program"},
    {"\x1F\x8B\x08"sv, 0, "a gzip archive"},
    {"BZh"sv, 0, "a bzip2 archive"},
    {"\xFD"
     "7zXZ\0"sv,
     0, "an xz archive"},
    {"7z\xBC\xAF\x27\x1C"sv, 0, "a 7-Zip archive"},
    {"Rar!\x1A\x07"sv, 0, "a RAR archive"},
    {"\x28\xB5\x2F\xFD"sv, 0, "a Zstandard archive"},
    {"ustar"sv, 257, "a tar archive"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 0, "an old Microsoft Office document"},
    {"SQLite format 3\0"sv, 0, "an SQLite database"},
    {"%!PS"sv, 0, "a PostScript file"},
    {"wOFF"sv, 0, "a font"},
    {"HWP Document File"sv, 0, "a Hangul (HWP) document"},
});

std::string_view describe_zip(std::string_view start) {
  const auto holds = [start](std::string_view name) { return start.find(name) != start.npos; };
  if (holds("word/")) return "a Word document (DOCX)";
  if (holds("xl/")) return "an Excel workbook (XLSX)";
  if (holds("ppt/")) return "a PowerPoint presentation (PPTX)";
  if (holds("opendocument.text")) return "an OpenDocument text";
  if (holds("opendocument")) return "an OpenDocument file";
  if (holds("epub+zip")) return "an EPUB book";
  if (holds("hwp+zip")) return "a Hangul (HWPX) document";
  return "a ZIP archive";
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool starts_with_name(std::string_view text, std::string_view name) {
  if (text.size() <= name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (lower(text[i]) != name[i]) return false;
  }
  const char after = text[name.size()];
  return after == '>' || after == ' ' || after == '\t' || after == '\n' || after == '/';
}

}  // namespace

Sniffed sniff(ByteView bytes) {
  const std::string_view start = text_of(bytes.first(std::min<std::size_t>(bytes.size(), 8192)));
  // Readers accept a PDF header within the first 1,024 bytes (ISO 32000-1, annex H.3.4.1).
  if (start.substr(0, 1024).find("%PDF-") != std::string_view::npos) return {Kind::Pdf, "a PDF"};
  if (start.starts_with("{\\rtf")) return {Kind::Rtf, "a rich text (RTF) document"};
  if (start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06")) {
    return {Kind::Other, describe_zip(start)};
  }
  for (const Signature& signature : kSignatures) {
    if (start.size() >= signature.offset &&
        start.substr(signature.offset).starts_with(signature.bytes)) {
      return {Kind::Other, signature.description};
    }
  }
  return {};
}

bool looks_like_html(std::string_view text) {
  for (;;) {
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    if (at == std::string_view::npos || text[at] != '<') return false;
    text.remove_prefix(at + 1);
    if (text.starts_with("!--")) {
      const std::size_t end = text.find("-->");
      if (end == std::string_view::npos) return false;
      text.remove_prefix(end + 3);
    } else if (text.starts_with("?xml")) {
      const std::size_t end = text.find("?>");
      if (end == std::string_view::npos) return false;
      text.remove_prefix(end + 2);
    } else {
      break;
    }
  }
  for (const std::string_view name :
       {"!doctype", "html", "head",    "body",   "title",   "meta",   "link", "script", "style",
        "div",      "p",    "article", "main",   "section", "h1",     "h2",   "table",  "span",
        "a",        "br",   "b",       "center", "font",    "header", "nav",  "ul",     "ol"}) {
    if (starts_with_name(text, name)) return true;
  }
  return false;
}

}  // namespace depone::extract
