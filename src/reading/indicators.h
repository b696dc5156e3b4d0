// Indicators: the ILO's 11 indicators of forced labour in free text.
#pragma once

#include <memory>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "reading/attribution.h"
#include "reading/passage_text.h"
#include "reading/polarity.h"

namespace depone::reading {

// Wordings of the indicators (ILO, Special Action Programme to Combat Forced Labour, "ILO
// indicators of forced labour", 2012) from data/reading/indicators_{en,ko,ru}.toml, as phrases of
// reading/phrase_matcher.h. Immutable after load; const methods may run concurrently.
class IndicatorLexicon {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<IndicatorLexicon> load(const DataFiles& files);

  // Appends one Indicator claim for each wording found, in text order, with polarity and
  // attribution. Of overlapping wordings of one indicator the longest counts. A wording that also
  // occurs in other walks of life ("was beaten") counts only where the passage or its
  // surroundings speak of labour or captivity. Passages in other languages give nothing.
  // O(passage), with a bounded look at the surrounding text.
  void find(const PassageText& passage, std::vector<Claim>& out) const;

  const PolarityCues& polarity() const { return polarity_; }
  const AttributionCues& attribution() const { return attribution_; }

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
  PolarityCues polarity_;
  AttributionCues attribution_;
};

}  // namespace depone::reading
