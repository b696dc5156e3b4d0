// The estimates a case file asks for, made of the lists kept in the vault.
#pragma once

#include <cstddef>
#include <vector>

#include "base/data_files.h"
#include "base/progress.h"
#include "base/result.h"
#include "casework/case_file.h"
#include "casework/vault_case.h"
#include "dossier/case_estimate.h"
#include "dossier/edition.h"

namespace depone::casework {

struct CaseEstimates {
  std::vector<dossier::CaseEstimate> made;  // in the order of the case file
  std::size_t withheld = 0;                 // a list's keeper did not agree to terms.audience
};

// Every method on every table, with seed 1 and level 0.95; the same lists give the same numbers on
// any machine. Of several files of one name the one added last counts. Linked lists are called by
// their sources' labels ("list 1" without one), a table's by its columns. InvalidInput, naming the
// estimate and the file, when a file is not in the vault or is no such table; what the methods
// refuse is in the report. Cancelled.
Result<CaseEstimates> make_estimates(const VaultCase& loaded, const dossier::Terms& terms,
                                     const DataFiles& data, Progress& progress,
                                     const Cancellation& cancellation);

}  // namespace depone::casework
