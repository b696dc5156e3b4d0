// Work on many items on several cores, with results that do not depend on how many.
#pragma once

#include <cstddef>
#include <functional>

#include "base/progress.h"
#include "base/result.h"

namespace depone {

// The cores of this machine, at least 1; what `threads` = 0 means below.
std::size_t core_count();

// Calls work(i) once for every i of [0, count), on up to `threads` threads, in no fixed order, and
// returns when all are done. `work` must not depend on the order and must write only to places that
// belong to i: so the outcome is the same for any number of threads. Random numbers are drawn from
// a stream of i's own (math/random.h). Cancelled when `cancellation` was requested before all were
// done. `progress` is told from the calling thread only.
Result<> parallel_for(std::size_t count, std::size_t threads,
                      const std::function<void(std::size_t)>& work, Progress& progress,
                      const Cancellation& cancellation, std::string_view item = {});

}  // namespace depone
