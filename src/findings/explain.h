// Explain: a finding in sentences, down to the quoted words.
#pragma once

#include <string>
#include <vector>

#include "findings/corroborate.h"
#include "model/finding.h"

namespace depone::findings {

// What a finding's sentences need to know besides the finding.
struct Grounds {
  std::string because;        // the credibility level's reason
  int tolerance_percent = 0;  // within which figures count as agreeing
  // Denials an origin reports beside its own assertion; they do not speak for the origin.
  std::vector<ClaimRef> reported_denials;
};

// Most important first: the grade and why; how many origins through how many documents; each
// origin's words; contradictions; drifts; what "agree" means here. Every figure comes with unit,
// bound, document and date.
std::vector<std::string> explain(const Case& the_case, const Finding& finding,
                                 const Grounds& grounds, const MayQuote& may_quote);

// "D03 (Radio Example, 2025-08-12)": how a document is called in sentences.
std::string called(const CaseDocument& document);

// The claim's words in quotation marks, shortened; its value described where they may not be shown.
std::string quoted(const Case& the_case, ClaimRef ref, const MayQuote& may_quote);

}  // namespace depone::findings
