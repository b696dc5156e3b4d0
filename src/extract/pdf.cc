#include "extract/pdf.h"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <string>

#include "extract/dates.h"
#include "extract/pdf_lines.h"
#include "text/unicode.h"

namespace depone::extract {
namespace {

constexpr std::size_t kMostPagesNamed = 10;

std::string utf8(const poppler::ustring& text) {
  const poppler::byte_array bytes = text.to_utf8();
  return {bytes.data(), bytes.size()};
}

void ignore_complaint(const std::string&, void*) {}

std::string without_spaces(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x20) out += c;
  }
  return text::nfc(out);
}

std::vector<PageWord> words_of(const poppler::page& page, int number) {
  std::vector<PageWord> words;
  for (const poppler::text_box& box : page.text_list()) {
    const poppler::rectf where = box.bbox();
    PageWord word{without_spaces(utf8(box.text())),
                  {number, where.left(), where.top(), where.right(), where.bottom()},
                  box.has_space_after()};
    if (!word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

std::string list_of(const std::vector<int>& pages) {
  std::string list;
  for (std::size_t i = 0; i < std::min(pages.size(), kMostPagesNamed); ++i) {
    list += fmt::format("{}{}", i == 0 ? "" : ", ", pages[i]);
  }
  if (pages.size() > kMostPagesNamed) list += " ...";
  return list;
}

void read_information(const poppler::document& document, RawText& raw) {
  raw.title = utf8(document.info_key("Title"));
  raw.byline = utf8(document.info_key("Author"));
  for (const char* const key : {"CreationDate", "ModDate"}) {
    if (!raw.date.known()) raw.date = metadata_date(utf8(document.info_key(key)));
  }
}

Result<RawText> read_document(poppler::document& document, int most_pages) {
  RawText raw;
  raw.format = "pdf";
  read_information(document, raw);
  const int pages = document.pages();
  std::vector<int> silent;
  for (int i = 0; i < std::min(pages, most_pages); ++i) {
    const std::unique_ptr<poppler::page> page(document.create_page(i));
    const std::vector<PageWord> words = page ? words_of(*page, i + 1) : std::vector<PageWord>();
    if (words.empty()) {
      silent.push_back(i + 1);
    } else {
      append_page(words, raw);
    }
  }
  if (pages <= 0) return Error{Fault::Corrupt, "is a PDF without a readable page", ""};
  if (raw.text.empty()) {
    return Error{Fault::Unsupported,
                 "is a PDF without text: its pages are pictures, or its fonts do not say which "
                 "letters they show",
                 "recognise its text with an OCR program and add the result"};
  }
  if (!silent.empty()) {
    raw.warnings.push_back(fmt::format("{} {} no text", silent.size() == 1 ? "page" : "pages",
                                       list_of(silent) + (silent.size() == 1 ? " has" : " have")));
  }
  if (pages > most_pages) {
    raw.warnings.push_back(
        fmt::format("only the first {} of {} pages were read", most_pages, pages));
  }
  return raw;
}

}  // namespace

Result<RawText> read_pdf(ByteView bytes, int most_pages) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return Error{Fault::InvalidInput, "is too large for a PDF", "split it"};
  }
  poppler::set_debug_error_function(ignore_complaint, nullptr);
  try {
    const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
        reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size())));
    if (!document) {
      return Error{Fault::Corrupt, "is damaged or cut short and cannot be read as a PDF",
                   "get the file again from where it came"};
    }
    if (document->is_locked()) {
      return Error{Fault::Unsupported, "is a PDF locked with a password",
                   "open it with the password, save it without one and add that file"};
    }
    return read_document(*document, most_pages);
  } catch (const std::exception&) {
    return Error{Fault::Corrupt, "is a PDF that breaks the reader", "print it to a new PDF"};
  }
}

void warm_up_pdf() {
  // A page in the three standard font families makes poppler build its tables.
  constexpr std::string_view kPage =
      "%PDF-1.4\n"
      "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font"
      "<</F 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 35>>stream\nBT /F 12 Tf 20 100 Td (Ready) Tj ET\nendstream endobj\n"
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
      "trailer<</Root 1 0 R>>\n";
  ignore(read_pdf(bytes_of(kPage), 1), "only what it leaves in memory is wanted");
}

}  // namespace depone::extract
