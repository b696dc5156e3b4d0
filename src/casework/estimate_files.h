// What `depone estimate` writes into files: figures, and the table that may leave.
//
// Nothing is overwritten that was not written by the same verb: a figure carries a mark on its last
// line, a table its heading on its first.
#pragma once

#include <string>
#include <vector>

#include "base/disk.h"
#include "casework/estimate.h"
#include "dossier/estimate_report_figures.h"

namespace depone::casework {

// Figures of answers: intervals and model weights a method, groups or years where there are any,
// and how the chains ran.
std::vector<dossier::NamedFigure> answer_figures(const std::vector<Answer>& answers);
// Of a report, with the chains.
std::vector<dossier::NamedFigure> figures_of(const estimate::Report& report);

// Writes NAME.svg into the folder, which is made when it is not there, and returns the paths.
// Conflict when a file of that name is there that this verb did not write; nothing is written then.
Result<std::vector<std::string>> write_figures(Disk& disk, const std::string& folder,
                                               const std::vector<dossier::NamedFigure>& figures);

// Writes what of the table may leave (estimate/disclosure.h): JSON when the path ends in .json,
// else CSV with a 0/1 column a list, "any" for totals, and a count that is empty where hidden. With
// groups (estimate/strata_public.h) there is a column of theirs, called `strata`, with "any" for
// everybody, and NA where a list was not kept. InvalidInput for a group of that name; Conflict as
// above; errors of suppress().
Result<> write_safe_table(Disk& disk, const std::string& path, const estimate::ReadTable& read,
                          const std::string& strata, std::int64_t threshold);

}  // namespace depone::casework
