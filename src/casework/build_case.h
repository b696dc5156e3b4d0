// Documents to a case: lineage first, then findings and norm answers.
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "casework/case_file.h"
#include "casework/engine.h"
#include "findings/corroborate.h"
#include "model/finding.h"

namespace depone::casework {

// A case with its lineage and nothing judged yet. `documents` carry claims, sources and ids.
Result<Case> trace_case(std::string title, std::vector<CaseDocument> documents,
                        const Engine& engine, Progress& progress, const Cancellation& cancellation);

// Fills findings and answers from documents and lineage. `may_quote` keeps protected words out of
// the explanations (findings/corroborate.h).
void judge(Case& the_case, const CaseContext& context, const Engine& engine,
           const findings::MayQuote& may_quote);

}  // namespace depone::casework
