// dates.csv: when documents appeared, for folders whose files do not say.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/partial_date.h"

namespace depone::casework {

// By file name, or by the name without its ending.
using Dates = std::map<std::string, PartialDate, std::less<>>;

// CSV (RFC 4180). The first line names the columns: one of file, name, document or id, and date.
// A first line without them is a data line of file and date. An empty date is unknown.
// InvalidInput names the line.
Result<Dates> parse_dates(std::string_view csv, std::string_view name);

// The date for a document called `name` (path below the folder); unknown when there is none.
PartialDate date_for(const Dates& dates, std::string_view name);

}  // namespace depone::casework
