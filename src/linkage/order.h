// Records in an order that follows from what they say, not from where they stand in their file.
//
// Working in this order makes random draws and the choice between equals the same whichever way a
// list was sorted; and records that share the value most rules ask for lie side by side in memory.
// Only the columns the spec uses count, so that a column of truths changes nothing. Records that
// say the same in all of them are told apart by their ids; where ids were numbered by row they
// differ in nothing. Any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/spec.h"
#include "linkage/table.h"

namespace depone::linkage {

// The rows of the table, those of the first file first. The same for any number of threads.
// Cancelled.
Result<std::vector<RecordIndex>> content_order(const Table& table, const Spec& spec,
                                               std::size_t threads,
                                               const Cancellation& cancellation);

}  // namespace depone::linkage
