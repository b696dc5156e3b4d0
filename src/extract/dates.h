// Publication dates as documents write them.
#pragma once

#include <string_view>

#include "model/partial_date.h"

namespace depone::extract {

// The date at the beginning of machine-readable metadata: "2025-08-12T06:30:00Z", "2025-08",
// "20250812", "2025/8/12", "D:20250812063000". The day as written, whatever the time zone.
// Unknown when it is none.
PartialDate metadata_date(std::string_view text);

// The first date in a short line meant for people: "12 August 2025", "Aug. 12, 2025",
// "12 августа 2025", "2025년 8월 12일", "2025.08.12", "12.08.2025". Unknown when there is none.
PartialDate written_date(std::string_view text);

}  // namespace depone::extract
