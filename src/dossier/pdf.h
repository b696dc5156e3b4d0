// The printable form, made by an outside program when one is installed.
#pragma once

#include <chrono>
#include <string>

#include "dossier/dossier.h"

namespace depone::dossier {

// Makes dossier.pdf from dossier.html in `folder` (a real one) with WeasyPrint, else Chromium; a
// program found in neither place is no error: `made` is false and `note` says so. The program
// gets an emptied environment, no standard input, and `limit` of time, after which it is killed.
// Io when the program fails or is killed.
Result<RenderedPdf> render_pdf(const std::string& folder,
                               std::chrono::seconds limit = std::chrono::seconds(60));

// The text of a PDF as pdftotext sees it; NotFound when pdftotext is not installed.
Result<std::string> text_of_pdf(const std::string& path,
                                std::chrono::seconds limit = std::chrono::seconds(30));

}  // namespace depone::dossier
