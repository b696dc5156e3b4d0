// The figures of one report on those on no list, ready for a page or for files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "estimate/report.h"

namespace depone::dossier {

struct NamedFigure {
  std::string name;   // for a file or a link: lower-case letters, digits and hyphens
  std::string title;  // plain text, for a caption; no full stop
  std::string svg;    // one <svg> element
};

// In the order to be read, as far as the report has what they need:
//   "intervals"        each method with its interval
//   "models-METHOD"    what an estimate's models weigh, one for each method with two or more
//   "sensitivity"      the number as it depends on the interaction that no data tell
//   "changes"          the tried method with a list left out, and with two lists taken as one
// The report's texts are escaped, not redacted (figure_estimate.h). `prefix` goes before the ids
// inside the SVGs, for pages that show more than one report. Pure; the same report gives the same
// bytes.
std::vector<NamedFigure> report_figures(const estimate::Report& report,
                                        std::string_view prefix = {});

}  // namespace depone::dossier
