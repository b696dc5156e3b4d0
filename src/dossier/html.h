// HTML and SVG pieces. Everything that comes from a case passes text() or attribute(): it is
// redacted first and escaped then, so no name and no markup of a hostile title gets through.
#pragma once

#include <string>
#include <string_view>

#include "dossier/redactor.h"

namespace depone::dossier {

// &, <, >, " and ' as character references; control characters other than newline and tab, and
// bidirectional overrides, become U+FFFD. Right for element content and for quoted attributes.
std::string escape(std::string_view text);

// A page under construction: plain appending, with the two ways to add what a case says.
class Page {
 public:
  explicit Page(const Redactor& redactor) : redactor_(redactor) {}

  // Markup of our own, as it is.
  Page& raw(std::string_view markup) {
    html_ += markup;
    return *this;
  }
  // Text of the case: redacted and escaped.
  Page& text(std::string_view words) {
    html_ += safe(words);
    return *this;
  }
  // Text redacted already with its context (quotations): escaped only.
  Page& redacted(std::string_view words) {
    html_ += escape(words);
    return *this;
  }
  std::string safe(std::string_view words) const { return escape(redactor_.redact(words)); }

  const Redactor& redactor() const { return redactor_; }
  std::string take() && { return std::move(html_); }

 private:
  const Redactor& redactor_;
  std::string html_;
};

// At most `columns` columns of text, cut with an ellipsis; East Asian letters take two columns.
std::string shorten(std::string_view text, std::size_t columns);
// The columns of `text` so counted.
std::size_t columns_of(std::string_view text);

}  // namespace depone::dossier
