// All methods on the same lists, as one page: `depone estimate --report`.
#pragma once

#include "casework/estimate.h"
#include "estimate/report_public.h"

namespace depone::casework {

struct ListsReport {
  estimate::Report report;
  estimate::OverlapTable table;  // what it was made of
  std::size_t linkages = 0;      // over so many; 0: the table was taken as it is
};

// The methods in their order; the first that has an estimate and is no lower bound goes through the
// trials. With several linkages every method's estimate is over all of them, and the trials and the
// sensitivity curve are of the one with the middle number of people, which the reading says.
// InvalidInput for groups: a report is of one table.
Result<ListsReport> report_lists(const estimate::ReadTable& read,
                                 const std::vector<const EstimateMethod*>& methods,
                                 const EstimateOptions& options, Progress& progress,
                                 const Cancellation& cancellation);

OrderedJson to_json(const ListsReport& report);

// A page for people: estimates side by side with what each assumes, how far they disagree, what
// the trials show, how much hangs on what cannot be seen, what the number may be used for. Ends
// with a line end.
std::string describe(const ListsReport& report);
std::string describe(const estimate::PublicReport& report);

}  // namespace depone::casework
